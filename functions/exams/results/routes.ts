import { jsonBody, response, route } from '../../http/operation.js';
import { readPageRequest } from '../../http/pagination.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { answerCreated, answerRead, mapConstraints, requireVisible, toCommonFields } from '../../http/resource.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { transactional } from '../../http/transaction.js';
import {
  type ExamResultRow,
  type ExamResultValues,
  findDanglingReferences,
  findExamResult,
  findMedicByAccount,
  insertExamResult,
  listExamResults,
} from './queries.js';
import { ExamResult, ExamResultInput, ExamResultPage, ExamResultQuery } from './schemas.js';

const audit = (action: string) => ({
  action: `exam-results.${action}`,
  resourceType: 'Observation',
  patientData: true,
});

const toCodingOutput = (coding: { system?: string | null; code?: string | null; display: string }) => ({
  system: coding.system ?? null,
  code: coding.code ?? null,
  display: coding.display,
});

function toValueOutput(value: ExamResultRow['value']): ExamResult['value'] {
  if (value === null || typeof value === 'string') return value;
  return 'display' in value ? toCodingOutput(value) : { value: value.value, unit: value.unit ?? null };
}

function toExamResult(row: ExamResultRow): ExamResult {
  const { referenceRange } = row;
  return {
    ...toCommonFields(row),
    patientId: row.patientId,
    examId: row.examId,
    reservationId: row.reservationId,
    medicId: row.medicId,
    code: toCodingOutput(row),
    effectiveAt: row.effectiveAt.toISOString(),
    value: toValueOutput(row.value),
    referenceRange: referenceRange && {
      low: referenceRange.low ?? null,
      high: referenceRange.high ?? null,
      unit: referenceRange.unit ?? null,
      text: referenceRange.text ?? null,
    },
    interpretation: row.interpretation,
    status: row.status,
    replacesId: row.replacesId,
    replacedById: row.replacedById,
  };
}

export const examResultsRouter = createRouter();

const listExamResultsRoute = route('get', '/v1/exam-results', {
  operationId: 'listExamResults',
  tags: ['Exam results'],
  summary: 'List exam results',
  description:
    'Returns exam results, newest first. Administrators, medics and patients only; patients see only their own. Results that were corrected are left out unless `includeReplaced` is true.',
  policy: { permission: 'exam-results:read', audit: audit('list') },
  request: { query: ExamResultQuery },
  responses: { 200: response.json('A page of exam results.', ExamResultPage) },
});
examResultsRouter.openapi(
  listExamResultsRoute,
  transactional(listExamResultsRoute, async (c) => {
    const { tx, caller, audit: trail } = c.var;
    const { limit, cursor, count, sort, ...filter } = c.req.valid('query');
    if (filter.patientId === undefined && caller.role !== 'admin') {
      throw createValidationProblem('query/patientId', 'is required');
    }
    const request = await readPageRequest(c, { limit, cursor, count }, ['exam-results', sort, filter]);
    const { rows, page } = await listExamResults(tx, { ...request, sort, filter });
    trail.addPatients(rows.map(({ result }) => result.patientId));
    const data = rows.map(({ result, replacedById }) => toExamResult({ ...result, replacedById }));
    return c.json({ data, page }, 200);
  }),
);

const createExamResultRoute = route('post', '/v1/exam-results', {
  operationId: 'createExamResult',
  tags: ['Exam results'],
  summary: 'Record an exam result',
  description:
    "Medics only. Set `replacesId` to correct an earlier result, which stays unchanged. `medicId` defaults to the medic of the caller's account.",
  policy: { permission: 'exam-results:write', audit: audit('create') },
  request: { body: jsonBody(ExamResultInput) },
  responses: { 201: response.created('The new exam result.', ExamResult) },
});
examResultsRouter.openapi(
  createExamResultRoute,
  transactional(createExamResultRoute, async (c) => {
    const { tx, caller, audit: trail } = c.var;
    const { code, ...input } = c.req.valid('json');
    const dangling = await findDanglingReferences(tx, input);
    if (dangling.length > 0) {
      throw new Problem('validation-failed', {
        errors: dangling.map((field) => ({ pointer: `/${field}`, detail: 'does not exist' })),
      });
    }
    const replaced = input.replacesId ? await findExamResult(tx, input.replacesId) : undefined;
    if (input.replacesId && replaced?.patientId !== input.patientId) {
      throw createValidationProblem('/replacesId', 'is not a result of this patient');
    }
    const medicId = input.medicId ?? (await findMedicByAccount(tx, caller.subject)) ?? null;
    const values = {
      ...input,
      ...toCodingOutput(code),
      medicId,
      version: (replaced?.version ?? 0) + 1,
    } as ExamResultValues;
    const row = await mapConstraints(insertExamResult(tx, values), {
      exam_results_replaces_unique: () =>
        new Problem('conflict', {
          detail: 'This result has already been corrected. Correct its latest version.',
          errors: [{ pointer: '/replacesId', detail: 'has already been replaced' }],
        }),
    });
    trail.setResource(row.id, row.patientId);
    return answerCreated(c, '/v1/exam-results', toExamResult(row));
  }),
);

const getExamResultRoute = route('get', '/v1/exam-results/{id}', {
  operationId: 'getExamResult',
  tags: ['Exam results'],
  summary: 'Get an exam result',
  description:
    'Returns one result as recorded, with the ids of the result that it corrects and of the one that corrects it. Patients can read only their own.',
  policy: { permission: 'exam-results:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: response.resource('The exam result.', ExamResult),
    304: response.notModified,
  },
});
examResultsRouter.openapi(
  getExamResultRoute,
  transactional(getExamResultRoute, async (c) => {
    const row = requireVisible(c, await findExamResult(c.var.tx, c.req.valid('param').id));
    c.var.audit.setResource(row.id, row.patientId);
    // A correction doesn't change this row, but it does change the response.
    return answerRead(c, toExamResult(row), row.replacedById === null ? row.version : `${row.version}-replaced`);
  }),
);
