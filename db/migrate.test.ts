import { setTimeout } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase } from '../test/support/database.js';
import { classifyConnectionLoss } from './client/errors.js';
import { MigrationError, type MigrationFile, migrate, readMigrationStatuses, readMigrations } from './migrate.js';

/** Closes what a test opened, in reverse order. */
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** Drops all schemas but the server's own. Roles stay, as they do for a new database on a server. */
const emptying = `
  do $$
  declare schema_name text;
  begin
    for schema_name in
      select nspname from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema'
    loop
      execute format('drop schema %I cascade', schema_name);
    end loop;
  end
  $$;
  create schema public;
  grant usage on schema public to public`;

/** The embedded database is shared, because starting one takes longer than all the tests. */
let embedded: Awaited<ReturnType<typeof createEmptyDatabase>> | undefined;
afterAll(() => embedded?.drop());

/** Returns the URL of a database without tables. */
async function freshDatabase(): Promise<string> {
  if ('url' in inject('testDatabase')) {
    const { url, drop } = await createEmptyDatabase();
    opened.push(drop);
    return url;
  }
  embedded ??= await createEmptyDatabase();
  const sql = postgres(embedded.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(emptying).simple();
  await sql.end();
  return embedded.url;
}

function connect(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  opened.push(() => sql.end({ timeout: 5 }));
  return sql;
}

/** In the embedded database, transactions take turns, so no session waits for a lock. */
const onServer = it.runIf('url' in inject('testDatabase'));

const createMigration = (name: string, sql: string, hash = `hash of ${name} ${sql}`): MigrationFile => ({
  name,
  sql,
  hash,
});

/** Small migrations. */
const first = createMigration('0000_roles', '-- run as: administrator\nselect 1');
const people = createMigration('0001_people', 'create table people (id integer)');
const names = createMigration('0002_names', 'alter table people add name text');
const steps = [first, people, names];

/** The part of the first real migration that lets the others run as the owner. */
const ownersRole = `
  do $$ begin create role migrator; exception when duplicate_object or unique_violation then null; end $$;
  grant create, usage on schema public to migrator`;

async function prepareDatabase(
  migrations: readonly MigrationFile[],
  options: { target?: string } = {},
): Promise<postgres.Sql> {
  const sql = connect(await freshDatabase());
  await sql.unsafe(ownersRole);
  await migrate(sql, { migrations, ...options });
  return sql;
}

const appliedNames = async (sql: postgres.Sql) =>
  (await sql`select name from schema_migrations order by sequence`).map(({ name }) => name);

const catchError = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('did not fail'),
    (error: Error) => error,
  );

describe('the migrations of this release', () => {
  it('can run in separate sessions', async () => {
    const url = await freshDatabase();
    const all = await readMigrations();
    for (const { name: target } of all) await migrate(connect(url), { target });
    expect(await appliedNames(connect(url))).toEqual(all.map(({ name }) => name));
  });

  it('end at the same migration with two concurrent migrators', async () => {
    const url = await freshDatabase();
    const newest = (await readMigrations()).at(-1)?.name;
    const reports = await Promise.all([migrate(connect(url)), migrate(connect(url))]);
    expect(reports.map(({ to }) => to)).toEqual([newest, newest]);
  });

  it('migrate an empty database to the newest level, return what was applied, and do nothing when repeated', async () => {
    const sql = connect(await freshDatabase());
    const all = (await readMigrations()).map(({ name }) => name);
    const seen: string[] = [];
    const report = await migrate(sql, { onApplied: (name) => seen.push(name) });
    expect(report).toEqual({
      from: null,
      to: all.at(-1),
      applied: all.map((name) => ({ name, durationMilliseconds: expect.any(Number) })),
    });
    expect(seen).toEqual(all);
    expect(await appliedNames(sql)).toEqual(all);
    const again = await migrate(sql);
    expect(again).toEqual({ from: all.at(-1), to: all.at(-1), applied: [] });
  });

  it('keep the text of documents that were loaded before it had a separate table', async () => {
    const sql = connect(await freshDatabase());
    await migrate(sql, { target: '0003_limits' });
    const [file] = await sql`
      with patient as (
        insert into patients (given_name, family_name, birth_date, gender) values ('A', 'B', '1990-01-01', 'other')
        returning id
      )
      insert into files (patient_id, file_name, content_type, size_bytes, sha256, category, object_key, inline_text)
      select id, 'f', 'text/plain', 1, 'a', 'other', 'key', 'Dear colleague' from patient returning id, patient_id`;
    await migrate(sql, { target: '0004_files' });
    expect([...(await sql`select * from file_texts`)]).toEqual([{ ...file, text: 'Dear colleague' }]);
  });

  it('have names in one sequence without a gap', async () => {
    const numbers = (await readMigrations()).map(({ name }) => name.slice(0, 4));
    expect(numbers).toEqual(numbers.map((_number, index) => String(index).padStart(4, '0')));
  });
});

