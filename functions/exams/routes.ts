import { hasUpcomingReservation } from '../../db/calendar.js';
import type { OperationContext } from '../http/context.js';
import { computeChanges, isEmpty } from '../http/merge-patch.js';
import { jsonBody, mergePatchBody, response, route } from '../http/operation.js';
import { readPageRequest } from '../http/pagination.js';
import { Problem } from '../http/problem.js';
import {
  answerChanged,
  answerCreated,
  answerRead,
  createDuplicateProblem,
  mapConstraints,
  requireChangeable,
  requireRemovable,
  requireVisible,
  toCommonFields,
  toRemovedAt,
} from '../http/resource.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import { transactional } from '../http/transaction.js';
import { type ExamRow, findExam, insertExam, listExams, updateExam } from './queries.js';
import { Exam, ExamInput, ExamPage, ExamPatch, ExamQuery } from './schemas.js';

const audit = (action: string) => ({
  action: `exams.${action}`,
  resourceType: 'ActivityDefinition',
  patientData: false,
});

const uniqueConstraints = { exams_name_unique: createDuplicateProblem('exam', '/name', 'name') };

const toExam = ({ var: { caller } }: OperationContext, row: ExamRow): Exam => ({
  ...toCommonFields(row),
  name: row.name,
  type: row.type,
  description: row.description,
  durationMinutes: row.durationMinutes,
  preparationInstructions: row.preparationInstructions,
  active: row.active,
  ...toRemovedAt(row, caller),
});

export const examsRouter = createRouter();

const listExamsRoute = route('get', '/v1/exams', {
  operationId: 'listExams',
  tags: ['Exams'],
  summary: 'List exams',
  description: 'Returns exams. Only administrators see removed exams.',
  policy: { permission: 'exams:read', audit: audit('list') },
  request: { query: ExamQuery },
  responses: { 200: response.json('A page of exams.', ExamPage) },
});
examsRouter.openapi(
  listExamsRoute,
  transactional(listExamsRoute, async (c) => {
    const { tx, caller } = c.var;
    const { limit, cursor, count, sort, ...asked } = c.req.valid('query');
    const filter = { ...asked, withRemoved: caller.role === 'admin' };
    const request = await readPageRequest(c, { limit, cursor, count }, ['exams', sort, filter]);
    const { rows, page } = await listExams(tx, { ...request, sort, filter });
    return c.json({ data: rows.map(({ exam }) => toExam(c, exam)), page }, 200);
  }),
);

const createExamRoute = route('post', '/v1/exams', {
  operationId: 'createExam',
  tags: ['Exams'],
  summary: 'Create an exam',
  description: 'Administrators only. The name must be unique, ignoring case.',
  policy: { permission: 'exams:write', audit: audit('create') },
  request: { body: jsonBody(ExamInput) },
  responses: { 201: response.created('The new exam.', Exam) },
});
examsRouter.openapi(
  createExamRoute,
  transactional(createExamRoute, async (c) => {
    const row = await mapConstraints(insertExam(c.var.tx, c.req.valid('json')), uniqueConstraints);
    c.var.audit.setResource(row.id);
    return answerCreated(c, '/v1/exams', toExam(c, row));
  }),
);

const getExamRoute = route('get', '/v1/exams/{id}', {
  operationId: 'getExam',
  tags: ['Exams'],
  summary: 'Get an exam',
  description: 'Returns one exam with its duration and preparation instructions.',
  policy: { permission: 'exams:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: response.resource('The exam.', Exam),
    304: response.notModified,
  },
});
examsRouter.openapi(
  getExamRoute,
  transactional(getExamRoute, async (c) => {
    const row = requireVisible(c, await findExam(c.var.tx, c.req.valid('param').id));
    return answerRead(c, toExam(c, row));
  }),
);

const changeExamRoute = route('patch', '/v1/exams/{id}', {
  operationId: 'changeExam',
  tags: ['Exams'],
  summary: 'Update an exam',
  description: 'Administrators only. Send a JSON Merge Patch. Existing reservations keep their duration.',
  policy: { permission: 'exams:write', audit: audit('change') },
  request: { params: idPath, body: mergePatchBody(ExamPatch) },
  problems: ['conflict'],
  responses: { 200: response.resource('The updated exam.', Exam) },
});
examsRouter.openapi(
  changeExamRoute,
  transactional(changeExamRoute, async (c) => {
    const { tx } = c.var;
    const { id } = c.req.valid('param');
    const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
    requireChangeable(c, row, "A removed exam can't be changed.");
    const changes = computeChanges(ExamInput, row, c.req.valid('json'));
    const present = isEmpty(changes) ? row : await mapConstraints(updateExam(tx, id, changes), uniqueConstraints);
    return answerChanged(c, toExam(c, present));
  }),
);

const removeExamRoute = route('delete', '/v1/exams/{id}', {
  operationId: 'removeExam',
  tags: ['Exams'],
  summary: 'Remove an exam',
  description: 'Administrators only. The record is kept. Fails with `in-use` if there are upcoming reservations.',
  policy: { permission: 'exams:write', audit: audit('remove') },
  request: { params: idPath },
  problems: ['in-use'],
  responses: { 204: response.empty('The exam was removed.') },
});
examsRouter.openapi(
  removeExamRoute,
  transactional(removeExamRoute, async (c) => {
    const { tx, services } = c.var;
    const { id } = c.req.valid('param');
    const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
    requireRemovable(c, row);
    if (await hasUpcomingReservation(tx, 'examId', id, services.now())) {
      throw new Problem('in-use', { detail: 'The exam has upcoming reservations. Cancel them first.' });
    }
    await updateExam(tx, id, { removedAt: services.now(), active: false });
    return c.body(null, 204);
  }),
);
