import { emptyResponse, etagHeader, jsonBody, jsonResponse, locationHeader, operation } from '../http/operation.js';
import { idPath } from '../http/schemas.js';
import {
  File,
  FileClassificationInput,
  FileDownload,
  FilePage,
  FileQuery,
  FileUpload,
  FileUploadInput,
} from './schemas.js';

const audit = (action: string) => ({
  action: `files.${action}`,
  resourceType: 'DocumentReference',
  patientData: true,
});

export const listFilesRoute = operation({
  operationId: 'listFiles',
  method: 'get',
  path: '/v1/files',
  tags: ['Files'],
  summary: 'Lists the files of a patient',
  description: 'Newest first. Removed files are shown to administrators only.',
  policy: { permission: 'files:read', audit: audit('list') },
  request: { query: FileQuery },
  responses: { 200: jsonResponse('A page of files.', FilePage) },
});

export const uploadFileRoute = operation({
  operationId: 'uploadFile',
  method: 'post',
  path: '/v1/files/upload',
  tags: ['Files'],
  summary: 'Starts the upload of a file',
  description:
    'Answers with a URL that takes this very file: its type, its size and its SHA-256 are signed with the URL. Send the ' +
    'bytes there with PUT and the headers given, then complete the upload. Until then the file is `pending`; one that ' +
    'is not completed within an hour after the URL expired becomes `rejected`. A retry with the same Idempotency-Key ' +
    'gives the same URL.',
  policy: { permission: 'files:upload', audit: audit('upload') },
  request: { body: jsonBody(FileUploadInput) },
  responses: {
    201: jsonResponse('The new file, and where to send it.', FileUpload, { ...etagHeader, ...locationHeader }),
  },
});

export const completeFileUploadRoute = operation({
  operationId: 'completeFileUpload',
  method: 'post',
  path: '/v1/files/{id}/complete',
  tags: ['Files'],
  summary: 'Completes an upload',
  description:
    'Compares what is stored with what was said of it. The file becomes `available`, or else `rejected`, which is ' +
    'answered with the reason. Before anything is stored the answer is `conflict`, and the file stays `pending`. ' +
    'Completing again gives the same answer.',
  policy: { permission: 'files:upload', audit: audit('complete') },
  request: { params: idPath },
  responses: { 200: jsonResponse('The file, which is available now.', File, etagHeader) },
});

export const getFileRoute = operation({
  operationId: 'getFile',
  method: 'get',
  path: '/v1/files/{id}',
  tags: ['Files'],
  summary: 'Reads what is known of a file',
  description: 'Its name, type, size and state; the bytes are to be had by a download.',
  policy: { permission: 'files:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: jsonResponse('The file.', File, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

export const downloadFileRoute = operation({
  operationId: 'downloadFile',
  method: 'get',
  path: '/v1/files/{id}/download',
  tags: ['Files'],
  summary: 'Gives a URL to download a file from',
  description: 'Whoever has the URL can fetch the file until it expires. A file that is not `available` has none.',
  policy: { permission: 'files:download', audit: audit('download') },
  request: { params: idPath },
  problems: ['conflict'],
  responses: { 200: jsonResponse('Where the file can be fetched.', FileDownload) },
});

export const classifyFileRoute = operation({
  operationId: 'classifyFile',
  method: 'put',
  path: '/v1/files/{id}/classification',
  tags: ['Files'],
  summary: 'Says what a file is',
  description: 'Replaces the classification. Its category becomes the file’s own, by which lists are filtered.',
  policy: { permission: 'files:classify', audit: audit('classify') },
  request: { params: idPath, body: jsonBody(FileClassificationInput) },
  problems: ['conflict'],
  responses: { 200: jsonResponse('The file as it is now.', File, etagHeader) },
});

export const removeFileRoute = operation({
  operationId: 'removeFile',
  method: 'delete',
  path: '/v1/files/{id}',
  tags: ['Files'],
  summary: 'Removes a file',
  description: 'Nobody can download it any more. Record and bytes are kept, as medical records must be.',
  policy: { permission: 'files:remove', audit: audit('remove') },
  request: { params: idPath },
  responses: { 204: emptyResponse('The file is removed.') },
});
