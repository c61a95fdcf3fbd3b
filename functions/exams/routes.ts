import type { Context } from 'hono';
import { hasUpcomingReservation } from '../../db/calendar.js';
import { exams as table } from '../../db/schema/index.js';
import { matchesIfNoneMatch, notModified, requireIfMatch, toETag } from '../http/conditional.js';
import type { ApiEnv } from '../http/context.js';
import { mapConstraints } from '../http/failures.js';
import { foldText, readPage, readSortKeys, type SortColumns } from '../http/listing.js';
import { computeChanges } from '../http/merge-patch.js';
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

const listExamsRoute = operation({
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

const createExamRoute = operation({
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

const getExamRoute = operation({
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

const changeExamRoute = operation({
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

const removeExamRoute = operation({
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
  name: [{ column: foldText(table.name), type: 'text' }],
  createdAt: [{ column: table.createdAt, type: 'timestamptz' }],
};

const uniqueConstraints = {
  exams_name_unique: () =>
    new Problem('conflict', {
      detail: 'Another exam has this name.',
      errors: [{ pointer: '/name', detail: 'is taken' }],
    }),
};

function toExam(c: Context<ApiEnv>, row: ExamRow): Exam {
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
function toExamInput({
  name,
  type,
  description,
  durationMinutes,
  preparationInstructions,
  active,
}: ExamRow): ExamInput {
  return { name, type, description, durationMinutes, preparationInstructions, active };
}

/** @throws Problem `not-found` for an exam that is unknown, or removed and the caller no administrator */
function requireVisible(c: Context<ApiEnv>, row: ExamRow | undefined): ExamRow {
  if (row === undefined || (row.removedAt !== null && c.var.caller.role !== 'admin')) throw new Problem('not-found');
  c.var.audit.setResource(row.id);
  return row;
}

/** `/v1/exams`: what can be booked. */
export const examsRouter = createRouter();

examsRouter.openapi(listExamsRoute, async (c) => {
  const { tx, caller } = c.var;
  const { limit, cursor, count, sort, ...asked } = c.req.valid('query');
  const filter = { ...asked, withRemoved: caller.role === 'admin' };
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['exams', sort, filter],
      keys: readSortKeys(sort, sortColumns, table.id),
      select: (plan) => listExams(tx, filter, plan),
      count: () => countExams(tx, filter),
    },
  );
  return c.json({ data: rows.map(({ exam }) => toExam(c, exam)), page }, 200);
});

examsRouter.openapi(createExamRoute, async (c) => {
  const row = await mapConstraints(insertExam(c.var.tx, c.req.valid('json')), uniqueConstraints);
  c.var.audit.setResource(row.id);
  return c.json(toExam(c, row), 201, { Location: `/v1/exams/${row.id}`, ETag: toETag(row.version) });
});

examsRouter.openapi(getExamRoute, async (c) => {
  const row = requireVisible(c, await findExam(c.var.tx, c.req.valid('param').id));
  if (matchesIfNoneMatch(c, row.version)) return notModified(c, row.version);
  return c.json(toExam(c, row), 200, { ETag: toETag(row.version) });
});

examsRouter.openapi(changeExamRoute, async (c) => {
  const { tx } = c.var;
  const { id } = c.req.valid('param');
  const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
  requireIfMatch(c, row.version);
  if (row.removedAt !== null) throw new Problem('conflict', { detail: 'A removed exam can’t be changed.' });
  const changes = computeChanges(ExamInput, toExamInput(row), c.req.valid('json'));
  const isChanged = Object.keys(changes).length > 0;
  const present = isChanged ? await mapConstraints(updateExam(tx, id, changes), uniqueConstraints) : row;
  return c.json(toExam(c, present), 200, { ETag: toETag(present.version) });
});

examsRouter.openapi(removeExamRoute, async (c) => {
  const { tx, services } = c.var;
  const { id } = c.req.valid('param');
  const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
  if (row.removedAt !== null) throw new Problem('not-found');
  requireIfMatch(c, row.version);
  if (await hasUpcomingReservation(tx, 'examId', id, services.now())) {
    throw new Problem('in-use', { detail: 'The exam has a reservation ahead. Cancel it first.' });
  }
  await updateExam(tx, id, { removedAt: services.now(), active: false });
  return c.body(null, 204);
});
