import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded.js';

let embedded: EmbeddedDatabase;
const clients: postgres.Sql[] = [];

/** A client like the functions'. */
function client(options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const sql = postgres(embedded.url, { onnotice: () => {}, max: 1, ...options });
  clients.push(sql);
  return sql;
}

beforeAll(async () => {
  embedded = await startEmbeddedDatabase({
    limits: { idleInTransactionMilliseconds: 300, transactionMilliseconds: 1_500 },
  });
  await client()`create table notes (id integer primary key, owner text, body text)`;
});
afterAll(async () => {
  for (const sql of clients) await sql.end({ timeout: 0 });
  await embedded.close();
});

const catchErrorCode = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: { code: string }) => error.code,
  );

describe('a pool of several connections', () => {
  it('returns to each parallel query its own rows', async () => {
    const sql = client({ max: 5 });
    const rows = await Promise.all(
      Array.from({ length: 50 }, (_, n) => sql`select ${n}::integer as n, ${`x${n}`} as t`),
    );
    expect(rows.map(([row]) => row)).toEqual(Array.from({ length: 50 }, (_, n) => ({ n, t: `x${n}` })));
  });

  it('keeps unprepared statements of two clients apart, whose batches straddle round trips', async () => {
    const [one, other] = [client({ prepare: false, max: 3 }), client({ prepare: false, max: 3 })];
    const rows = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 ? one : other)`select ${n}::integer as n`.then(([row]) => row?.n)),
    );
    expect(rows).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it("passes on an error's code and continues", async () => {
    const sql = client({ max: 2 });
    const codes = await Promise.all([
      catchErrorCode(sql`select nothing_such`),
      catchErrorCode(sql`select 1 / ${0}::integer`),
      catchErrorCode(sql`select ${1}::integer`),
      catchErrorCode(sql.unsafe('selec')),
      catchErrorCode(sql`select 2`),
    ]);
    expect(codes).toEqual(['42703', '22012', 'no error', '42601', 'no error']);
  });

  it('carries large parameters and results', async () => {
    const large = 'ä'.repeat(2_500_000);
    const [row] = await client()`select ${large} || ${large} as t`;
    expect(row?.t.length).toBe(5_000_000);
  });

  it('accepts COPY from the client', async () => {
    const sql = client();
    await sql`create table copied (n integer, t text)`;
    const stream = await sql`copy copied from stdin`.writable();
    await finished(stream.end(Array.from({ length: 50_000 }, (_, n) => `${n}\trow\n`).join('')));
    expect(await sql`select count(*)::integer as n, max(n) as last from copied`).toEqual([{ n: 50_000, last: 49_999 }]);
    const raw = await rawClient();
    raw.send(Buffer.concat([message('Q', 'copy copied from stdin\0'), message('d', 'bad\n')]));
    expect(await raw.answerTo(message('c', ''))).toContain('C22P02');
    expect(await raw.query('select 1')).toContain('SELECT 1');
    raw.close();
  });

  it('rejects a COPY that would crash PGlite', async () => {
    const sql = client();
    for (const statement of [
      'select 1; copy notes from stdin',
      '/* ; */ copy notes /* x */ from\n-- y\nstdin; select 1',
      "copy notes from program 'true'",
    ]) {
      expect(await catchErrorCode(sql.unsafe(statement))).toBe('0A000');
    }
    expect(await catchErrorCode(sql`copy notes from stdin`.execute())).toBe('0A000');
    expect(await sql`select 'copy x from stdin;' as text`).toEqual([{ text: 'copy x from stdin;' }]);
  });

  it('continues after an error in a batch that straddles round trips, skipping the pipelined statements', async () => {
    const raw = await rawClient();
    raw.parse('failing', 'select nothing_such');
    raw.send(message('H', ''));
    const run = (sql: string) => [
      message('P', `\0${sql}\0\0\0`),
      message('B', '\0\0\0\0\0\0\0\0'),
      message('E', '\0\0\0\0\0'),
    ];
    const failed = await raw.answerTo(Buffer.concat([...run("select 'skipped'"), message('S', '')]));
    expect(failed).not.toContain('skipped');
    expect(await raw.answerTo(Buffer.concat([...run("select 'run'"), message('S', '')]))).toContain('run');
    raw.close();
  });

  it('serves drizzle', async () => {
    const db = drizzle(client());
    expect(await db.execute('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('transactions of several sessions', () => {
  it("don't mix", async () => {
    const [one, other] = [client(), client()];
    const seen: unknown[] = [];
    await one.begin(async (tx) => {
      await tx`insert into notes values (1, 'one', 'uncommitted')`;
      const reading = other`select count(*)::integer as n from notes where id = 1`.then(([row]) => seen.push(row?.n));
      await tx`delete from notes where id = 1`;
      await tx`select 1`;
      expect(seen).toEqual([]);
      void reading;
    });
    await other`select 1`;
    expect(seen).toEqual([0]);
  });

  it('are rolled back with an error when they are idle while others wait', async () => {
    const [holder, other] = [client(), client()];
    const held = catchErrorCode(
      holder.begin(async (tx) => {
        await tx`insert into notes values (2, 'holder', 'never committed')`;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await tx`select 1`;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await other`select * from notes where id = 2`).toEqual([]);
    expect(['25P03', 'CONNECTION_CLOSED']).toContain(await held);
    expect(await holder`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it('end when they take too long while others wait', async () => {
    // Not with postgres.js, which throws from a timer when its connection ends between two statements.
    const holder = await rawClient();
    await holder.query('begin');
    const waiting = client()`select 1 as one`;
    void waiting.execute();
    const work = setInterval(() => holder.send(message('Q', 'select 1\0')), 50);
    await holder.closed;
    clearInterval(work);
    expect(holder.received()).toContain('C25P04');
    expect(await waiting).toEqual([{ one: 1 }]);
  });

  it('can stay open while no one waits', async () => {
    const sql = client();
    await sql.begin(async (tx) => {
      await tx`select 1`;
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(await tx`select 1 as one`).toEqual([{ one: 1 }]);
    });
  });

  it('can stay open when the waiting session has left', async () => {
    const [holder, waiter] = [await rawClient(), await rawClient()];
    await holder.query('begin');
    waiter.send(message('Q', 'select 1\0'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    waiter.close();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await holder.query('commit')).toContain('COMMIT');
    holder.close();
  });

  it('are rolled back when their client disconnects', async () => {
    const holder = client();
    const held = catchErrorCode(
      holder.begin(async (tx) => {
        await tx`insert into notes values (3, 'holder', 'never committed')`;
        await holder.end({ timeout: 0 });
        await tx`select 1`;
      }),
    );
    expect(await client()`select * from notes where id = 3`).toEqual([]);
    expect(await held).toMatch(/^CONNECTION_/);
  });
});

describe("a session's own state", () => {
  it('includes its user and role, so that row-level security works next to a superuser', async () => {
    const admin = client();
    await admin`create role reader login`;
    await admin`create table secrets (owner text)`;
    await admin`insert into secrets values ('reader'), ('someone else')`;
    await admin`alter table secrets enable row level security`;
    await admin`create policy own on secrets using (owner = current_user)`;
    await admin`grant select on secrets to reader`;
    const asUser = client({ user: 'reader', max: 2 });
    const asRole = client({ connection: { role: 'reader' }, max: 2 });
    const counts = await Promise.all(
      Array.from({ length: 12 }, (_, n) => {
        const sql = [admin, asUser, asRole][n % 3] ?? admin;
        return sql`select count(*)::integer as n from secrets`.then(([row]) => row?.n);
      }),
    );
    expect(counts).toEqual(Array.from({ length: 12 }, (_, n) => (n % 3 === 0 ? 2 : 1)));
  });

  it("can't include an unknown role", async () => {
    expect(await catchErrorCode(client({ user: 'nobody_such' })`select 1`)).toBe('28000');
  });

  it('includes its settings, which no other session sees', async () => {
    const [one, other] = [client(), client()];
    await one`set application_name to 'mine'`;
    expect(await other`select current_setting('application_name') as name`).not.toEqual([{ name: 'mine' }]);
    expect(await one`select current_setting('application_name') as name`).toEqual([{ name: 'mine' }]);
  });

  it('includes a setting that took effect, without running the statement twice', async () => {
    const [one, other] = [client(), client()];
    await one.unsafe('create table tally (n integer)');
    await one.unsafe("set work_mem to '5MB'; insert into tally values (1)");
    expect(await catchErrorCode(one.unsafe("set work_mem to 'nonsense'"))).toBe('22023');
    await other`select 1`;
    await one`select 1`;
    await other`select 1`;
    expect(await one`select count(*)::integer as n from tally`).toEqual([{ n: 1 }]);
  });

  it('excludes settings of other sessions, however they were set', async () => {
    const [one, other] = [client(), client()];
    await one`select set_config('app.role', 'administrator', false)`;
    await one.unsafe("/* x */ set application_name to 'theirs'; set work_mem to '6MB'");
    expect(
      await other`select coalesce(current_setting('app.role', true), '') as role,
        current_setting('application_name') as name, current_setting('work_mem') as memory`,
    ).toEqual([{ role: '', name: 'postgres.js', memory: '4MB' }]);
  });

  it('includes settings of committed transactions only', async () => {
    const [one, other] = [await rawClient(), client()];
    await one.query('begin');
    await one.query("set work_mem to '6MB'");
    await one.query('rollback');
    await one.query('begin');
    await one.query("set application_name to 'kept'");
    await one.query('commit');
    await other`select 1`;
    expect(await one.query("select current_setting('application_name') || current_setting('work_mem')")).toContain(
      'kept4MB',
    );
    one.close();
  });

  it('excludes settings of a rolled-back savepoint, but not those before or after it', async () => {
    const [one, other] = [await rawClient(), client()];
    for (const statement of [
      'begin',
      "set app.before to 'kept'",
      'savepoint mark',
      "set app.before to 'undone'",
      "set app.within to 'undone'",
      'rollback to mark',
      "set app.after to 'kept'",
      'commit',
    ]) {
      await one.query(statement);
    }
    await other`select 1`;
    const shown = await one.query(
      "select concat_ws('|', current_setting('app.before'), current_setting('app.within', true), current_setting('app.after'))",
    );
    expect(shown).toMatch(/kept\|{1,2}kept/);
    one.close();
  });

  it('includes settings next to comments', async () => {
    const [one, other] = [client(), client()];
    await one.unsafe("/* why */ set application_name to 'kept' -- for now");
    await one.unsafe("-- why\nset work_mem to '6MB'");
    await other`select 1`;
    expect(
      await one`select current_setting('application_name') as name, current_setting('work_mem') as memory`,
    ).toEqual([{ name: 'kept', memory: '6MB' }]);
  });

  it('includes its startup options', async () => {
    const options = '-c work_mem=7MB -capp.role=a\\ b --app.other-one=c -c statement_timeout=1';
    const [one, other] = [client({ connection: { options } }), client()];
    const readSettings = (sql: typeof one) => sql`
      select current_setting('work_mem') as memory, coalesce(current_setting('app.role', true), '') as role,
        coalesce(current_setting('app.other_one', true), '') as other, current_setting('statement_timeout') as timeout`;
    expect(await readSettings(one)).toEqual([{ memory: '7MB', role: 'a b', other: 'c', timeout: '0' }]);
    expect(await readSettings(other)).toEqual([{ memory: '4MB', role: '', other: '', timeout: '0' }]);
  });

  it('includes its startup settings', async () => {
    const [one, other] = [client({ connection: { TimeZone: 'Europe/Zagreb' } }), client()];
    await one`select 1`;
    expect(await other`select current_setting('TimeZone') as zone`).toEqual([{ zone: 'UTC' }]);
    expect(await one`select current_setting('TimeZone') as zone`).toEqual([{ zone: 'Europe/Zagreb' }]);
  });

  it('includes its role, even after it has set another one', async () => {
    const [one, other] = [client(), client()];
    await one.unsafe('create role plain');
    await one.unsafe('set role plain');
    expect(await other`select current_user::text as name`).toEqual([{ name: 'postgres' }]);
    expect(await one`select current_user::text as name`).toEqual([{ name: 'plain' }]);
  });

  it("doesn't block the others if it can't be restored", async () => {
    const [admin, gone] = [client(), client({ user: 'leaver' })];
    await admin.unsafe('create role leaver login');
    await gone`select 1`;
    await admin.unsafe('drop role leaver');
    expect(await catchErrorCode(gone`select ${1}::integer`)).not.toBe('no error');
    expect(await admin`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it('includes its prepared statements, even with a name that another session uses', async () => {
    const [one, other] = [await rawClient(), await rawClient()];
    one.parse('same_name', "select 'one'");
    other.parse('same_name', "select 'other'");
    expect(await one.execute('same_name')).toContain('one');
    expect(await other.execute('same_name')).toContain('other');
    one.close();
    other.close();
  });
});

describe('bytes that violate the protocol', () => {
  it('close only that connection', async () => {
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(64, 0xff),
      Buffer.from([0, 0, 0, 8, 0, 9, 0, 0]),
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(embedded.url).port), '127.0.0.1', () => socket.write(bytes));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    const garbled = await rawClient();
    garbled.send(Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff, 0x00]));
    await garbled.closed;
    expect(await client()`select 1 as one`).toEqual([{ one: 1 }]);
  });
});

describe('a data directory', () => {
  it('keeps its data and belongs to one process at a time, and an error names a taken port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'healthcare-embedded-'));
    const directory = join(folder, 'database');
    const first = await startEmbeddedDatabase({ directory });
    const sql = postgres(first.url, { max: 1 });
    await sql`create table kept as select 42 as answer`;
    for (const same of [directory, `${directory}/`]) {
      await expect(startEmbeddedDatabase({ directory: same })).rejects.toThrow(`in use by process ${process.pid}`);
    }
    const port = Number(new URL(first.url).port);
    await expect(startEmbeddedDatabase({ port })).rejects.toThrow(`Port ${port}`);
    await sql.end();
    await Promise.all([first.close(), first.close()]);
    const second = await startEmbeddedDatabase({ directory });
    const again = postgres(second.url, { max: 1 });
    expect(await again`select answer from kept`).toEqual([{ answer: 42 }]);
    await again.end();
    await second.close();
    await rm(folder, { recursive: true });
  });

  it("that can't be opened is named in the error with the fix, and --fresh replaces it", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'healthcare-embedded-'));
    const directory = join(folder, 'database');
    await mkdir(directory);
    // The state after an interrupted initialization.
    await writeFile(join(directory, 'PG_VERSION'), '18\n');
    await expect(startEmbeddedDatabase({ directory })).rejects.toThrow(
      new RegExp(`Could not open the embedded database in ${directory}:.*npm start -- --fresh`),
    );
    const fresh = await startEmbeddedDatabase({ directory, fresh: true });
    await fresh.close();
    await rm(folder, { recursive: true });
  });
});

