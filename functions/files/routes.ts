import { createHash, randomUUID } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Transaction } from '../../db/client/transaction.js';
import { files as table } from '../../db/schema/index.js';
import { matchesIfNoneMatch, notModified, requireIfMatch, toETag } from '../http/conditional.js';
import type { ApiEnv } from '../http/context.js';
import { readPage, readSortKeys, type SortColumns } from '../http/listing.js';
import { createValidationProblem, Problem, problemResponse } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { buildDownloadName } from './content.js';
import type { ObjectStore } from './objects.js';
import {
  classifyFileRoute,
  completeFileUploadRoute,
  downloadFileRoute,
  getFileRoute,
  listFilesRoute,
  removeFileRoute,
  uploadFileRoute,
} from './operations.js';
import {
  countFiles,
  type FileRow,
  findFile,
  findFileText,
  insertFile,
  isPatientInCare,
  listFiles,
  rejectAbandonedUploads,
  updateFile,
} from './queries.js';
import type { File } from './schemas.js';
import { type FileServices, orUnavailable } from './services.js';
import {
  checkUpload,
  clearAbandonedUploads,
  getAbandonmentCutoff,
  rejectIfAbandoned,
  toRejectionProblem,
} from './uploads.js';

const sortColumns: SortColumns = { createdAt: [{ column: table.createdAt, type: 'timestamptz' }] };

function toFile(c: Context<ApiEnv>, row: FileRow): File {
  return {
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
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
    ...(c.var.caller.role === 'admin' && { removedAt: row.removedAt?.toISOString() ?? null }),
  };
}

/** @throws Problem `not-found` for a file that is unknown, or removed and the caller no administrator */
async function requireFile(c: Context<ApiEnv>, id: string, options?: { forUpdate: boolean }): Promise<FileRow> {
  const { tx, caller, services, audit } = c.var;
  const row = await findFile(tx, id, options);
  if (row === undefined || (row.removedAt !== null && caller.role !== 'admin')) throw new Problem('not-found');
  audit.setResource(row.id, row.patientId);
  return rejectIfAbandoned(tx, row, services.now());
}

const addSeconds = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** A document that came as text gets its object when it is first asked for, and another one when its text is new. */
async function ensureObject(tx: Transaction, objects: ObjectStore, row: FileRow): Promise<void> {
  const text = await findFileText(tx, row.id);
  if (text === undefined) return;
  const content = Buffer.from(text, 'utf8');
  const stored = await orUnavailable(objects.inspect(row.objectKey));
  if (stored?.sha256 === createHash('sha256').update(content).digest('hex')) return;
  await orUnavailable(objects.write(row.objectKey, row.contentType, content));
}

/** `/v1/files`: documents of patients. Their bytes go between clients and the object store. */
export function createFilesRouter({ objects, rules }: FileServices): OpenAPIHono<ApiEnv> {
  const files = createRouter();

  files.openapi(listFilesRoute, async (c) => {
    const { tx, caller, services, audit: trail } = c.var;
    const { limit, cursor, count, sort, ...asked } = c.req.valid('query');
    if (asked.patientId === undefined && caller.role !== 'admin')
      throw createValidationProblem('query/patientId', 'is required');
    await rejectAbandonedUploads(tx, getAbandonmentCutoff(services.now()), asked.patientId);
    const filter = { ...asked, withRemoved: caller.role === 'admin' };
    const { rows, page } = await readPage(
      c,
      { limit, cursor, count },
      {
        identity: ['files', sort, filter],
        keys: readSortKeys(sort, sortColumns, table.id),
        select: (plan) => listFiles(tx, filter, plan),
        count: () => countFiles(tx, filter),
      },
    );
    trail.addPatients(rows.map(({ file }) => file.patientId));
    return c.json({ data: rows.map(({ file }) => toFile(c, file)), page }, 200);
  });

  files.openapi(uploadFileRoute, async (c) => {
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
    const { url, headers } = await orUnavailable(objects.presignUpload(terms));
    const upload = { method: 'PUT' as const, url, headers: { ...headers }, expiresAt: uploadExpiresAt.toISOString() };
    return c.json({ ...toFile(c, row), upload }, 201, { Location: `/v1/files/${row.id}`, ETag: toETag(row.version) });
  });

  files.openapi(completeFileUploadRoute, async (c) => {
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
    return c.json(toFile(c, row), 200, { ETag: toETag(row.version) });
  });

  files.openapi(getFileRoute, async (c) => {
    const row = await requireFile(c, c.req.valid('param').id);
    if (matchesIfNoneMatch(c, row.version)) return notModified(c, row.version);
    return c.json(toFile(c, row), 200, { ETag: toETag(row.version) });
  });

  files.openapi(downloadFileRoute, async (c) => {
    const row = await requireFile(c, c.req.valid('param').id);
    if (row.status !== 'available') throw new Problem('conflict', { detail: `The file is ${row.status}.` });
    await ensureObject(c.var.tx, objects, row);
    const { id, contentType, objectKey: key, sizeBytes, sha256 } = row;
    const now = c.var.services.now();
    const validSeconds = rules.FILES_DOWNLOAD_URL_SECONDS;
    const terms = { key, contentType, fileName: buildDownloadName(id, contentType), validSeconds, now };
    const url = await orUnavailable(objects.presignDownload(terms));
    const expiresAt = addSeconds(now, validSeconds).toISOString();
    return c.json({ url, expiresAt, fileName: row.fileName, contentType, sizeBytes, sha256 }, 200);
  });

  files.openapi(classifyFileRoute, async (c) => {
    const row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
    requireIfMatch(c, row.version);
    if (row.status !== 'pending' && row.status !== 'available') {
      throw new Problem('conflict', { detail: `A file that is ${row.status} can’t be classified.` });
    }
    const classification = c.req.valid('json');
    const present = await updateFile(c.var.tx, row.id, { classification, category: classification.category });
    return c.json(toFile(c, present), 200, { ETag: toETag(present.version) });
  });

  files.openapi(removeFileRoute, async (c) => {
    const { tx, services } = c.var;
    const row = await requireFile(c, c.req.valid('param').id, { forUpdate: true });
    if (row.removedAt !== null) throw new Problem('not-found');
    requireIfMatch(c, row.version);
    await updateFile(tx, row.id, { status: 'removed', removedAt: services.now() });
    await orUnavailable(objects.remove([row.objectKey]));
    return c.body(null, 204);
  });

  return files;
}