describe('concurrent migrators', () => {
  it('apply each migration once, and neither fails', async () => {
    const url = await freshDatabase();
    await connect(url).unsafe(ownersRole);
    const slow = steps.map((migration) => createMigration(migration.name, `${migration.sql}; select pg_sleep(0.05)`));
    const reports = await Promise.all([1, 2, 3].map(() => migrate(connect(url), { migrations: slow })));
    const applied = reports.flatMap((report) => report.applied.map(({ name }) => name));
    expect(applied.sort()).toEqual(slow.map(({ name }) => name));
    expect(await appliedNames(connect(url))).toEqual(slow.map(({ name }) => name));
  });
});

describe('a migrator that waits for another', () => {
  it('does the work if the other one failed', async () => {
    const url = await freshDatabase();
    const sql = connect(url);
    await sql.unsafe(`${ownersRole}; create sequence tries; grant usage on sequence tries to migrator`);
    // A sequence is not rolled back, so only the first migrator fails.
    const failing = createMigration(
      '0001_once',
      `create table done (id integer);
       do $$ begin perform pg_sleep(0.3); if nextval('tries') = 1 then raise 'the first one fails'; end if; end $$`,
    );
    const migrations = [first, failing];
    const ends = await Promise.allSettled([1, 2].map(() => migrate(connect(url), { migrations })));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await appliedNames(sql)).toEqual(['0000_roles', '0001_once']);
  });

  onServer('waits for the lock, and continues when the other one is killed', async () => {
    const url = await freshDatabase();
    const sql = connect(url);
    await sql.unsafe(ownersRole);
    await migrate(sql, { migrations: [first] });
    // A migration as one statement, because the driver can crash if it is cut off in a transaction.
    const other = connect(url).unsafe(`
        begin; select pg_advisory_xact_lock(${0x26bec784}); create table people (id integer); select pg_sleep(60)`);
    const killed = expect(other.simple()).rejects.toThrow();
    const seen = async (query: string): Promise<number | undefined> => (await sql.unsafe(query))[0]?.pid;
    const mine = 'datname = current_database() and pid <> pg_backend_pid()';
    const sleeping = `select pid from pg_stat_activity where ${mine} and wait_event = 'PgSleep'`;
    await expect.poll(() => seen(sleeping)).toBeTypeOf('number');
    const waiting = migrate(connect(url), { migrations: [first, people] });
    const blocked = `select pid from pg_stat_activity where ${mine} and wait_event_type = 'Lock' and wait_event = 'advisory'`;
    await expect.poll(() => seen(blocked)).toBeTypeOf('number');
    await sql.unsafe(`select pg_terminate_backend((${sleeping}))`);
    await killed;
    expect((await waiting).applied.map(({ name }) => name)).toEqual(['0001_people']);
  });
});

