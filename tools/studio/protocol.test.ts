import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { resolveAccess } from './access.js';
import { StudioProtocol } from './protocol.js';
import { StatementSession } from './session.js';

let db: TestDatabase;
let protocol: StudioProtocol;
const log = { begin: async () => ({ end: async () => {} }) };

beforeAll(async () => {
  db = await createTestDatabase();
  const access = resolveAccess({ as: 'ada' }, db.url);
  protocol = new StudioProtocol(new StatementSession(access, log), access);
});
afterAll(() => db.close());

const ask = async (message: unknown): Promise<unknown> => JSON.parse(await protocol.answer(message));

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}

/** Runs drizzle-kit's own server in another process, because it can't be stopped, and asks it. */
async function askDrizzleKit(url: string, messages: unknown[]): Promise<unknown[]> {
  const port = await findFreePort();
  const program = `import { startStudioPostgresServer } from 'drizzle-kit/api';
    await startStudioPostgresServer({}, { url: ${JSON.stringify(url)} }, { host: '127.0.0.1', port: ${port} });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    let printed = '';
    for await (const piece of child.stdout) {
      printed += String(piece);
      if (printed.includes('is running at')) break;
    }
    const answers: unknown[] = [];
    for (const message of messages) {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(message),
      });
      answers.push(await response.json());
    }
    return answers;
  } finally {
    child.kill();
  }
}

const values = `select 1 as one, 2::bigint as big, 1.50 as numeric, true as yes, null as none, '\\x0001ff'::bytea as bytes,
  '2026-01-02'::date as day, '2026-01-02T03:04:05.678Z'::timestamptz as instant, '2026-01-02 03:04'::timestamp as local,
  '1 day'::interval as span, '{"a":[1]}'::jsonb as document, array['a','b'] as list, '09:30'::time as hour`;

it("answers the page's messages as drizzle-kit's own server does", async () => {
  const messages = [
    { type: 'init' },
    { type: 'proxy', data: { sql: values, method: 'all' } },
    { type: 'proxy', data: { sql: values, params: [], mode: 'array', method: 'values' } },
    {
      type: 'proxy',
      data: { sql: 'select $1::text as a, $2::int as b', params: ['x', 2], mode: 'object', method: 'all' },
    },
    {
      type: 'proxy',
      data: { sql: 'select $1::text[] as a, $2::jsonb as b', params: [['x', 'y'], '{"c":1}'], method: 'all' },
    },
    { type: 'proxy', data: { sql: 'select nonsense', method: 'all' } },
    { type: 'tproxy', data: [{ sql: 'select 1 as a' }, { sql: 'select 2 as b', method: 'all' }] },
  ];
  const [init, ...theirs] = await askDrizzleKit(db.url, messages);
  const [ownInit, ...own] = await Promise.all(messages.map(ask));
  expect(own).toEqual(theirs);
  // The hash is only the key of the page's settings.
  expect({ ...(ownInit as object), dbHash: '' }).toEqual({ ...(init as object), dbHash: '' });
}, 60_000);

it("returns a transaction's error as its last result, and changes nothing", async () => {
  expect(await ask({ type: 'tproxy', data: [{ sql: 'select 1' }, { sql: 'delete from patients' }] })).toEqual([
    { error: 'readonly can run SELECT, WITH, TABLE, VALUES, SHOW, EXPLAIN (found "DELETE").' },
  ]);
});

it('rejects messages that drizzle-kit does not know', async () => {
  await expect(ask({ type: 'shell', data: 'id' })).rejects.toThrow('does not match any of the allowed types');
  await expect(ask({ type: 'proxy', data: { sql: 1 } })).rejects.toThrow('must be');
});
