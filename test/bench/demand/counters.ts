import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';

/** What a number of requests asked of the database. */
export interface StatementCounts {
  readonly executionMilliseconds: number;
  readonly rows: number;
  readonly buffersHit: number;
  readonly buffersRead: number;
  readonly walBytes: number;
}

/** Aurora counts what it writes to its log in pieces of 4 KiB, and each page that it reads from storage. */
const logPieceBytes = 4_096;

export const countIoRequests = ({ walBytes, buffersRead }: Pick<StatementCounts, 'walBytes' | 'buffersRead'>): number =>
  walBytes / logPieceBytes + buffersRead;

/** The processor's time in the text of `/proc/PID/schedstat`, whose first number is nanoseconds. */
export function parseCpuMilliseconds(schedstat: string): number {
  const [nanoseconds] = schedstat.trim().split(/\s+/);
  if (nanoseconds === undefined || !/^\d+$/.test(nanoseconds)) throw new Error('This is no schedstat of a process.');
  return Number(nanoseconds) / 1e6;
}

/** The processor's time that a backend has taken; undefined where it runs on another machine, or the kernel doesn't say. */
export async function readCpuMilliseconds(backendId: number): Promise<number | undefined> {
  try {
    const command = await readFile(`/proc/${backendId}/comm`, 'utf8');
    if (!command.startsWith('postgres')) return undefined;
    return parseCpuMilliseconds(await readFile(`/proc/${backendId}/schedstat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns whether the server counts statements; `.ci/postgres` starts one that does */
export async function enableStatementCounts(sql: postgres.Sql): Promise<boolean> {
  try {
    await sql`create extension if not exists pg_stat_statements`;
    await sql`select pg_stat_statements_reset()`;
    return true;
  } catch {
    return false;
  }
}

export const resetStatementCounts = (sql: postgres.Sql) => sql`select pg_stat_statements_reset()`;

/** Of the application's role in this database, since the last reset. */
export async function readStatementCounts(sql: postgres.Sql): Promise<StatementCounts> {
  const [counts] = await sql<StatementCounts[]>`
    select coalesce(sum(total_exec_time), 0)::float8 as "executionMilliseconds",
      coalesce(sum(rows), 0)::float8 as rows,
      coalesce(sum(shared_blks_hit), 0)::float8 as "buffersHit",
      coalesce(sum(shared_blks_read), 0)::float8 as "buffersRead",
      coalesce(sum(wal_bytes), 0)::float8 as "walBytes"
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database()) and userid = 'app'::regrole`;
  if (counts === undefined) throw new Error('pg_stat_statements has no figures.');
  return counts;
}