describe('a target', () => {
  it('stops the migration, which can continue later', async () => {
    const sql = await prepareDatabase(steps, { target: '0001_people' });
    expect(await appliedNames(sql)).toEqual(['0000_roles', '0001_people']);
    const report = await migrate(sql, { migrations: steps });
    expect(report).toEqual({
      from: '0001_people',
      to: '0002_names',
      applied: [{ name: '0002_names', durationMilliseconds: expect.any(Number) }],
    });
  });

  it('below the level of the database changes nothing', async () => {
    const sql = await prepareDatabase(steps);
    const report = await migrate(sql, { migrations: steps, target: '0001_people' });
    expect(report).toEqual({ from: '0002_names', to: '0002_names', applied: [] });
  });

  it('that does not exist fails with a list of migrations and changes nothing', async () => {
    const sql = connect(await freshDatabase());
    const error = await catchError(migrate(sql, { migrations: steps, target: '0009_nothing' }));
    expect(error).toBeInstanceOf(MigrationError);
    expect(error.message).toBe(
      'The migration 0009_nothing does not exist. Migrations:\n  0000_roles\n  0001_people\n  0002_names',
    );
    const [row] = await sql`select to_regclass('schema_migrations') as found`;
    expect(row?.found).toBeNull();
  });
});

describe("migrations that don't match the database", () => {
  const later = createMigration('0003_later', 'create table later (id integer)');
  const edited = { ...people, hash: 'another' };
  const between = createMigration('0001_between', 'create table between_them (id integer)');

  it.each([
    ['edited since', steps, [first, edited, names, later], 'edited', '0001_people'],
    ['merged behind others', steps, [first, between, people, names, later], 'out-of-order', '0001_between'],
    ['of a newer release', [...steps, later], steps, 'unknown', '0003_later'],
  ] as const)(
    'because one is %s fail with its name, and nothing is changed',
    async (...[, before, after, state, name]) => {
      const sql = await prepareDatabase(before);
      const error = await catchError(migrate(sql, { migrations: after }));
      expect(error).toBeInstanceOf(MigrationError);
      const [head, ...mismatches] = error.message.split('\n');
      expect(head).toBe("The migrations don't match the database. Nothing was changed.");
      expect(mismatches.map((line) => line.trim().split(' ')[0])).toEqual([name]);
      expect(await appliedNames(sql)).toEqual(before.map((migration) => migration.name));
      const statuses = await readMigrationStatuses(sql, after);
      expect(statuses.filter((status) => status.state === state).map((status) => status.name)).toEqual([name]);
    },
  );

  it('of a newer release are accepted after a rollback, unless one of the older release is missing', async () => {
    const sql = await prepareDatabase([...steps, later]);
    const report = await migrate(sql, { migrations: steps, acceptAhead: true });
    expect(report).toMatchObject({ applied: [], to: '0003_later' });
    const another = createMigration('0004_another', 'create table another (id integer)');
    const error = await catchError(migrate(sql, { migrations: [...steps, another], acceptAhead: true }));
    expect(error.message).toContain('0003_later');
    expect(await appliedNames(sql)).toEqual([...steps, later].map((migration) => migration.name));
    const edit = await catchError(migrate(sql, { migrations: [first, edited, names], acceptAhead: true }));
    expect(edit.message).toContain('0001_people');
  });

  it('fail with a list of all mismatches', async () => {
    const sql = await prepareDatabase([...steps, later]);
    const error = await catchError(migrate(sql, { migrations: [first, between, edited, names] }));
    const [, ...mismatches] = error.message.split('\n');
    expect(mismatches.map((line) => line.trim().split(' ')[0])).toEqual(['0001_between', '0001_people', '0003_later']);
  });
});

