import { medics } from '../../../db/schema/index.js';
import { answerCreated, answerRead } from '../../http/answer.js';
import type { OperationContext } from '../../http/context.js';
import { exchange } from '../../http/exchange.js';
import { readListRequest } from '../../http/pagination.js';
import { isBefore, toLocalDay, toPartialDate } from '../../http/partial-dates.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { findLinkedRow, mapConstraints, requireVisible, toCommonFields } from '../../http/resource.js';
import { OperationRouter } from '../../http/router.js';
import { fitStored } from '../../http/stored-json.js';
import {
  type ExamResultRow,
  type ExamResultValues,
  findBirthDate,
  findDanglingReferences,
  findExamResult,
  insertExamResult,
  listExamResults,
} from './queries.js';
import {
  ExamResult,
  ExamResultInput,
  ExamResultPage,
  ExamResultQuery,
  referenceRangeOutput,
  valueOutput,
} from './schemas.js';

const toCodingOutput = (coding: { system?: string | null; code?: string | null; display: string }) => ({
  system: coding.system ?? null,
  code: coding.code ?? null,
  display: coding.display,
});

const toEffectiveAt = ({ effectiveAt, effectiveDate, effectivePrecision: precision }: ExamResultRow): string =>
  effectiveDate === null || precision === 'time' ? effectiveAt.toISOString() : toPartialDate(effectiveDate, precision);

const toExamResult = (row: ExamResultRow): ExamResult => ({
  ...toCommonFields(row),
  patientId: row.patientId,
  examId: row.examId,
  reservationId: row.reservationId,
  medicId: row.medicId,
  code: toCodingOutput(row),
  effectiveAt: toEffectiveAt(row),
  value: fitStored(valueOutput, row.value),
  dataAbsentReason: row.dataAbsentReason,
  referenceRange: fitStored(referenceRangeOutput, row.referenceRange),
  interpretation: row.interpretation,
  note: row.note,
  status: row.status,
  replacesId: row.replacesId,
  replacedById: row.replacedById,
});

/** Results can be a day ahead of the clock, because clocks and time zones of devices differ. */
const toleranceMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Requires that a result is neither in the future nor before the patient's birth, as precise as both dates are.
 * @throws Problem `validation-failed`
 */
function requirePlausibleTime(c: OperationContext, effectiveAt: Date | string, birthDate: string | undefined): void {
  const { clinic, now } = c.var.services;
  const latest = new Date(now().getTime() + toleranceMilliseconds);
  const day = typeof effectiveAt === 'string' ? effectiveAt : toLocalDay(clinic.timeZone, effectiveAt);
  const isTooLate =
    typeof effectiveAt === 'string' ? isBefore(toLocalDay(clinic.timeZone, latest), day) : effectiveAt > latest;
  if (isTooLate) throw createValidationProblem('/effectiveAt', 'must not be more than a day in the future');
  if (birthDate !== undefined && isBefore(day, birthDate)) {
    throw createValidationProblem('/effectiveAt', "must not be before the patient's birth");
  }
}

export const examResultsRouter = new OperationRouter('Exam results', {
  resourceType: 'Observation',
  patientData: true,
});

examResultsRouter.transactional('get', '/v1/exam-results', {
  operationId: 'listExamResults',
  summary: 'List exam results',
  description:
    'Returns exam results, newest first. Administrators, medics and patients only; patients see only their own. Results that were corrected are left out unless `includeReplaced` is true.',
  policy: { permission: 'exam-results:read', action: 'exam-results.list' },
  ...exchange.list(ExamResultQuery, 'A page of exam results.', ExamResultPage),
  async handler(c) {
    const { tx, caller, services, audit: trail } = c.var;
    const query = c.req.valid('query');
    if (query.patientId === undefined && caller.role !== 'admin') {
      throw createValidationProblem('query/patientId', 'is required');
    }
    const { rows, page } = await listExamResults(
      tx,
      await readListRequest(c, 'exam-results', query),
      services.clinic.timeZone,
    );
    trail.addPatients(rows.map(({ result }) => result.patientId));
    const data = rows.map(({ result, replacedById }) => toExamResult({ ...result, replacedById }));
    return c.json({ data, page }, 200);
  },
});

examResultsRouter.transactional('post', '/v1/exam-results', {
  operationId: 'createExamResult',
  summary: 'Record an exam result',
  description:
    "Medics only. Set `replacesId` to correct an earlier result, which stays unchanged. `medicId` defaults to the medic of the caller's account.",
  policy: { permission: 'exam-results:write', action: 'exam-results.create' },
  ...exchange.create('/v1/exam-results/{id}', ExamResultInput, 'The new exam result.', ExamResult),
  async handler(c) {
    const { tx, caller, services, audit: trail } = c.var;
    const { code, ...input } = c.req.valid('json');
    const dangling = await findDanglingReferences(tx, input);
    if (dangling.length > 0) {
      throw new Problem('validation-failed', {
        errors: dangling.map((field) => ({ pointer: `/${field}`, detail: 'does not exist' })),
      });
    }
    requirePlausibleTime(c, input.effectiveAt, await findBirthDate(tx, input.patientId));
    const replaced = input.replacesId ? await findExamResult(tx, input.replacesId) : undefined;
    if (input.replacesId && replaced?.patientId !== input.patientId) {
      throw createValidationProblem('/replacesId', 'is not a result of this patient');
    }
    const medicId = input.medicId ?? (await findLinkedRow(tx, medics, caller.subject))?.id ?? null;
    const values = {
      ...input,
      ...toCodingOutput(code),
      medicId,
      version: (replaced?.version ?? 0) + 1,
    } as ExamResultValues & Pick<typeof input, 'effectiveAt'>;
    const row = await mapConstraints(insertExamResult(tx, values, services.clinic.timeZone), {
      exam_results_replaces_unique: () =>
        new Problem('conflict', {
          detail: 'This result has already been corrected. Correct its latest version.',
          errors: [{ pointer: '/replacesId', detail: 'has already been replaced' }],
        }),
    });
    trail.setResource(row.id, row.patientId);
    return answerCreated(c, '/v1/exam-results', toExamResult(row));
  },
});

examResultsRouter.transactional('get', '/v1/exam-results/{id}', {
  operationId: 'getExamResult',
  summary: 'Get an exam result',
  description:
    'Returns one result as recorded, with the ids of the result that it corrects and of the one that corrects it. Patients can read only their own.',
  policy: { permission: 'exam-results:read', action: 'exam-results.read' },
  ...exchange.read('The exam result.', ExamResult),
  async handler(c) {
    const row = requireVisible(c, await findExamResult(c.var.tx, c.req.valid('param').id));
    c.var.audit.setResource(row.id, row.patientId);
    // A correction doesn't change this row, but it does change the response.
    return answerRead(c, toExamResult(row), row.replacedById === null ? row.version : `${row.version}-replaced`);
  },
});
