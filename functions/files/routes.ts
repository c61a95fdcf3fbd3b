import { createHash, randomUUID } from 'node:crypto';
import type { FileRules } from '../../config/environment.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { ApiRouter } from '../http/app.js';
import { requireIfMatch } from '../http/conditional.js';
import type { OperationContext, TransactionContext } from '../http/context.js';
import { orUnavailable } from '../http/failures.js';
import { jsonBody, response, route } from '../http/operation.js';
import { readPageRequest } from '../http/pagination.js';
import { createValidationProblem, Problem, problemResponse } from '../http/problem.js';
import {
  answerChanged,
  answerCreated,
  answerRead,
  requireRemovable,
  requireVisible,
  toCommonFields,
  toRemovedAt,
} from '../http/resource.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import { transactional } from '../http/transaction.js';
import { buildDownloadName } from './content.js';
import { type ObjectStore, ObjectStoreError } from './objects.js';
import {
  type FileRow,
  findFile,
  findFileText,
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

/** What the operations on files work with besides what every operation has. */
export interface FileServices {
  readonly objects: ObjectStore;
  readonly rules: FileRules;
}

const audit = (action: string) => ({
  action: `files.${action}`,
  resourceType: 'DocumentReference',
  patientData: true,
});

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

/** @throws Problem `not-found` for a file that is unknown, or removed and the caller no administrator */
async function requireFile(c: TransactionContext, id: string, options?: { forUpdate: boolean }): Promise<FileRow> {
  const { tx, services, audit: trail } = c.var;
  const row = requireVisible(c, await findFile(tx, id, options));
  trail.setResource(row.id, row.patientId);
  return rejectIfAbandoned(tx, row, services.now());
}

const addSeconds = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** A document that came as text gets its object when it is first asked for, and another one when its text is new. */
async function ensureObject(tx: Transaction, objects: ObjectStore, row: FileRow): Promise<void> {
  const text = await findFileText(tx, row.id);
  if (text === undefined) return;
  const content = Buffer.from(text, 'utf8');
  const stored = await orUnavailable(objects.inspect(row.objectKey), ObjectStoreError);
  if (stored?.sha256 === createHash('sha256').update(content).digest('hex')) return;
  await orUnavailable(objects.write(row.objectKey, row.contentType, content), ObjectStoreError);
}

/** `/v1/files`: documents of patients. Their bytes go between clients and the object store. */
export function createFilesRouter({ objects, rules }: FileServices): ApiRouter {
  const files = createRouter();

  const listFilesRoute = route('get', '/v1/files', {
    operationId: 'listFiles',
    tags: ['Files'],
    summary: 'Lists the files of a patient',
    description: 'Newest first. Removed files are shown to administrators only.',
    policy: { permission: 'files:read', audit: audit('list') },
    request: { query: FileQuery },
    responses: { 200: response.json('A page of files.', FilePage) },
  });
  files.openapi(
    listFilesRoute,
    transactional(listFilesRoute, async (c) => {
      const { tx, caller, services, audit: trail } = c.var;
      const { limit, cursor, count, sort, ...asked } = c.req.valid('query');
      if (asked.patientId === undefined && caller.role !== 'admin') {
        throw createValidationProblem('query/patientId', 'is required');
      }
      await rejectAbandonedUploads(tx, getAbandonmentCutoff(services.now()), asked.patientId);
      const filter = { ...asked, withRemoved: caller.role === 'admin' };
      const request = await readPageRequest(c, { limit, cursor, count }, ['files', sort, filter]);
      const { rows, page } = await listFiles(tx, { ...request, sort, filter });
      trail.addPatients(rows.map(({ file }) => file.patientId));
      return c.json({ data: rows.map(({ file }) => toFile(c, file)), page }, 200);
    }),
  );

  const uploadFileRoute = route('post', '/v1/files/upload', {
    operationId: 'uploadFile',
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
      201: response.created('The new file, and where to send it.', FileUpload),
    },
  });
  files.openapi(
    uploadFileRoute,
    transactional(uploadFileRoute, async (c) => {
      const { tx, services, audit: trail } = c.var;
      const input = c.req.valid('json');
      if (!rules.FILES_CONTENT_TYPES.includes(input.contentType)) {
        throw createValidationProblem('/contentType', `must be one of ${rules.FILES_CONTENT_TYPES.join(', ')}`);
      }
      if (!(await isPatientInCare(tx, input.patientId))) throw createValidationProblem('/patientId', 'names no record');
      const now = services.now();
      await clearAbandonedUploads(tx, objects, now, services.log);
      const validSeconds = rules.FILES_UPLOAD_URL_SECONDS;
      const uploadExpiresAt = addSeconds(now, validSeconds);
      const id = randomUUID();
      // Keys and URLs are logged by others on their way: they tell nothing of the patient.
      const row = await insertFile(tx, { ...input, id, objectKey: `files/${randomUUID()}`, uploadExpiresAt });
      trail.setResource(row.id, row.patientId);
      const { contentType, sizeBytes, sha256, objectKey: key } = row;
      const terms = { key, contentType, sizeBytes, sha256, validSeconds, now };
      const { url, headers } = await orUnavailable(objects.presignUpload(terms), ObjectStoreError);
      const upload = { method: 'PUT' as const, url, headers: { ...headers }, expiresAt: uploadExpiresAt.toISOString() };
      return answerCreated(c, '/v1/files', { ...toFile(c, row), upload });
    }),
  );

  const completeFileUploadRoute = route('post', '/v1/files/{id}/complete', {
    operationId: 'completeFileUpload',
    tags: ['Files'],
    summary: 'Completes an upload',
    description:
      'Compares what is stored with what was said of it. The file becomes `available`, or else `rejected`, which is ' +
      'answered with the reason. Before anything is stored the answer is `conflict`, and the file stays `pending`. ' +
      'Completing again gives the same answer.',
    policy: { permission: 'files:upload', audit: audit('complete') },
    request: { params: idPath },
    responses: { 200: response.resource('The file, which is available now.', File) },
  });
  files.openapi(
    completeFileUploadRoute,
    transactional(completeFileUploadRoute, async (c) => {
      const { tx } = c.var;
      // The lock lets one of two completions at once do the work, and the other find it done.
      let row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
      if (row.status === 'removed') throw new Problem('conflict', { detail: 'The file was removed.' });
      if (row.status === 'pending') {
        const fault = await checkUpload(objects, row);
        if (fault === 'missing') throw new Problem('conflict', { detail: 'Nothing has been uploaded yet.' });
        row = await updateFile(
          tx,
          row.id,
          fault === undefined
            ? { status: 'available', uploadExpiresAt: null }
            : { status: 'rejected', rejectionReason: fault },
        );
      }
      if (row.rejectionReason !== null) {
        // Answered and not thrown, or the rejection would be rolled back.
        const request = { path: c.req.path, requestId: c.var.requestId };
        return problemResponse(toRejectionProblem(row.rejectionReason), request) as never;
      }
      return answerChanged(c, toFile(c, row));
    }),
  );

  const getFileRoute = route('get', '/v1/files/{id}', {
    operationId: 'getFile',
    tags: ['Files'],
    summary: 'Reads what is known of a file',
    description: 'Its name, type, size and state; the bytes are to be had by a download.',
    policy: { permission: 'files:read', audit: audit('read') },
    request: { params: idPath },
    responses: {
      200: response.resource('The file.', File),
      304: response.notModified,
    },
  });
  files.openapi(
    getFileRoute,
    transactional(getFileRoute, async (c) => {
      const row = await requireFile(c, c.req.valid('param').id);
      return answerRead(c, toFile(c, row));
    }),
  );

  const downloadFileRoute = route('get', '/v1/files/{id}/download', {
    operationId: 'downloadFile',
    tags: ['Files'],
    summary: 'Gives a URL to download a file from',
    description: 'Whoever has the URL can fetch the file until it expires. A file that is not `available` has none.',
    policy: { permission: 'files:download', audit: audit('download') },
    request: { params: idPath },
    problems: ['conflict'],
    responses: { 200: response.json('Where the file can be fetched.', FileDownload) },
  });
  files.openapi(
    downloadFileRoute,
    transactional(downloadFileRoute, async (c) => {
      const row = await requireFile(c, c.req.valid('param').id);
      if (row.status !== 'available') throw new Problem('conflict', { detail: `The file is ${row.status}.` });
      await ensureObject(c.var.tx, objects, row);
      const { id, contentType, objectKey: key, sizeBytes, sha256 } = row;
      const now = c.var.services.now();
      const validSeconds = rules.FILES_DOWNLOAD_URL_SECONDS;
      const terms = { key, contentType, fileName: buildDownloadName(id, contentType), validSeconds, now };
      const url = await orUnavailable(objects.presignDownload(terms), ObjectStoreError);
      const expiresAt = addSeconds(now, validSeconds).toISOString();
      return c.json({ url, expiresAt, fileName: row.fileName, contentType, sizeBytes, sha256 }, 200);
    }),
  );

  const classifyFileRoute = route('put', '/v1/files/{id}/classification', {
    operationId: 'classifyFile',
    tags: ['Files'],
    summary: 'Says what a file is',
    description: 'Replaces the classification. Its category becomes the file’s own, by which lists are filtered.',
    policy: { permission: 'files:classify', audit: audit('classify') },
    request: { params: idPath, body: jsonBody(FileClassificationInput) },
    problems: ['conflict'],
    responses: { 200: response.resource('The file as it is now.', File) },
  });
  files.openapi(
    classifyFileRoute,
    transactional(classifyFileRoute, async (c) => {
      const row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
      requireIfMatch(c, row.version);
      if (row.status !== 'pending' && row.status !== 'available') {
        throw new Problem('conflict', { detail: `A file that is ${row.status} can’t be classified.` });
      }
      const classification = c.req.valid('json');
      const present = await updateFile(c.var.tx, row.id, { classification, category: classification.category });
      return answerChanged(c, toFile(c, present));
    }),
  );

  const removeFileRoute = route('delete', '/v1/files/{id}', {
    operationId: 'removeFile',
    tags: ['Files'],
    summary: 'Removes a file',
    description: 'Nobody can download it any more. Record and bytes are kept, as medical records must be.',
    policy: { permission: 'files:remove', audit: audit('remove') },
    request: { params: idPath },
    responses: { 204: response.empty('The file is removed.') },
  });
  files.openapi(
    removeFileRoute,
    transactional(removeFileRoute, async (c) => {
      const { tx, services } = c.var;
      const row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
      requireRemovable(c, row);
      await updateFile(tx, row.id, { status: 'removed', removedAt: services.now() });
      await orUnavailable(objects.remove([row.objectKey]), ObjectStoreError);
      return c.body(null, 204);
    }),
  );

  return files;
}
