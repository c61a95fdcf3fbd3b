import { examResultsRouter } from '../../exams/results/routes.js';
import { type ApiRouter, createApp } from '../../http/app.js';
import type { OperationContext, Services } from '../../http/context.js';
import { toRequestContext } from '../../http/identity.js';
import { Problem, type ProblemDocument } from '../../http/problem.js';
import type { OperationRouter } from '../../http/router.js';
import { patientLookupRouter } from '../../patient_lookup/routes.js';
import { patientsRouter } from '../../patients/routes.js';
import { reservationsRouter } from '../../reservations/routes.js';

interface OperationRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

const post = (path: string) => (body: unknown) => ({ method: 'POST' as const, path, body });

/** Reads the records of a patient, whose id has been checked to be a UUID. */
interface PatientReference {
  readonly patientId: string;
}

/** Maximum results or reservations of one read. */
const pageLimit = 50;

/** The operations behind the tools. */
const operations = {
  lookUpPatients: post('/v1/patient-lookup'),
  findAvailability: post('/v1/reservations/availability'),
  bookReservation: post('/v1/reservations'),
  searchKnowledge: post('/v1/agent/knowledge/search'),
  getPatient: ({ patientId }: PatientReference) => ({ method: 'GET', path: `/v1/patients/${patientId}` }),
  listExamResults: ({ patientId }: PatientReference) => ({
    method: 'GET',
    path: `/v1/exam-results?patientId=${patientId}&limit=${pageLimit}`,
  }),
  listReservations: ({ patientId }: PatientReference) => ({
    method: 'GET',
    path: `/v1/reservations?patientId=${patientId}&sort=-startsAt&limit=${pageLimit}`,
  }),
} as const satisfies Record<string, (input: never) => OperationRequest>;

type OperationName = keyof typeof operations;
type OperationInput<Name extends OperationName> = Parameters<(typeof operations)[Name]>[0];

/** Runs an API operation as the caller of the current request. Returns the response body, or the problem. */
export type RunOperation = <Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  idempotencyKey?: string,
) => Promise<{ readonly body: Readonly<Record<string, unknown>> } | { readonly problem: ProblemDocument }>;

/**
 * Runs the API operations behind the tools in this process. Each call passes the same authentication, permission,
 * validation, row-level security, rate limit and audit as an external request, in its own transaction, under the id of
 * the current request.
 */
export function createOperationRunner(knowledge: OperationRouter): (c: OperationContext) => RunOperation {
  const apps = new WeakMap<Services, ApiRouter>();
  const getApp = (services: Services): ApiRouter => {
    const known =
      apps.get(services) ??
      createApp(services, knowledge, patientLookupRouter, patientsRouter, examResultsRouter, reservationsRouter);
    apps.set(services, known);
    return known;
  };
  return (c) => async (name, input, idempotencyKey) => {
    const { method, path, body } = (operations[name] as (input: unknown) => OperationRequest)(input);
    const request = new Request(`https://localhost${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        'X-Request-Id': c.var.requestId,
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
      },
      ...(method === 'POST' && { body: JSON.stringify(body ?? null) }),
    });
    const requestContext = toRequestContext(c.var.caller);
    const answer = await getApp(c.var.services).fetch(request, { requestContext });
    if (answer.ok) return { body: (await answer.json()) as Record<string, unknown> };
    if (answer.status === 503) throw new Problem('unavailable');
    if (answer.status >= 500) throw new Error(`The operation ${name} failed.`);
    return { problem: (await answer.json()) as ProblemDocument };
  };
}

/** A problem on one line, for the model and for the person it answers. */
export function formatProblem({ detail, errors = [] }: ProblemDocument): string {
  return [detail, ...errors.map((part) => `${part.pointer} ${part.detail}`)].join('; ').slice(0, 2000);
}
