import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { ApiEnvironment, parseEnvironment } from '../../config/environment.js';
import { functionCatalog } from '../../config/functions.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import { toDatabaseFailure } from '../../db/client/errors.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from '../patients/routes.js';

const isServer = 'url' in inject('testDatabase');

let api: TestApi;
let own: Database;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
  own = api.services.database;
});
afterAll(() => api.close());

const opened: Database[] = [];
afterEach(async () => {
  vi.useRealTimers();
  Object.assign(api.services, { database: own });
  for (const database of opened.splice(0)) await database.close();
});

/** Runs the API on a database with other settings until the test ends. */
function use(variables: Record<string, string>): Database {
  const database = connectDatabase(parseEnvironment(ApiEnvironment, variables));
  opened.push(database);
  Object.assign(api.services, { database });
  return database;
}

const person = { givenName: 'Ada', familyName: 'Late', birthDate: '1980-05-17', gender: 'female' };
const nobody = { role: null, subject: null, requestId: 'r' };
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a statement that takes longer than its timeout', () => {
  // The embedded database ignores statement_timeout.
  it.runIf(isServer)('returns 503, writes nothing, and the next request succeeds', async () => {
    use({ DATABASE_URL: api.db.url, DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '150' });
    await api.db.sql.unsafe(`
      create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return new; end $$;
      create trigger dawdle before insert on patients for each row execute function dawdle()`);
    const startedAt = performance.now();
    const answer = await api.as('admin').post('/v1/patients', person);
    await api.db.sql`drop trigger dawdle on patients`;
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    expect(await api.db.sql`select from patients where family_name = 'Late'`).toHaveLength(0);
    expect((await api.as('admin').post('/v1/patients', person)).status).toBe(201);
  });
});

describe('an idle transaction', () => {
  // The embedded database ends one that blocks others: see embedded.test.ts.
  it.runIf(isServer)('is ended by the server, which releases its locks', async () => {
    const database = use({ DATABASE_URL: api.db.url, DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '150' });
    const idle = database.transaction(nobody, async () => wait(1_000));
    const error = await idle.catch((reason) => reason);
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable' });
    expect((await api.as('admin').get('/v1/patients')).status).toBe(200);
  });
});

/** A server that accepts connections and sends nothing, like a frozen or half-open one. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, close };
}

describe('a request', () => {
  it.each([
    ['reads', () => api.as('admin').get('/v1/patients')],
    ['writes', () => api.as('admin').post('/v1/patients', person)],
    ['is refused', () => api.as('patient').get('/v1/patients')],
  ])("that %s gets a response before the function's timeout, even from a silent database", async (_what, ask) => {
    const silent = await silentServer();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const startedAt = Date.now();
    use({ DATABASE_URL: `postgres://app@127.0.0.1:${silent.port}/x` });
    let isAnswered = false;
    const asked = ask().finally(() => {
      isAnswered = true;
    });
    while (!isAnswered && Date.now() - startedAt < 60_000) {
      await vi.advanceTimersByTimeAsync(250);
      // Sockets are real, so let them run.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { status } = await asked;
    const seconds = (Date.now() - startedAt) / 1000;
    silent.close();
    vi.useRealTimers();
    expect(status).toBe(503);
    expect(seconds).toBeLessThan(functionCatalog.patients.timeoutSeconds);
  });
});
