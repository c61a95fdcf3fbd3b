import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';

export interface StatementCounts {
  readonly executionMilliseconds: number;
  readonly rows: number;
  readonly buffersHit: number;
  readonly buffersRead: number;
  readonly walBytes: number;
}

/** Aurora counts log writes in units of 4 KiB, and each page read from storage. */
const logPieceBytes = 4_096;

export const countIoRequests = ({ walBytes, buffersRead }: Pick<StatementCounts, 'walBytes' | 'buffersRead'>): number =>
  walBytes / logPieceBytes + buffersRead;

/** @param schedstat content of `/proc/PID/schedstat`, which starts with the CPU time in nanoseconds */
export function parseCpuMilliseconds(schedstat: string): number {
  const [nanoseconds] = schedstat.trim().split(/\s+/);
  if (nanoseconds === undefined || !/^\d+$/.test(nanoseconds)) throw new Error('Not the schedstat of a process.');
  return Number(nanoseconds) / 1e6;
}

/** Returns the CPU time of a backend; undefined if it runs on another machine or the kernel doesn't report it. */
export async function readCpuMilliseconds(backendId: number): Promise<number | undefined> {
  try {
    const command = await readFile(`/proc/${backendId}/comm`, 'utf8');
    if (!command.startsWith('postgres')) return undefined;
    return parseCpuMilliseconds(await readFile(`/proc/${backendId}/schedstat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns whether the server has pg_stat_statements; the server of `.ci/postgres` does */
export async function enableStatementCounts(sql: postgres.Sql): Promise<boolean> {
  try {
    await sql`create extension if not exists pg_stat_statements`;
    await resetStatementCounts(sql);
    return true;
  } catch {
    return false;
  }
}

export const resetStatementCounts = (sql: postgres.Sql) => sql`select pg_stat_statements_reset()`;

/** Counts the statements of role `app` in this database since the last reset. */
export async function readStatementCounts(sql: postgres.Sql): Promise<StatementCounts> {
  const [counts] = await sql<StatementCounts[]>`
    select coalesce(sum(total_exec_time), 0)::float8 as "executionMilliseconds",
      coalesce(sum(rows), 0)::float8 as rows,
      coalesce(sum(shared_blks_hit), 0)::float8 as "buffersHit",
      coalesce(sum(shared_blks_read), 0)::float8 as "buffersRead",
      coalesce(sum(wal_bytes), 0)::float8 as "walBytes"
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database()) and userid = 'app'::regrole`;
  if (counts === undefined) throw new Error('pg_stat_statements has no data.');
  return counts;
}
