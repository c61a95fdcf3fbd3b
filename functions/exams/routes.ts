import type { Context } from 'hono';
import { hasReservationAhead } from '../../db/calendar.js';
import { exams as table } from '../../db/schema/index.js';
import { etagOf, isNoneMatchMet, notModified, requireMatch } from '../http/conditional.js';
import type { ApiEnv } from '../http/context.js';
import { explaining } from '../http/failures.js';
import { folded, readPage, type SortColumns, sortKeysOf } from '../http/listing.js';
import { changesOf } from '../http/merge-patch.js';
import {
  emptyResponse,
  etagHeader,
  jsonBody,
  jsonResponse,
  locationHeader,
  mergePatchBody,
  operation,
} from '../http/operation.js';
import { Problem } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import { countExams, type ExamRow, findExam, insertExam, listExams, updateExam } from './queries.js';
import { Exam, ExamInput, ExamPage, ExamPatch, ExamQuery } from './schemas.js';

const audit = (action: string) => ({
  action: `exams.${action}`,
  resourceType: 'ActivityDefinition',
  patientData: false,
});

const listing = operation({
  operationId: 'listExams',
  method: 'get',
  path: '/v1/exams',
  tags: ['Exams'],
  summary: 'Lists and searches the catalogue of exams',
  description: 'Removed exams are shown to administrators only.',
  policy: { permission: 'exams:read', audit: audit('list') },
  request: { query: ExamQuery },
  responses: { 200: jsonResponse('A page of exams.', ExamPage) },
});

const creating = operation({
  operationId: 'createExam',
  method: 'post',
  path: '/v1/exams',
  tags: ['Exams'],
  summary: 'Adds an exam',
  description: 'The name must be new; upper and lower case are the same.',
  policy: { permission: 'exams:write', audit: audit('create') },
  request: { body: jsonBody(ExamInput) },
  responses: { 201: jsonResponse('The new exam.', Exam, { ...etagHeader, ...locationHeader }) },
});

const reading = operation({
  operationId: 'getExam',
  method: 'get',
  path: '/v1/exams/{id}',
  tags: ['Exams'],
  summary: 'Reads an exam',
  description: 'What the exam is, how long it takes and how to prepare for it.',
  policy: { permission: 'exams:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: jsonResponse('The exam.', Exam, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

const changing = operation({
  operationId: 'changeExam',
  method: 'patch',
  path: '/v1/exams/{id}',
  tags: ['Exams'],
  summary: 'Changes an exam',
  description: 'A JSON Merge Patch. Another duration changes no reservation that is already booked.',
  policy: { permission: 'exams:write', audit: audit('change') },
  request: { params: idPath, body: mergePatchBody(ExamPatch) },
  problems: ['conflict'],
  responses: { 200: jsonResponse('The exam as it is now.', Exam, etagHeader) },
});

const removing = operation({
  operationId: 'removeExam',
  method: 'delete',
  path: '/v1/exams/{id}',
  tags: ['Exams'],
  summary: 'Removes an exam',
  description: 'The record is kept for the reservations that name it.',
  policy: { permission: 'exams:write', audit: audit('remove') },
  request: { params: idPath },
  problems: ['in-use'],
  responses: { 204: emptyResponse('The exam is removed.') },
});

const sortColumns: SortColumns = {
  name: [{ column: folded(table.name), type: 'text' }],
  createdAt: [{ column: table.createdAt, type: 'timestamptz' }],
};

const uniqueness = {
  exams_name_unique: () =>
    new Problem('conflict', {
      detail: 'Another exam has this name.',
      errors: [{ pointer: '/name', detail: 'is taken' }],
    }),
};

function examOf(c: Context<ApiEnv>, row: ExamRow): Exam {
  return {
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    name: row.name,
    type: row.type,
    description: row.description,
    durationMinutes: row.durationMinutes,
    preparationInstructions: row.preparationInstructions,
    active: row.active,
    ...(c.var.caller.role === 'admin' && { removedAt: row.removedAt?.toISOString() ?? null }),
  };
}

/** What a client would send to create this exam as it is. */
function inputOf({ name, type, description, durationMinutes, preparationInstructions, active }: ExamRow): ExamInput {
  return { name, type, description, durationMinutes, preparationInstructions, active };
}

/** @throws Problem `not-found` for an exam that is unknown, or removed and the caller no administrator */
function requireVisible(c: Context<ApiEnv>, row: ExamRow | undefined): ExamRow {
  if (row === undefined || (row.removedAt !== null && c.var.caller.role !== 'admin')) throw new Problem('not-found');
  c.var.audit.about(row.id);
  return row;
}

/** `/v1/exams`: what can be booked. */
export const exams = createRouter();

exams.openapi(listing, async (c) => {
  const { tx, caller } = c.var;
  const { limit, cursor, count, sort, ...asked } = c.req.valid('query');
  const filter = { ...asked, withRemoved: caller.role === 'admin' };
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['exams', sort, filter],
      keys: sortKeysOf(sort, sortColumns, table.id),
      select: (plan) => listExams(tx, filter, plan),
      count: () => countExams(tx, filter),
    },
  );
  return c.json({ data: rows.map(({ exam }) => examOf(c, exam)), page }, 200);
});

exams.openapi(creating, async (c) => {
  const row = await explaining(insertExam(c.var.tx, c.req.valid('json')), uniqueness);
  c.var.audit.about(row.id);
  return c.json(examOf(c, row), 201, { Location: `/v1/exams/${row.id}`, ETag: etagOf(row.version) });
});

exams.openapi(reading, async (c) => {
  const row = requireVisible(c, await findExam(c.var.tx, c.req.valid('param').id));
  if (isNoneMatchMet(c, row.version)) return notModified(c, row.version);
  return c.json(examOf(c, row), 200, { ETag: etagOf(row.version) });
});

exams.openapi(changing, async (c) => {
  const { tx } = c.var;
  const { id } = c.req.valid('param');
  const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
  requireMatch(c, row.version);
  if (row.removedAt !== null) throw new Problem('conflict', { detail: 'A removed exam can’t be changed.' });
  const changes = changesOf(ExamInput, inputOf(row), c.req.valid('json'));
  const isChanged = Object.keys(changes).length > 0;
  const present = isChanged ? await explaining(updateExam(tx, id, changes), uniqueness) : row;
  return c.json(examOf(c, present), 200, { ETag: etagOf(present.version) });
});

exams.openapi(removing, async (c) => {
  const { tx, services } = c.var;
  const { id } = c.req.valid('param');
  const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
  if (row.removedAt !== null) throw new Problem('not-found');
  requireMatch(c, row.version);
  if (await hasReservationAhead(tx, 'examId', id, services.now())) {
    throw new Problem('in-use', { detail: 'The exam has a reservation ahead. Cancel it first.' });
  }
  await updateExam(tx, id, { removedAt: services.now(), active: false });
  return c.body(null, 204);
});
