import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createSampleServer, type SampleServer } from '../../test/support/local-server.js';
import { type Role, roles } from '../http/permissions.js';
import { createApiRouters, examples, localAgent } from './functions.js';
import { createLocalObjects } from './objects.js';
import { localSubject } from './server.js';

interface Example {
  readonly value: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly 'x-roles'?: readonly Role[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean; example?: unknown }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { example?: unknown; examples?: Readonly<Record<string, Example>> }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const origin = 'http://localhost:3000';
let sample: SampleServer;
beforeAll(async () => {
  sample = await createSampleServer(origin);
}, 120_000);
afterAll(() => sample.close());

const authorize = (role: Role, subject = localSubject(role)) => ({
  Authorization: `Bearer ${sample.issuer.issue(role, subject)}`,
});

/** Documents that no request has made outdated, by account. */
const documents = new Map<string, Document>();

let accounts = 0;

/** The account with which the examples of an operation work. */
function chooseSubject(role: Role, operationId: string): string {
  if (!examples[operationId]?.needsUnlinkedAccount) return localSubject(role);
  accounts += 1;
  return `unlinked-${accounts}`;
}

/** Reads the document with examples for an account on the present data. */
async function readDocument(role: Role, subject = localSubject(role)): Promise<Document> {
  const known = documents.get(subject);
  if (known) return known;
  const answer = await sample.server.request(`${origin}/v1/openapi.json`, { headers: authorize(role, subject) });
  const document = (await answer.json()) as Document;
  documents.set(subject, document);
  return document;
}

/** Sends an operation's request with the examples as they are. */
async function execute(
  role: Role,
  [path, method, operation]: readonly [string, string, Operation],
  body: unknown,
  subject = localSubject(role),
) {
  const query = new URLSearchParams();
  let target = path;
  for (const parameter of operation.parameters ?? []) {
    if (parameter.example === undefined) continue;
    const value = String(parameter.example);
    if (parameter.in === 'path') target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
    if (parameter.in === 'query') query.set(parameter.name, value);
  }
  const [mediaType] = Object.keys(operation.requestBody?.content ?? {});
  const answer = await sample.server.request(`${origin}${target}${query.size > 0 ? `?${query}` : ''}`, {
    method: method.toUpperCase(),
    headers: { ...authorize(role, subject), ...(mediaType && { 'Content-Type': mediaType }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (method !== 'get') documents.clear();
  return { status: answer.status, text: await answer.text() };
}

const findOperation = ({ paths }: Document, operationId: string) => {
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === operationId) return [path, method, operation] as const;
    }
  }
  throw new Error(operationId);
};

/** The request bodies of an operation. The first is the usual one. */
const listBodies = ({ requestBody }: Operation): unknown[] => {
  const [content] = Object.values(requestBody?.content ?? {});
  return content?.examples ? Object.values(content.examples).map(({ value }) => value) : [content?.example];
};

const operationIds = Object.keys(examples);
const objects = createLocalObjects({ folder: '/nonexistent', origin, now: () => new Date() });
const routers = createApiRouters({ files: { objects, rules: parseEnvironment(FileRules, {}) }, agent: localAgent });
const permitted = Object.values(routers)
  .flat()
  .flatMap(({ openAPIRegistry }) => openAPIRegistry.definitions)
  .flatMap((definition) => (definition.type === 'route' ? [definition.route] : []))
  .flatMap((route) => {
    const callers: readonly Role[] = route['x-roles'] ?? roles;
    return callers.map((role) => ({ role, operationId: route.operationId ?? '' }));
  });

describe('the examples of the OpenAPI document, on sample data', () => {
  it('belong to the operations of the API, one to each', () => {
    expect([...new Set(permitted.map(({ operationId }) => operationId))].sort()).toEqual(operationIds.sort());
  });

  it.each(permitted)('work for $operationId as $role', async ({ operationId, role }) => {
    const subject = chooseSubject(role, operationId);
    const found = findOperation(await readDocument(role, subject), operationId);
    const [body] = listBodies(found[2]);
    const { status, text } = await execute(role, found, body, subject);
    expect([status, text]).toEqual([expect.toSatisfy((code: number) => code >= 200 && code < 300), text]);
    const entries = operationId.startsWith('list') ? JSON.parse(text).data.length : undefined;
    expect(entries).not.toBe(0);
  });

  const further = operationIds.flatMap((operationId) =>
    Object.keys(examples[operationId]?.bodies ?? {}).map((summary, index) => ({ operationId, summary, index })),
  );
  it.each(further)('work for $operationId: $summary', async ({ operationId, index }) => {
    const statuses = [];
    for (const { role } of permitted.filter((cell) => cell.operationId === operationId)) {
      const found = findOperation(await readDocument(role), operationId);
      const { status, text } = await execute(role, found, listBodies(found[2])[index + 1]);
      if (status < 300) return;
      statuses.push([role, status, text]);
    }
    expect(statuses).toEqual('one success');
  });
});
