import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canRun, createCertificate } from '../../test/support/certificate.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { type Access, resolveAccess } from './access.js';
import { StatementSession } from './session.js';
import { createStatementLog } from './statement-log.js';

let db: TestDatabase;
let folder: string;
let logFile: string;
let patientId: string;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'studio-'));
  logFile = join(folder, 'logs', 'statements.jsonl');
  const [row] = await db.sql<{ id: string }[]>`
    insert into patients (given_name, family_name, birth_date, gender) values ('Ada', 'Example', '1990-01-01', 'other')
    returning id`;
  patientId = row?.id ?? '';
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.close();
});
beforeEach(() => rm(logFile, { force: true }));

const open = (flags: Parameters<typeof resolveAccess>[0], changes: Partial<Access> = {}) => {
  const access = { ...resolveAccess(flags, db.url), ...changes };
  return new StatementSession(access, createStatementLog(logFile, access));
};

const readLog = async (): Promise<Record<string, unknown>[]> =>
  (await readFile(logFile, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The SQLSTATE or message of the error, or that the statements succeeded. */
const outcome = (session: StatementSession, ...statements: string[]): Promise<string> =>
  session.run(statements.map((sql) => ({ sql }))).then(
    () => 'succeeded',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

/** Everything that a statement could have changed. */
const readState = async () => {
  const [row] = await db.sql`
    select (select md5(string_agg(patients::text, '')) from patients) as patients,
      (select count(*) from pg_class) as relations, (select count(*) from pg_proc) as functions,
      (select count(*) from pg_roles) as roles, (select count(*) from pg_largeobject_metadata) as objects,
      (select count(*) from row_history) as history, (select count(*) from application_keys) as keys`;
  return row;
};

describe('readonly', () => {
  it('reads patients, and neither keys nor stored responses', async () => {
    const session = open({ as: 'ada' });
    await session.verify();
    expect(await session.run([{ sql: 'select given_name from patients' }])).toEqual([[{ given_name: 'Ada' }]]);
    for (const table of ['application_keys', 'idempotency_keys']) {
      expect(await outcome(session, `select * from ${table}`)).toBe('42501');
    }
  });

  it.each([
    ['INSERT', 'insert into medics (given_name, family_name, license_number) values ($$A$$, $$B$$, $$1$$)'],
    ['UPDATE', 'update patients set phone = null'],
    ['DELETE', 'delete from patients'],
    ['MERGE', 'merge into patients using (select 1) as one on true when matched then delete'],
    ['TRUNCATE', 'truncate patients cascade'],
    ['a second statement', 'select 1; delete from patients'],
    [
      'further statements that end the transaction and the role',
      'select 1; commit; set session authorization postgres; begin read write; create role escaped; commit',
    ],
    ['a COMMIT in front', 'commit; delete from patients'],
    ['a comment in front', '/* select */ delete from patients'],
    ['nested comments in front', '/* /* */ select 1 /* */ */ delete from patients'],
    ['a WITH clause', 'with gone as (delete from patients returning 1) select * from gone'],
    ['EXPLAIN ANALYZE', 'explain analyze delete from patients'],
    ['DO', 'do $$ begin delete from patients; end $$'],
    ['a DO that commits', 'do $$ begin commit; delete from patients; end $$'],
    ['CALL', 'call pg_catalog.nothing()'],
    ['COPY FROM', 'copy medics from stdin'],
    ['COPY TO a program', "copy patients to program 'cat'"],
    ['COPY TO a file', "copy patients to '/tmp/patients'"],
    ['SELECT INTO', 'select 1 as a into copied'],
    ['CREATE TABLE AS', 'create table copied as select 1'],
    ['EXPLAIN of CREATE TABLE AS', 'explain analyze create table copied as select 1'],
    ['a temporary table', 'create temporary table copied (a integer)'],
    ['a function', 'create function f() returns integer language sql return 1'],
    ['a prepared statement', 'prepare gone as delete from patients'],
    ['a locking read', 'select * from patients for update'],
    ['a sequence', "select nextval('row_history_id_seq')"],
    ['a large object', "select lo_from_bytea(0, 'x')"],
    ['a function that deletes', 'select purge_idempotency_keys(0)'],
    ['a function that runs SQL', "select query_to_xml('delete from patients', true, true, '')"],
    ['a read-write transaction', 'begin read write'],
    ['SET TRANSACTION', 'set transaction read write'],
    ['the setting of the transaction', "select set_config('transaction_read_only', 'off', true)"],
    ['RESET ROLE', 'reset role'],
    ['SET ROLE', 'set role migrator'],
    ['SET ROLE by a function', "select set_config('role', 'migrator', true)"],
    ['SET SESSION AUTHORIZATION', 'set session authorization postgres'],
    ['RESET SESSION AUTHORIZATION', 'reset session authorization'],
    ['SET SESSION AUTHORIZATION by a function', "select set_config('session_authorization', 'postgres', true)"],
    [
      'the same, and SQL run by a function in the same statement',
      "select set_config('session_authorization', 'postgres', true), query_to_xml('delete from patients', true, true, '')",
    ],
    [
      'the same, and a large object in the same statement',
      "select set_config('session_authorization', 'postgres', true), lo_from_bytea(0, 'x')",
    ],
    [
      'the same, and a read-write transaction',
      "select set_config('session_authorization', 'postgres', true), set_config('transaction_read_only', 'off', true)",
    ],
    ['GRANT', 'grant migrator to readonly'],
    ['ALTER ROLE', 'alter role readonly set default_transaction_read_only = off'],
    ['LISTEN', 'listen x'],
    ['nothing', ''],
    ['an open comment', '/* select 1'],
  ])('changes nothing with %s', async (_title, statement) => {
    const before = await readState();
    const session = open({ as: 'ada' });
    expect(await outcome(session, statement)).not.toBe('succeeded');
    expect(await outcome(session, 'select 1', statement)).not.toBe('succeeded');
    expect(await readState()).toEqual(before);
    // The next statement is as limited as the first.
    expect(await session.run([{ sql: 'select current_user::text as user, session_user::text as login' }])).toEqual([
      [{ user: 'readonly', login: 'readonly' }],
    ]);
  });

  it("doesn't get the rows of a statement that left it another identity", async () => {
    const session = open({ as: 'ada' });
    const leave = "select set_config('session_authorization', 'postgres', true)";
    const expected = db.isServer ? '42501' : 'The statement changed its own role, so its result is withheld.';
    expect(await outcome(session, leave)).toBe(expected);
    expect(await outcome(session, leave, 'select * from application_keys')).toBe(expected);
  });

  it('leaves no setting to the next statement', async () => {
    const session = open({ as: 'ada' });
    const set =
      "select set_config('app.role', 'admin', false), set_config('default_transaction_read_only', 'off', false)";
    await session.run([{ sql: set }]);
    const read =
      "select coalesce(current_setting('app.role', true), '') as role, current_setting('default_transaction_read_only') as \"readOnly\"";
    expect(await session.run([{ sql: read }])).toEqual([[{ role: '', readOnly: 'on' }]]);
  });
});

describe('attribution', () => {
  it('names the person in the session of every statement', async () => {
    const read = "select current_setting('application_name') as name, caller_subject() as subject";
    expect(await open({ as: 'ada', role: 'migrator' }).run([{ sql: read }])).toEqual([
      [{ name: 'studio:ada', subject: 'studio:ada' }],
    ]);
  });

  it('names the person in the change history', async () => {
    const session = open({ as: 'grace', role: 'migrator' });
    await session.verify();
    await session.run([{ sql: 'update patients set phone = $1 where id = $2', params: ['+12025550100', patientId] }]);
    const rows = await db.sql`select actor_subject from row_history where row_id = ${patientId}`;
    expect(rows.map((row) => row.actor_subject)).toEqual(['studio:grace']);
  });

  it('logs each statement with the person before it runs, and its outcome, without values', async () => {
    const session = open({ as: 'ada' });
    await session.run([
      { sql: `select "given_name" from patients where family_name = 'Example' or id = $1 -- Ada`, params: [patientId] },
      { sql: 'select 1' },
    ]);
    await outcome(session, "select given_name from nowhere where birth_date = '1990-01-01' and 1990 = 1990");
    await outcome(session, "delete from patients where given_name = 'Ada'");
    const entries = await readLog();
    const text = await readFile(logFile, 'utf8');
    for (const value of ['Ada', 'Example', '1990', patientId]) expect(text).not.toContain(value);
    const begun = entries.filter(({ statement }) => statement !== undefined);
    expect(begun.map(({ statement }) => statement)).toEqual([
      'select "given_name" from patients where family_name = ? or id = $1',
      'select ?',
      'select given_name from nowhere where birth_date = ? and ? = ?',
      'delete from patients where given_name = ?',
    ]);
    for (const { person, role, login, database } of begun) {
      expect({ person, role, login }).toEqual({ person: 'ada', role: 'readonly', login: 'readonly' });
      expect(database).toMatch(/^127\.0\.0\.1:\d+\/\w+$/);
    }
    const outcomes = begun.map(({ id }) => entries.find((entry) => entry.id === id && entry.outcome)?.outcome);
    expect(outcomes).toEqual(['success', 'success', '42P01', 'refused']);
    expect((await stat(logFile)).mode & 0o777).toBe(0o600);
  });

  it('runs nothing that it cannot log', async () => {
    const access = resolveAccess({ as: 'ada', role: 'migrator' }, db.url);
    const session = new StatementSession(access, createStatementLog(folder, access));
    const before = await readState();
    expect(await outcome(session, 'delete from patients')).toBe('EISDIR');
    expect(await readState()).toEqual(before);
  });
});

describe('signing in', () => {
  it('as readonly refuses a login that could do more', async () => {
    for (const [login, reason] of [
      ['postgres', 'has more rights than readonly'],
      ['app', 'The login app'],
    ] as const) {
      const session = open({ as: 'ada' }, { login, isDeployed: true });
      await expect(session.verify()).rejects.toThrow(reason);
    }
  });

  it("in a deployed database takes a person's own login, which inherits what readonly reads", async () => {
    const suffix = randomBytes(4).toString('hex');
    const [reader, owner] = [`reader_${suffix}`, `owner_${suffix}`];
    await db.sql.unsafe(
      `create role ${reader} login in role readonly; create role ${owner} login in role readonly, migrator`,
    );
    try {
      const session = open({ as: reader }, { login: reader, isDeployed: true });
      await session.verify();
      expect(await session.run([{ sql: 'select session_user::text as login, count(*)::int from patients' }])).toEqual([
        [{ login: reader, count: 1 }],
      ]);
      expect(await outcome(session, 'select * from application_keys')).toBe('42501');
      await expect(open({ as: owner }, { login: owner, isDeployed: true }).verify()).rejects.toThrow(
        `The login ${owner} can become migrator, so read-only access can't be guaranteed.`,
      );
      const writer = open({ as: owner, role: 'migrator' }, { login: owner, isDeployed: true });
      await writer.verify();
      const read = 'select session_user::text as login, current_user::text as user';
      expect(await writer.run([{ sql: read }])).toEqual([[{ login: owner, user: 'migrator' }]]);
      // The embedded database checks the role of a session only when it runs something.
      if (!db.isServer) return;
      const pretender = open({ as: reader, role: 'migrator' }, { login: reader, isDeployed: true });
      await expect(pretender.verify()).rejects.toThrow('permission denied to set role');
    } finally {
      await db.sql.unsafe(`drop role ${reader}; drop role ${owner}`);
    }
  });
});

const tlsTitle = 'a deployed database behind a tunnel';
describe.skipIf(!canRun('openssl', 'version'))(
  canRun('openssl', 'version') ? tlsTitle : `${tlsTitle} (skipped: needs openssl)`,
  () => {
    /** Serves the test database with TLS, as the far end of a tunnel does. */
    async function serveTls(secure: { key: Buffer; cert: Buffer }) {
      const { hostname, port } = new URL(db.url);
      const server = createServer((socket) => {
        socket.on('error', () => {});
        // The SSLRequest of PostgreSQL's protocol, which is answered with S.
        socket.once('data', () => {
          socket.write('S');
          const client = new TLSSocket(socket, { isServer: true, ...secure });
          const backend = connect(Number(port), hostname);
          client.on('error', () => backend.destroy());
          client.on('close', () => backend.destroy());
          backend.on('error', () => client.destroy());
          client.pipe(backend).pipe(client);
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const tunnel = { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
      return { tunnel, close: () => server.close() };
    }

    it("must show the cluster's certificate", async () => {
      const real = await createCertificate(folder, 'cluster.example');
      const other = await createCertificate(folder, 'other.example');
      const far = await serveTls(real);
      const fake = await serveTls(other);
      const deployed = { host: 'cluster.example', isDeployed: true, password: async () => 'token' };
      const access = { ...deployed, tunnel: far.tunnel, certificateFile: real.certificateFile };
      try {
        const session = open({ as: 'ada' }, access);
        await session.verify();
        expect(await outcome(session, 'select 1')).toBe('succeeded');
        const reasons = [
          [{ ...access, host: 'another.example' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
          [{ ...access, certificateFile: other.certificateFile }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
          [{ ...access, tunnel: fake.tunnel }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
          [{ ...access, tunnel: fake.tunnel, certificateFile: other.certificateFile }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
        ] as const;
        for (const [changes, code] of reasons)
          expect(await outcome(open({ as: 'ada' }, changes), 'select 1')).toBe(code);
      } finally {
        far.close();
        fake.close();
      }
    });
  },
);
