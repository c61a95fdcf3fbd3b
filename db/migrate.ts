import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type postgres from 'postgres';
import { classifyConnectionLoss } from './client/errors.js';

export interface MigrationFile {
  /** For example `0002_rules`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
}

export type MigrationState =
  | 'applied'
  | 'pending'
  /** The file has changed since it was applied. */
  | 'edited'
  /** Not applied, but a later one is. */
  | 'out-of-order'
  /** Applied but without a file: the database is ahead of this release. */
  | 'unknown';

export interface MigrationStatus {
  readonly name: string;
  readonly state: MigrationState;
  readonly appliedAt?: Date;
}

export interface MigrationResult {
  /** The newest migration before, or null for an empty database. */
  readonly from: string | null;
  readonly to: string | null;
  readonly applied: { readonly name: string; readonly durationMilliseconds: number }[];
}

/** The migrations don't match the database. The message lists each mismatch with its fix. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const defaultFolder = new URL('./migrations/', import.meta.url);

/**
 * Limit for the wait for a table lock. Requests queue behind the wait, so behind a long transaction they would all stop.
 * The migration gives up instead and retries.
 */
const lockTimeoutMilliseconds = 3_000;
const maxLockAttempts = 10;

/**
 * Limit for an idle transaction. Without it, a crashed migrator would keep the lock until the server notices that the
 * connection is gone, which takes hours.
 */
const idleTimeoutMilliseconds = 60_000;

const pauseMilliseconds = 1_000;

/** SQLSTATE. */
const lockNotAvailable = '55P03';

// The first eight digits of the SHA-256 of `schema_migrations`, as a unique number.
const lockKey = 0x26bec784;

/** Reads the migrations in a folder, in the order of drizzle-kit's journal. */
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

type AppliedMigration = { readonly name: string; readonly hash: string; readonly appliedAt: Date };

async function readApplied(sql: postgres.Sql | postgres.ReservedSql): Promise<AppliedMigration[]> {
  const [found] = await sql<{ exists: boolean }[]>`select to_regclass('schema_migrations') is not null as exists`;
  if (!found?.exists) return [];
  return sql<AppliedMigration[]>`
    select name, hash, applied_at as "appliedAt" from schema_migrations order by sequence`;
}

function compareMigrations(
  migrations: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationStatus[] {
  const rows = new Map(applied.map((row) => [row.name, row]));
  const lastApplied = migrations.findLastIndex((migration) => rows.has(migration.name));
  const known = migrations.map(({ name, hash }, index): MigrationStatus => {
    const row = rows.get(name);
    if (row === undefined) return { name, state: index < lastApplied ? 'out-of-order' : 'pending' };
    return { name, state: row.hash === hash ? 'applied' : 'edited', appliedAt: row.appliedAt };
  });
  const names = new Set(migrations.map((migration) => migration.name));
  const unknown = applied
    .filter((row) => !names.has(row.name))
    .map(({ name, appliedAt }): MigrationStatus => ({ name, state: 'unknown', appliedAt }));
  return [...known, ...unknown];
}

/** Compares the migrations with the database: files in order, then unknown migrations. */
export async function readMigrationStatuses(
  sql: postgres.Sql,
  migrations?: readonly MigrationFile[],
): Promise<MigrationStatus[]> {
  return compareMigrations(migrations ?? (await readMigrations()), await readApplied(sql));
}

const mismatchFixes: Partial<Record<MigrationState, string>> = {
  edited: 'has changed since it was applied: restore the file and put the change in a new migration',
  'out-of-order': 'comes before migrations that are already applied: generate it again so that it comes last',
  unknown: 'is applied but has no file: the database is ahead of this release, so run the release that migrated it',
};

function rejectMismatches(statuses: readonly MigrationStatus[], { acceptAhead = false } = {}): void {
  // A database that is ahead has all migrations of this release and more. With one missing, it has diverged.
  const isAhead = acceptAhead && statuses.every(({ state }) => state !== 'pending');
  const isMismatch = ({ state }: MigrationStatus) =>
    mismatchFixes[state] !== undefined && !(isAhead && state === 'unknown');
  const lines = statuses.filter(isMismatch).map(({ name, state }) => `  ${name} ${mismatchFixes[state]}`);
  if (lines.length === 0) return;
  throw new MigrationError(`The migrations don't match the database. Nothing was changed.\n${lines.join('\n')}`);
}

/**
 * Migrates a database to the newest schema, or to `target`. Each migration runs in its own transaction, under an advisory
 * lock, after another check that it is still pending: concurrent migrators apply each migration once, and a failed one is
 * rolled back completely. Drizzle's migrator takes no lock, compares no hashes and skips a migration merged out of order.
 *
 * @param sql a connection of an administrator; migrations run as the role `migrator` once it exists
 * @throws MigrationError if an applied migration was edited, one is out of order, or the database is ahead
 */
export async function migrate(
  sql: postgres.Sql,
  options: {
    migrations?: readonly MigrationFile[];
    target?: string;
    /** Accepts migrations of a later release, which exist after a rollback of the code. */
    acceptAhead?: boolean;
    onApplied?: (name: string, durationMilliseconds: number) => void;
  } = {},
): Promise<MigrationResult> {
  const all = options.migrations ?? (await readMigrations());
  const targetIndex =
    options.target === undefined ? all.length - 1 : all.findIndex(({ name }) => name === options.target);
  if (options.target !== undefined && targetIndex < 0) {
    throw new MigrationError(
      `The migration ${options.target} does not exist. Migrations:\n${all.map(({ name }) => `  ${name}`).join('\n')}`,
    );
  }
  const before = await readApplied(sql);
  rejectMismatches(compareMigrations(all, before), options);
  const applied: MigrationResult['applied'] = [];
  // The others are checked again under the lock.
  const known = new Set(before.map(({ name }) => name));
  for (const migration of all.slice(0, targetIndex + 1).filter(({ name }) => !known.has(name))) {
    const startedAt = performance.now();
    if (!(await applyWithRetries(sql, migration, all, options))) continue;
    const durationMilliseconds = Math.round(performance.now() - startedAt);
    applied.push({ name: migration.name, durationMilliseconds });
    options.onApplied?.(migration.name, durationMilliseconds);
  }
  return {
    from: before.at(-1)?.name ?? null,
    // Another migrator can have applied more in the meantime.
    to: (await readApplied(sql)).at(-1)?.name ?? null,
    applied,
  };
}

/**
 * Runs work on the schema in a transaction, one at a time. The driver's own transactions can't be used: if the connection
 * is lost, a timer writes a rollback to it, which ends the process.
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
    // The driver has already discarded a lost connection.
    if (!isLost) connection.release();
  }
}

/** Retries while other transactions hold the table locks that the migration needs. */
async function applyWithRetries(...parameters: Parameters<typeof applyOnce>): Promise<boolean> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await applyOnce(...parameters);
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (code !== lockNotAvailable || attempts === maxLockAttempts) throw error;
      await setTimeout(pauseMilliseconds);
    }
  }
}

/** Applies one migration. Returns false if another migrator has applied it. */
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
    rejectMismatches(compareMigrations(all, applied), options);
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