describe('a migration that fails', () => {
  const broken = createMigration('0002_broken', 'create table half (id integer); select 1 / 0');
  const last = createMigration('0003_last', 'create table last (id integer)');

  it('is rolled back alone, stops the later ones, and runs once it is fixed', async () => {
    const sql = await prepareDatabase([first]);
    const error = await catchError(migrate(sql, { migrations: [first, people, broken, last] }));
    expect(error.message).toBe('Migration 0002_broken failed and was rolled back: division by zero');
    expect(error.cause).toMatchObject({ code: '22012' });
    expect(await appliedNames(sql)).toEqual(['0000_roles', '0001_people']);
    const [left] = await sql`select to_regclass('half') as half, to_regclass('last') as last`;
    expect(left).toEqual({ half: null, last: null });

    const fixed = createMigration('0002_broken', 'create table half (id integer)');
    const report = await migrate(sql, { migrations: [first, people, fixed, last] });
    expect(report.applied.map(({ name }) => name)).toEqual(['0002_broken', '0003_last']);
    expect(report.to).toBe('0003_last');
  });

  onServer('with its connection is rolled back, and the next migration starts over', async () => {
    const url = await freshDatabase();
    const sql = connect(url);
    const killing = createMigration(
      '0001_killing',
      '-- run as: administrator\nselect pg_terminate_backend(pg_backend_pid())',
    );
    const error = await catchError(migrate(sql, { migrations: [first, killing] }));
    expect(error.message).toMatch(/^Migration 0001_killing failed and was rolled back: /);
    expect(classifyConnectionLoss(error)).toBe('connection');
    // The driver would write to the closed connection from a timer.
    await setTimeout(50);
    const next = connect(url);
    expect(await appliedNames(next)).toEqual(['0000_roles']);
    const fixed = createMigration('0001_killing', '-- run as: administrator\nselect 1');
    expect((await migrate(next, { migrations: [first, fixed] })).to).toBe('0001_killing');
  });

  onServer('because others have locked the table is retried until it succeeds', async () => {
    const url = await freshDatabase();
    const sql = connect(url);
    await sql.unsafe(ownersRole);
    await migrate(sql, { migrations: [first, people] });
    const other = await connect(url).reserve();
    await other`begin`;
    await other`select * from people`;
    const migrating = migrate(sql, { migrations: [first, people, names] });
    await setTimeout(4_500);
    // Between attempts, no session waits behind the migration.
    const reader = connect(url);
    await reader`select * from people`;
    await other`commit`;
    other.release();
    expect((await migrating).to).toBe('0002_names');
  });

  it("leaves its connection with the administrator's role", async () => {
    const sql = await prepareDatabase([first]);
    await catchError(migrate(sql, { migrations: [first, broken] }));
    const [row] = await sql`select current_user = session_user as same`;
    expect(row?.same).toBe(true);
  });
});

describe('the status', () => {
  it('of an empty database is that all are pending, and reading it changes nothing', async () => {
    const sql = connect(await freshDatabase());
    expect(await readMigrationStatuses(sql, steps)).toEqual(steps.map(({ name }) => ({ name, state: 'pending' })));
    const [row] = await sql`select to_regclass('schema_migrations') as found`;
    expect(row?.found).toBeNull();
  });

  it('lists every migration in order with its state and time', async () => {
    const ahead = createMigration('0004_ahead', 'select 1');
    const sql = await prepareDatabase([first, people, ahead]);
    const missed = createMigration('0001_missed', 'select 1');
    const edited = { ...people, hash: 'another' };
    await sql`delete from schema_migrations where name = '0004_ahead'`;
    await sql`insert into schema_migrations (name, hash, duration_milliseconds) values ('0005_unknown', 'h', 0)`;
    const statuses = await readMigrationStatuses(sql, [first, missed, edited, names]);
    const appliedAt = expect.any(Date);
    expect(statuses).toEqual([
      { name: '0000_roles', state: 'applied', appliedAt },
      { name: '0001_missed', state: 'out-of-order' },
      { name: '0001_people', state: 'edited', appliedAt },
      { name: '0002_names', state: 'pending' },
      { name: '0005_unknown', state: 'unknown', appliedAt },
    ]);
  });
});

describe('objects that a migration creates', () => {
  it("belong to the owner's role, unless the migration runs as administrator", async () => {
    const sql = await prepareDatabase(steps);
    const [row] = await sql`
      select relowner::regrole::text as owner, (select current_user::text) as administrator
      from pg_class where oid = 'people'::regclass`;
    expect(row?.owner).toBe('migrator');
    const [list] = await sql`
      select relowner::regrole::text as owner from pg_class where oid = 'schema_migrations'::regclass`;
    expect(list?.owner).toBe(row?.administrator);
  });
});