function message(type: string, body: string): Buffer {
  const bytes = Buffer.from(body, 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length + 4);
  return Buffer.concat([Buffer.from(type), length, bytes]);
}

/** A minimal protocol client that chooses statement names and survives any error. */
async function rawClient() {
  const socket = connect(Number(new URL(embedded.url).port), '127.0.0.1');
  let received = '';
  let wake = () => {};
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    wake();
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const answerTo = async (bytes: Buffer): Promise<string> => {
    received = '';
    socket.write(bytes);
    // ReadyForQuery and the transaction status.
    while (!['I', 'T', 'E'].some((status) => received.endsWith(`Z\0\0\0\x05${status}`))) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return received;
  };
  await answerTo(message('', '\0\x03\0\0user\0postgres\0\0'));
  return {
    answerTo,
    closed,
    received: () => received,
    send: (bytes: Buffer) => void (socket.writable && socket.write(bytes)),
    parse: (name: string, sql: string) => socket.write(message('P', `${name}\0${sql}\0\0\0`)),
    query: (sql: string) => answerTo(message('Q', `${sql}\0`)),
    execute: (name: string) =>
      answerTo(Buffer.concat([message('B', `\0${name}\0\0\0\0\0\0\0`), message('E', '\0\0\0\0\0'), message('S', '')])),
    close: () => socket.destroy(),
  };
}
