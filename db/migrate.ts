import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type postgres from 'postgres';
import { classifyConnectionLoss } from './client/errors.js';

export interface MigrationFile {
  /** Such as `0002_rules`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
}

export type MigrationState =
  /** In the database as it is in the files. */
  | 'applied'
  | 'pending'
  /** Its file has changed since it was applied. */
  | 'edited'
  /** Not applied, although a later one is. */
  | 'out-of-order'
  /** In the database, but of no file: the database is ahead of this release. */
  | 'unknown';

export interface MigrationStatus {
  readonly name: string;
  readonly state: MigrationState;
  readonly appliedAt?: Date;
}

export interface MigrationReport {
  /** The newest migration before, or null for an empty database. */
  readonly from: string | null;
  readonly to: string | null;
  readonly applied: { readonly name: string; readonly durationMilliseconds: number }[];
}

/** The migrations and the database disagree; the message names every culprit and the mend. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const defaultFolder = new URL('./migrations/', import.meta.url);

/**
 * Longest that a migration waits for a lock on a table, in milliseconds. Whoever comes after it waits behind it, so a
 * transaction that is long would stop every request; instead the migration gives way and comes again.
 */
const lockTimeoutMilliseconds = 3_000;
const lockTries = 10;

/**
 * Longest that a transaction on the schema may do nothing, in milliseconds. That of a migrator which is gone without a word
 * would keep the lock from every other one until the server misses its connection, which takes hours.
 */
const idleTimeoutMilliseconds = 60_000;

const pauseBetweenTriesMilliseconds = 1_000;

/** SQLSTATE lock_not_available. */
const lockNotAvailable = '55P03';

// The first eight digits of the SHA-256 of `schema_migrations`: a number that nobody else here uses.
const lockKey = 0x26bec784;

/** Reads the migrations of a folder in the order of drizzle-kit's journal. */
export async function readMigrations(folder: URL = defaultFolder): Promise<MigrationFile[]> {
  const journal = JSON.parse(await readFile(new URL('meta/_journal.json', folder), 'utf8')) as {
    entries: { idx: number; tag: string }[];
  };
  const entries = journal.entries.toSorted((one, other) => one.idx - other.idx);
  return Promise.all(
    entries.map(async ({ tag }) => {
      const sql = await readFile(new URL(`${tag}.sql`, folder), 'utf8');
      return { name: tag, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

type Query = postgres.Sql | postgres.ReservedSql;

async function readApplied(sql: Query): Promise<{ name: string; hash: string; appliedAt: Date }[]> {
  const [found] = await sql<{ exists: boolean }[]>`select to_regclass('schema_migrations') is not null as exists`;
  if (!found?.exists) return [];
  return sql<{ name: string; hash: string; appliedAt: Date }[]>`
    select name, hash, applied_at as "appliedAt" from schema_migrations order by sequence`;
}

function compareMigrations(
  migrations: readonly MigrationFile[],
  applied: { name: string; hash: string; appliedAt: Date }[],
): MigrationStatus[] {
  const rows = new Map(applied.map((row) => [row.name, row]));
  const lastApplied = migrations.findLastIndex((migration) => rows.has(migration.name));
  const known = migrations.map((migration, index): MigrationStatus => {
    const row = rows.get(migration.name);
    if (row === undefined) return { name: migration.name, state: index < lastApplied ? 'out-of-order' : 'pending' };
    return {
      name: migration.name,
      state: row.hash === migration.hash ? 'applied' : 'edited',
      appliedAt: row.appliedAt,
    };
  });
  const names = new Set(migrations.map((migration) => migration.name));
  const unknown = applied
    .filter((row) => !names.has(row.name))
    .map((row): MigrationStatus => ({ name: row.name, state: 'unknown', appliedAt: row.appliedAt }));
  return [...known, ...unknown];
}

/** What is applied, what is not, and what does not fit, in order. Changes nothing. */
export async function readMigrationStatuses(
  sql: Query,
  migrations?: readonly MigrationFile[],
): Promise<MigrationStatus[]> {
  return compareMigrations(migrations ?? (await readMigrations()), await readApplied(sql));
}

const misfitFixes: Partial<Record<MigrationState, string>> = {
  edited: 'has changed since it was applied; restore the file and put the change into a new migration',
  'out-of-order': 'was merged behind migrations that are already applied; generate it anew so that it comes last',
  unknown: 'is applied but is in no file; this database is ahead of this release, run the release that made it',
};

function rejectMisfits(statuses: readonly MigrationStatus[], { acceptAhead = false } = {}): void {
  // Ahead is a database that has all of this release and more; one that lacks something besides went another way.
  const isAhead = acceptAhead && statuses.every(({ state }) => state !== 'pending');
  const misfits = statuses.filter(({ state }) => misfitFixes[state] !== undefined && !(isAhead && state === 'unknown'));
  if (misfits.length === 0) return;
  const lines = misfits.map((status) => `  ${status.name} ${misfitFixes[status.state]}`);
  throw new MigrationError(`The migrations do not fit this database, so nothing was changed:\n${lines.join('\n')}`);
}

/**
 * Brings a database to the newest schema, or to `target`. Each migration runs in a transaction of its own under an
 * advisory lock and is looked up again inside it, so two migrators at once apply each one once, and one that fails
 * leaves no trace of itself. Drizzle's own migrator takes no lock, compares no hashes and skips a migration that was
 * merged out of order.
 *
 * @param sql a connection of an administrator; migrations run as the role `migrator` once it exists
 * @throws MigrationError when an applied migration was edited, one is out of order, or the database is ahead
 */
export async function migrate(
  sql: postgres.Sql,
  options: {
    migrations?: readonly MigrationFile[];
    target?: string;
    /** Whether migrations of a later release may be there already, as they are after a rollback of the code. */
    acceptAhead?: boolean;
    onApplied?: (name: string, durationMilliseconds: number) => void;
  } = {},
): Promise<MigrationReport> {
  const all = options.migrations ?? (await readMigrations());
  const targetIndex =
    options.target === undefined ? all.length - 1 : all.findIndex(({ name }) => name === options.target);
  if (options.target !== undefined && targetIndex < 0) {
    throw new MigrationError(
      `There is no migration ${options.target}; there are:\n${all.map(({ name }) => `  ${name}`).join('\n')}`,
    );
  }
  const before = await readApplied(sql);
  rejectMisfits(compareMigrations(all, before), options);
  const applied: MigrationReport['applied'] = [];
  // What is applied stays so; the others are looked up again under the lock.
  const known = new Set(before.map(({ name }) => name));
  for (const migration of all.slice(0, targetIndex + 1).filter(({ name }) => !known.has(name))) {
    const startedAt = performance.now();
    if (!(await applyUnlessLocked(sql, migration, all, options))) continue;
    const durationMilliseconds = Math.round(performance.now() - startedAt);
    applied.push({ name: migration.name, durationMilliseconds });
    options.onApplied?.(migration.name, durationMilliseconds);
  }
  return {
    from: before.at(-1)?.name ?? null,
    // Read anew: another migrator may have done the work meanwhile.
    to: (await readApplied(sql)).at(-1)?.name ?? null,
    applied,
  };
}

/**
 * Runs work on the schema in a transaction that no other such work is in. The driver's own transactions write a rollback to
 * a connection that is gone, from a timer, which ends the process.
 */
export async function inLockedTransaction<Result>(
  sql: postgres.Sql,
  work: (tx: postgres.ReservedSql) => Promise<Result>,
): Promise<Result> {
  const connection = await sql.reserve();
  let isLost = false;
  try {
    await connection`begin`;
    await connection.unsafe(`set local idle_in_transaction_session_timeout = ${idleTimeoutMilliseconds}`);
    await connection`select pg_advisory_xact_lock(${lockKey})`;
    const result = await work(connection);
    await connection`commit`;
    return result;
  } catch (error) {
    isLost = classifyConnectionLoss(error) === 'connection';
    if (!isLost) await connection`rollback`;
    throw error;
  } finally {
    // A lost connection has left the pool by itself.
    if (!isLost) connection.release();
  }
}

/** As `applyOnce`, anew where others hold on to what it changes. */
async function applyUnlessLocked(...parameters: Parameters<typeof applyOnce>): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await applyOnce(...parameters);
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (code !== lockNotAvailable || tries === lockTries) throw error;
      await setTimeout(pauseBetweenTriesMilliseconds);
    }
  }
}

/** Applies one migration unless somebody has; answers whether it did. */
async function applyOnce(
  sql: postgres.Sql,
  migration: MigrationFile,
  all: readonly MigrationFile[],
  options: { acceptAhead?: boolean },
): Promise<boolean> {
  return inLockedTransaction(sql, async (tx) => {
    await tx`
      create table if not exists schema_migrations (
        sequence integer generated always as identity primary key,
        name text not null unique,
        hash text not null,
        applied_at timestamptz(3) not null default now(),
        duration_milliseconds integer not null
      )`;
    const applied = await readApplied(tx);
    rejectMisfits(compareMigrations(all, applied), options);
    if (applied.some((row) => row.name === migration.name)) return false;
    const startedAt = performance.now();
    await tx.unsafe(`set local lock_timeout = ${lockTimeoutMilliseconds}`);
    const asAdministrator = migration.sql.startsWith('-- run as: administrator');
    if (!asAdministrator) await tx`set local role migrator`;
    try {
      await tx.unsafe(migration.sql).simple();
    } catch (error) {
      throw new Error(`Migration ${migration.name} failed and was rolled back: ${(error as Error).message}`, {
        cause: error,
      });
    }
    await tx`reset role`;
    await tx`
      insert into schema_migrations (name, hash, duration_milliseconds)
      values (${migration.name}, ${migration.hash}, ${Math.round(performance.now() - startedAt)})`;
    return true;
  });
}
