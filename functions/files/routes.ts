import { createHash, randomUUID } from 'node:crypto';
import type { FileRules } from '../../config/environment.js';
import type { Transaction } from '../../db/client/transaction.js';
import { answerChanged, answerCreated, answerRead } from '../http/answer.js';
import { requireIfMatch } from '../http/conditional.js';
import type { OperationContext, TransactionContext } from '../http/context.js';
import { exchange } from '../http/exchange.js';
import { orUnavailable } from '../http/failures.js';
import { response } from '../http/operation.js';
import { readListRequest } from '../http/pagination.js';
import { createValidationProblem, Problem, problemResponse } from '../http/problem.js';
import { requireRemovable, requireVisible, toCommonFields, toRemovedAt } from '../http/resource.js';
import { OperationRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import { buildDownloadName } from './content.js';
import { type ObjectStore, ObjectStoreError } from './objects.js';
import {
  type FileRow,
  findFile,
  findLoadedContent,
  insertFile,
  isPatientInCare,
  listFiles,
  rejectAbandonedUploads,
  updateFile,
} from './queries.js';
import {
  File,
  FileClassificationInput,
  FileDownload,
  FilePage,
  FileQuery,
  FileUpload,
  FileUploadInput,
} from './schemas.js';
import {
  checkUpload,
  clearAbandonedUploads,
  getAbandonmentCutoff,
  rejectIfAbandoned,
  toRejectionProblem,
} from './uploads.js';

export interface FileServices {
  readonly objects: ObjectStore;
  readonly rules: FileRules;
}

const toFile = ({ var: { caller } }: OperationContext, row: FileRow): File => ({
  ...toCommonFields(row),
  patientId: row.patientId,
  fileName: row.fileName,
  contentType: row.contentType,
  sizeBytes: row.sizeBytes,
  sha256: row.sha256,
  category: row.category,
  classification: row.classification,
  status: row.status,
  rejectionReason: row.rejectionReason,
  uploadExpiresAt: row.status === 'pending' ? (row.uploadExpiresAt?.toISOString() ?? null) : null,
  ...toRemovedAt(row, caller),
});

/** @throws Problem `not-found` if the file doesn't exist, or is removed and the caller isn't an administrator */
async function requireFile(c: TransactionContext, id: string, options?: { forUpdate: boolean }): Promise<FileRow> {
  const { tx, services, audit: trail } = c.var;
  const row = requireVisible(c, await findFile(tx, id, options));
  trail.setResource(row.id, row.patientId);
  return rejectIfAbandoned(tx, row, services.now());
}

const addSeconds = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** Writes the object of a document that was loaded as text, on its first download and after it changes. */
async function ensureObject(tx: Transaction, objects: ObjectStore, row: FileRow): Promise<void> {
  const content = await findLoadedContent(tx, row.id);
  if (content === undefined) return;
  const stored = await orUnavailable(objects.inspect(row.objectKey), ObjectStoreError);
  if (stored?.sha256 === createHash('sha256').update(content).digest('hex')) return;
  await orUnavailable(objects.write(row.objectKey, row.contentType, content), ObjectStoreError);
}

/** Creates the routes of `/v1/files`. Clients exchange file contents with the object store directly. */
export function createFilesRouter({ objects, rules }: FileServices): OperationRouter {
  const files = new OperationRouter('Files', { resourceType: 'DocumentReference', patientData: true });

  files.transactional('get', '/v1/files', {
    operationId: 'listFiles',
    summary: 'List files',
    description:
      'Returns files, newest first. Patients see only their own files. Only administrators see removed files.',
    policy: { permission: 'files:read', action: 'files.list' },
    ...exchange.list(FileQuery, 'A page of files.', FilePage),
    async handler(c) {
      const { tx, caller, services, audit: trail } = c.var;
      const query = { ...c.req.valid('query'), withRemoved: caller.role === 'admin' };
      if (query.patientId === undefined && caller.role !== 'admin') {
        throw createValidationProblem('query/patientId', 'is required');
      }
      await rejectAbandonedUploads(tx, getAbandonmentCutoff(services.now()), query.patientId);
      const { rows, page } = await listFiles(tx, await readListRequest(c, 'files', query));
      trail.addPatients(rows.map((row) => row.patientId));
      return c.json({ data: rows.map((row) => toFile(c, row)), page }, 200);
    },
  });

  files.transactional('post', '/v1/files/upload', {
    operationId: 'uploadFile',
    summary: 'Start an upload',
    description:
      'Creates a `pending` file and returns a presigned URL, which accepts only content of the given type, size and SHA-256. ' +
      'Upload the content to that URL with PUT and the returned headers, then call `complete`. A file that is not completed within ' +
      'one hour after the URL expires becomes `rejected`. A retry with the same Idempotency-Key returns the same URL unless the file was removed. ' +
      'Patients can upload only their own files.',
    policy: { permission: 'files:upload', action: 'files.upload' },
    ...exchange.create('/v1/files/{id}', FileUploadInput, 'The new file and the upload URL.', FileUpload),
    replay: { requires: '/v1/files/{id}' },
    async handler(c) {
      const { tx, services, audit: trail } = c.var;
      const input = c.req.valid('json');
      if (!rules.FILES_CONTENT_TYPES.includes(input.contentType)) {
        throw createValidationProblem('/contentType', `must be one of ${rules.FILES_CONTENT_TYPES.join(', ')}`);
      }
      if (!(await isPatientInCare(tx, input.patientId))) throw createValidationProblem('/patientId', 'does not exist');
      const now = services.now();
      await clearAbandonedUploads(tx, objects, now, services.log);
      const validSeconds = rules.FILES_UPLOAD_URL_SECONDS;
      const uploadExpiresAt = addSeconds(now, validSeconds);
      const id = randomUUID();
      // Others log keys and URLs, so they must not identify the patient.
      const row = await insertFile(tx, { ...input, id, objectKey: `files/${randomUUID()}`, uploadExpiresAt });
      trail.setResource(row.id, row.patientId);
      const { contentType, sizeBytes, sha256, objectKey: key } = row;
      const terms = { key, contentType, sizeBytes, sha256, validSeconds, now };
      const { url, headers } = await orUnavailable(objects.presignUpload(terms), ObjectStoreError);
      const upload = { method: 'PUT' as const, url, headers: { ...headers }, expiresAt: uploadExpiresAt.toISOString() };
      return answerCreated(c, '/v1/files', { ...toFile(c, row), upload });
    },
  });

  files.transactional('post', '/v1/files/{id}/complete', {
    operationId: 'completeFileUpload',
    summary: 'Complete an upload',
    description:
      'Verifies the stored content. If it matches, the file becomes `available`. Otherwise it becomes `rejected`, and the ' +
      'response is `validation-failed` with the reason. If nothing is stored yet, the response is `conflict` and the file ' +
      'stays `pending`. Repeated calls return the same response.',
    policy: { permission: 'files:upload', action: 'files.complete' },
    replay: { returns: '/v1/files/{id}' },
    request: { params: idPath },
    responses: { 200: response.resource('The file, now `available`.', File) },
    async handler(c) {
      const { tx } = c.var;
      // The lock lets one of two concurrent calls do the work and the other one see the result.
      let row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
      if (row.status === 'removed') throw new Problem('conflict', { detail: 'The file was removed.' });
      if (row.status === 'pending') {
        const fault = await checkUpload(objects, row);
        if (fault === 'missing')
          throw new Problem('conflict', { detail: 'Nothing has been uploaded yet. Upload the content, then retry.' });
        row = await updateFile(
          tx,
          row.id,
          fault === undefined
            ? { status: 'available', uploadExpiresAt: null }
            : { status: 'rejected', rejectionReason: fault },
        );
      }
      if (row.rejectionReason !== null) {
        // Return the problem instead of throwing it, which would roll the rejection back.
        const request = { path: c.req.path, requestId: c.var.requestId };
        return problemResponse(toRejectionProblem(row.rejectionReason), request) as never;
      }
      return answerChanged(c, toFile(c, row));
    },
  });

  files.transactional('get', '/v1/files/{id}', {
    operationId: 'getFile',
    summary: 'Get file metadata',
    description: 'Returns the name, type, size and status of a file. Download the content separately.',
    policy: { permission: 'files:read', action: 'files.read' },
    ...exchange.read('The file.', File),
    async handler(c) {
      const row = await requireFile(c, c.req.valid('param').id);
      return answerRead(c, toFile(c, row));
    },
  });

  files.transactional('get', '/v1/files/{id}/download', {
    operationId: 'downloadFile',
    summary: 'Get a download URL',
    description:
      'Returns a presigned URL that anyone can use until it expires. Administrators, medics and the patient only. The file must be `available`.',
    policy: { permission: 'files:download', action: 'files.download' },
    request: { params: idPath },
    problems: ['conflict'],
    responses: { 200: response.json('The download URL.', FileDownload) },
    async handler(c) {
      const row = await requireFile(c, c.req.valid('param').id);
      if (row.status !== 'available')
        throw new Problem('conflict', {
          detail: `The file is ${row.status}. Only an available file can be downloaded.`,
        });
      await ensureObject(c.var.tx, objects, row);
      const { id, contentType, objectKey: key, sizeBytes, sha256 } = row;
      const now = c.var.services.now();
      const validSeconds = rules.FILES_DOWNLOAD_URL_SECONDS;
      const terms = { key, contentType, fileName: buildDownloadName(id, contentType), validSeconds, now };
      const url = await orUnavailable(objects.presignDownload(terms), ObjectStoreError);
      const expiresAt = addSeconds(now, validSeconds).toISOString();
      return c.json({ url, expiresAt, fileName: row.fileName, contentType, sizeBytes, sha256 }, 200);
    },
  });

  files.transactional('put', '/v1/files/{id}/classification', {
    operationId: 'classifyFile',
    summary: 'Classify a file',
    description:
      "Administrators and medics only. Replaces the classification and sets the file's `category`, which lists can be filtered by.",
    policy: { permission: 'files:classify', action: 'files.classify' },
    ...exchange.replace(FileClassificationInput, 'The updated file.', File),
    async handler(c) {
      const row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
      requireIfMatch(c, row.version);
      if (row.status !== 'pending' && row.status !== 'available') {
        throw new Problem('conflict', { detail: `A file with status ${row.status} can't be classified.` });
      }
      const classification = c.req.valid('json');
      const present = await updateFile(c.var.tx, row.id, { classification, category: classification.category });
      return answerChanged(c, toFile(c, present));
    },
  });

  files.transactional('delete', '/v1/files/{id}', {
    operationId: 'removeFile',
    summary: 'Remove a file',
    description:
      'Administrators and medics only. The file can no longer be downloaded. Its metadata and content are retained as medical records.',
    policy: { permission: 'files:remove', action: 'files.remove' },
    ...exchange.remove('The file was removed.'),
    async handler(c) {
      const { tx, services } = c.var;
      const row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
      requireRemovable(c, row);
      await updateFile(tx, row.id, { status: 'removed', removedAt: services.now() });
      await orUnavailable(objects.remove([row.objectKey]), ObjectStoreError);
      return c.body(null, 204);
    },
  });

  return files;
}
