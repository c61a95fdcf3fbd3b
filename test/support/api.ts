import type { Clinic } from '../../config/clinic.js';
import type { MetricName } from '../../config/metrics.js';
import { type ApiRouter, createApp } from '../../functions/http/app.js';
import type { ApiEnv, Services } from '../../functions/http/context.js';
import type { RequestContext } from '../../functions/http/identity.js';
import { createLog } from '../../functions/http/log.js';
import type { Role } from '../../functions/http/permissions.js';
import { createAnswerCheck } from './contract.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { recordPrinted, recordSent } from './printed-text.js';

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  readonly body: any;
  readonly text: string;
}

export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<TestResponse>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<TestResponse>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<TestResponse>;
  delete(path: string, headers?: Record<string, string>): Promise<TestResponse>;
  send(
    method: string,
    path: string,
    init?: { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> },
  ): Promise<TestResponse>;
}

export interface TestApi {
  readonly app: ApiRouter;
  readonly db: TestDatabase;
  readonly services: Services;
  readonly logLines: string[];
  readonly counted: MetricName[];
  /** The API's current time. */
  now: Date;
  /** Returns the client of a signed-in caller. `service` signs in with IAM. */
  as(role: Role, subject?: string): Client;
  readonly anonymous: Client;
  close(): Promise<void>;
}

/** Operations without patient data. */
const pathsWithoutPatients = /^\/v1\/(medics|exams|health|openapi)/;

function collectSentValues(path: string, body: string | Uint8Array | undefined): unknown {
  const query = [...new URL(path, 'http://localhost').searchParams.values()];
  try {
    return [query, typeof body === 'string' ? JSON.parse(body) : undefined];
  } catch {
    return [query];
  }
}

/** An id without a record. */
export const missingId = '00000000-0000-4000-8000-000000000000';

/** A Monday morning in New York. */
export const testNow = new Date('2026-03-02T14:00:00.000Z');

/** Follows the cursors of a list, and returns its pages. The path ends with a query. */
export async function readPages(client: Client, path: string): Promise<TestResponse['body'][]> {
  const pages = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { status, body } = await client.get(`${path}${cursor && `&cursor=${cursor}`}`);
    if (status !== 200) throw new Error(`GET ${path}: ${status}`);
    pages.push(body);
    cursor = body.page.nextCursor;
  }
  return pages;
}

/** The request context of API Gateway's authorizer. */
export function createRequestContext(role: Role, subject: string): RequestContext {
  if (role === 'service') return { authorizer: { iam: { userArn: `arn:aws:iam::123456789012:role/${subject}` } } };
  // API Gateway passes every claim as a string, and lists in brackets.
  const claims = { sub: subject, token_use: 'access', client_id: 'test', 'cognito:groups': `[${role}]` };
  return { authorizer: { jwt: { claims } } };
}

/** Creates an API with its own database. A response that the OpenAPI document doesn't describe fails the test. */
export async function createTestApi(
  routers: readonly Parameters<typeof createApp>[1][],
  options: { clinic?: Clinic; poolSize?: number } = {},
): Promise<TestApi> {
  const db = await createTestDatabase(options);
  const logLines: string[] = [];
  const counted: MetricName[] = [];
  const services: Services = {
    database: db.database,
    clinic: options.clinic ?? {
      timeZone: 'America/New_York',
      workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
      bookingHorizonDays: 730,
    },
    now: () => api.now,
    log: createLog((line) => {
      logLines.push(line);
      recordPrinted(line);
    }),
    metrics: { count: (name) => counted.push(name) },
    release: 'test',
  };
  const app = createApp(services, ...routers);
  const checkAnswer = createAnswerCheck(app);

  const createClient = (requestContext: RequestContext | undefined): Client => {
    const send: Client['send'] = async (method, path, init = {}) => {
      if (!pathsWithoutPatients.test(path)) recordSent(collectSentValues(path, init.body));
      const bindings: ApiEnv['Bindings'] = requestContext && { requestContext };
      const response = await app.request(path, { method, ...init }, bindings ?? {});
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
      const answer: TestResponse = {
        status: response.status,
        headers: response.headers,
        body: isJson && text !== '' ? JSON.parse(text) : undefined,
        text,
      };
      checkAnswer(method, path, answer);
      return answer;
    };
    const withJson =
      (method: string, contentType: string) =>
      (path: string, body: unknown, headers = {}) =>
        send(method, path, { body: JSON.stringify(body), headers: { 'Content-Type': contentType, ...headers } });
    return {
      send,
      get: (path, headers) => send('GET', path, { ...(headers && { headers }) }),
      delete: (path, headers) => send('DELETE', path, { ...(headers && { headers }) }),
      post: withJson('POST', 'application/json'),
      patch: withJson('PATCH', 'application/merge-patch+json'),
    };
  };

  const api: TestApi = {
    app,
    db,
    services,
    logLines,
    counted,
    now: testNow,
    as: (role, subject = `${role}-account`) => createClient(createRequestContext(role, subject)),
    anonymous: createClient(undefined),
    close: () => db.close(),
  };
  return api;
}
