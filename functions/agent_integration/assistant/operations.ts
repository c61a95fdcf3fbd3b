import { type ApiRouter, createApp } from '../../http/app.js';
import type { OperationContext, Services } from '../../http/context.js';
import { toRequestContext } from '../../http/identity.js';
import { Problem, type ProblemDocument } from '../../http/problem.js';
import type { OperationRouter } from '../../http/router.js';
import { patientLookupRouter } from '../../patient_lookup/routes.js';
import { reservationsRouter } from '../../reservations/routes.js';
import type { ToolName } from '../sessions/schemas.js';

const paths: Readonly<Record<ToolName, string>> = {
  lookUpPatients: '/v1/patient-lookup',
  findAvailability: '/v1/reservations/availability',
  bookReservation: '/v1/reservations',
  searchKnowledge: '/v1/agent/knowledge/search',
};

/** Runs an API operation as the caller of the current request. Returns the response body, or the problem. */
export type RunOperation = (
  name: ToolName,
  input: unknown,
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
    const known = apps.get(services) ?? createApp(services, knowledge, patientLookupRouter, reservationsRouter);
    apps.set(services, known);
    return known;
  };
  return (c) => async (name, input, idempotencyKey) => {
    const request = new Request(`https://localhost${paths[name]}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Request-Id': c.var.requestId,
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
      },
      body: JSON.stringify(input ?? null),
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
