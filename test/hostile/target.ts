import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { getPath } from 'hono/utils/url';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { generateSample } from '../../db/sample/sample.js';
import { createMemorySource, loadRecords } from '../../functions/data_loader/load.js';
import { createApp } from '../../functions/http/app.js';
import type { Services } from '../../functions/http/context.js';
import { createHandler } from '../../functions/http/lambda.js';
import { createLog } from '../../functions/http/log.js';
import { lexicalEmbedder } from '../../functions/knowledge/lexical-embedder.js';
import { createApiRouters, localAgent, renderOpenApiDocument } from '../../functions/local/functions.js';
import { createLocalIssuer } from '../../functions/local/issuer.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { createAnswerCheck } from '../support/contract.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { KnownValues } from './placeholders.js';
import type { ApiDocument, CallerName, HostileRequest } from './requests.js';

/** The clinic's file, and one for each of five patients. */
const sampleFiles = 6;

const sampleDay = new Date('2026-03-02T14:00:00.000Z');

export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Undefined if the body is not the JSON that it claims to be. */
  readonly body: unknown;
  /** The path that the API routed. */
  readonly path: string;
  readonly durationMilliseconds: number;
}

export interface AttackTarget {
  readonly document: ApiDocument;
  /**
   * Returns the operation's response in the OpenAPI document.
   * @throws Error for a response that the document doesn't describe
   */
  readonly checkAnswer: ReturnType<typeof createAnswerCheck>;
  readonly errorLines: string[];
  /** Replaces the request's placeholders. */
  resolve(request: HostileRequest): HostileRequest;
  send(request: HostileRequest): Promise<ReceivedAnswer>;
  close(): Promise<void>;
}

const patientSubject = 'hostile-patient';

/** The caller, in the form of API Gateway's authorizers. */
function buildAuthorizer(caller: CallerName): object {
  if (caller === 'nobody') return {};
  if (caller === 'service') return { authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:role/hostile' } } };
  const claims = {
    sub: caller === 'patient' ? patientSubject : `hostile-${caller}`,
    token_use: 'access',
    ...(caller !== 'stranger' && { 'cognito:groups': `[${caller}]` }),
  };
  return { authorizer: { jwt: { claims } } };
}

function toEvent({ caller, method, path, query, headers, body }: HostileRequest): APIGatewayProxyEventV2 {
  const all = [...headers, ...(body?.contentType === undefined ? [] : [['content-type', body.contentType] as const])];
  const bytes = Buffer.from(body?.content ?? '');
  return {
    rawPath: path,
    rawQueryString: query,
    headers: Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: { http: { method }, ...buildAuthorizer(caller) },
    ...(body && { body: bytes.toString('base64'), isBase64Encoded: true }),
  } as unknown as APIGatewayProxyEventV2;
}

/** @returns the path that Hono routes; the event's path if it makes no valid URL */
function readRoutedPath({ path }: HostileRequest): string {
  try {
    const url = new URL(`https://localhost${path.replaceAll('?', '%3F').replaceAll('#', '%23')}`);
    return getPath(new Request(url));
  } catch {
    return path;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The whole API behind the Lambda handler, with sample records. */
export async function createTarget({
  database,
  sql,
}: Pick<ScratchDatabase, 'database' | 'sql'>): Promise<AttackTarget> {
  const sample = generateSample({ now: sampleDay }).slice(0, sampleFiles);
  const records = sample.map(({ name, bundle }) => ({ name, content: JSON.stringify(bundle) }));
  await loadRecords(database, createMemorySource(records), { embedder: lexicalEmbedder });
  await sql`update patients set account_subject = ${patientSubject} where id = (select min(id::text)::uuid from patients)`;

  const known = new KnownValues();
  for (const table of ['patients', 'medics', 'exams', 'reservations', 'exam_results', 'files'] as const) {
    const rows = await sql`select id from ${sql(table)} order by id limit 12`;
    for (const { id } of rows) known.add('id', table.replace('_', '-'), id);
  }

  const folder = await mkdtemp(join(tmpdir(), 'healthcare-hostile-'));
  const origin = 'http://localhost';
  const issuer = await createLocalIssuer(join(folder, 'issuer.pem'), origin);
  const objects = createLocalObjects({ folder: join(folder, 'objects'), origin, now: () => sampleDay });
  const routers = createApiRouters({ files: { objects, rules: parseEnvironment(FileRules, {}) }, agent: localAgent });
  const errorLines: string[] = [];
  const services: Services = {
    database,
    clinic: {
      timeZone: 'America/New_York',
      workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
      bookingHorizonDays: 730,
    },
    now: () => sampleDay,
    log: { info: () => {}, error: createLog((line) => errorLines.push(line)).error },
    release: 'hostile',
    verifyToken: issuer.verifyToken,
  };
  const app = createApp(services, ...Object.values(routers).flat());
  const handle = createHandler(app);

  return {
    document: JSON.parse(renderOpenApiDocument(routers)) as ApiDocument,
    checkAnswer: createAnswerCheck(app),
    errorLines,
    resolve: (request) => ({
      ...request,
      path: known.resolve(request.path),
      query: known.resolve(request.query),
      headers: request.headers.map(([name, value]) => [name, known.resolve(value)] as const),
      body: request.body && {
        ...request.body,
        content: typeof request.body.content === 'string' ? known.resolve(request.body.content) : request.body.content,
      },
    }),
    async send(request) {
      const startedAt = performance.now();
      const { statusCode = 0, headers = {}, body: text = '' } = await handle(toEvent(request));
      const body = parse(text);
      const path = readRoutedPath(request);
      known.learn(path, request.query, headers, body);
      return { status: statusCode, headers, text, body, path, durationMilliseconds: performance.now() - startedAt };
    },
    close: () => rm(folder, { recursive: true }),
  };
}
