import type { z } from '@hono/zod-openapi';
import { type Examples, examplePage, exampleResource, exampleValues as values } from '../http/examples.js';
import type { File, FileUploadInput } from './schemas.js';

const uploaded: z.input<typeof FileUploadInput> = {
  patientId: values.patientId,
  fileName: 'Referral letter.pdf',
  contentType: 'application/pdf',
  sizeBytes: 48_213,
  sha256: '7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730',
  category: 'medical-history',
};

const file: File = {
  ...exampleResource(values.fileId),
  patientId: values.patientId,
  fileName: 'Referral letter.pdf',
  contentType: 'application/pdf',
  sizeBytes: 48_213,
  sha256: '7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730',
  category: 'medical-history',
  classification: null,
  status: 'available',
  rejectionReason: null,
  uploadExpiresAt: null,
};

const classification = { category: 'exam-result', confidence: 0.94, source: 'review' };

const objectUrl = `https://clinic-files.s3.us-east-1.amazonaws.com/files/${values.fileId}`;

/** The examples of the operations on files. */
export const fileExamples: Examples = {
  listFiles: {
    parameters: { patientId: values.patientId, category: 'medical-history', status: 'available' },
    response: examplePage(file),
  },
  uploadFile: {
    body: uploaded,
    response: {
      ...file,
      status: 'pending',
      uploadExpiresAt: values.slotEnd,
      upload: {
        method: 'PUT',
        url: `${objectUrl}?X-Amz-Expires=900&X-Amz-Signature=5b1f`,
        headers: {
          'Content-Type': 'application/pdf',
          'x-amz-checksum-sha256': 'fYZelZskZpGMmGOvypQtD7idfJrAyZuvw3SVBN7Zdzo=',
        },
        expiresAt: values.slotEnd,
      },
    },
  },
  completeFileUpload: { parameters: { id: values.pendingFileId }, response: file },
  getFile: { parameters: { id: values.fileId }, response: file },
  removeFile: { parameters: { id: values.fileId } },
  downloadFile: {
    parameters: { id: values.fileId },
    response: {
      url: `${objectUrl}?X-Amz-Expires=300&X-Amz-Signature=a07c`,
      expiresAt: values.slotEnd,
      fileName: file.fileName,
      contentType: file.contentType,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
    },
  },
  classifyFile: {
    parameters: { id: values.fileId },
    body: classification,
    response: { ...file, category: 'exam-result', classification, version: 4 },
  },
};
