import { hasUpcomingReservation } from '../../db/calendar.js';
import { answerChanged, answerCreated, answerRead } from '../http/answer.js';
import type { OperationContext } from '../http/context.js';
import { exchange } from '../http/exchange.js';
import { computeChanges, isEmpty } from '../http/merge-patch.js';
import { readListRequest } from '../http/pagination.js';
import { Problem } from '../http/problem.js';
import {
  createDuplicateProblem,
  mapConstraints,
  requireChangeable,
  requireRemovable,
  requireVisible,
  toCommonFields,
  toRemovedAt,
} from '../http/resource.js';
import { OperationRouter } from '../http/router.js';
import { type ExamRow, findExam, insertExam, listExams, updateExam } from './queries.js';
import { Exam, ExamInput, ExamPage, ExamPatch, ExamQuery } from './schemas.js';

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

export const examsRouter = new OperationRouter('Exams', { resourceType: 'ActivityDefinition', patientData: false });

examsRouter.transactional('get', '/v1/exams', {
  operationId: 'listExams',
  summary: 'List exams',
  description: 'Returns exams. Only administrators see removed exams.',
  policy: { permission: 'exams:read', action: 'exams.list' },
  ...exchange.list(ExamQuery, 'A page of exams.', ExamPage),
  async handler(c) {
    const query = { ...c.req.valid('query'), withRemoved: c.var.caller.role === 'admin' };
    const { rows, page } = await listExams(c.var.tx, await readListRequest(c, 'exams', query));
    return c.json({ data: rows.map((row) => toExam(c, row)), page }, 200);
  },
});

examsRouter.transactional('post', '/v1/exams', {
  operationId: 'createExam',
  summary: 'Create an exam',
  description: 'Administrators only. The name must be unique, ignoring case.',
  policy: { permission: 'exams:write', action: 'exams.create' },
  ...exchange.create('/v1/exams/{id}', ExamInput, 'The new exam.', Exam),
  async handler(c) {
    const row = await mapConstraints(insertExam(c.var.tx, c.req.valid('json')), uniqueConstraints);
    c.var.audit.setResource(row.id);
    return answerCreated(c, '/v1/exams', toExam(c, row));
  },
});

examsRouter.transactional('get', '/v1/exams/{id}', {
  operationId: 'getExam',
  summary: 'Get an exam',
  description: 'Returns one exam with its duration and preparation instructions.',
  policy: { permission: 'exams:read', action: 'exams.read' },
  ...exchange.read('The exam.', Exam),
  async handler(c) {
    const row = requireVisible(c, await findExam(c.var.tx, c.req.valid('param').id));
    return answerRead(c, toExam(c, row));
  },
});

examsRouter.transactional('patch', '/v1/exams/{id}', {
  operationId: 'changeExam',
  summary: 'Update an exam',
  description: 'Administrators only. Send a JSON Merge Patch. Existing reservations keep their duration.',
  policy: { permission: 'exams:write', action: 'exams.change' },
  ...exchange.change(ExamPatch, 'The updated exam.', Exam),
  async handler(c) {
    const { tx } = c.var;
    const { id } = c.req.valid('param');
    const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
    requireChangeable(c, row, "A removed exam can't be changed.");
    const changes = computeChanges(ExamInput, row, c.req.valid('json'));
    const present = isEmpty(changes) ? row : await mapConstraints(updateExam(tx, id, changes), uniqueConstraints);
    return answerChanged(c, toExam(c, present));
  },
});

examsRouter.transactional('delete', '/v1/exams/{id}', {
  operationId: 'removeExam',
  summary: 'Remove an exam',
  description: 'Administrators only. The record is kept. Fails with `in-use` if there are upcoming reservations.',
  policy: { permission: 'exams:write', action: 'exams.remove' },
  ...exchange.remove('The exam was removed.'),
  problems: ['in-use'],
  async handler(c) {
    const { tx, services } = c.var;
    const { id } = c.req.valid('param');
    const row = requireVisible(c, await findExam(tx, id, { forUpdate: true }));
    requireRemovable(c, row);
    if (await hasUpcomingReservation(tx, 'examId', id, services.now())) {
      throw new Problem('in-use', { detail: 'The exam has upcoming reservations. Cancel them first.' });
    }
    await updateExam(tx, id, { removedAt: services.now(), active: false });
    return c.body(null, 204);
  },
});
