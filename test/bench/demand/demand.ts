import { sql as drizzleSql } from 'drizzle-orm';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import type { Benchmark, Measurement } from '../benchmark.js';
import { seedClinic } from '../throughput/seed.js';
import { createMeasuredApi, type MeasuredOperation } from './api.js';
import {
  countIoRequests,
  enableStatementCounts,
  readCpuMilliseconds,
  readStatementCounts,
  resetStatementCounts,
  type StatementCounts,
} from './counters.js';
import { saveDemand } from './keep.js';

/** The first ones prepare statements and fill caches; they don't count. */
const warmUps = 5;
const requests = 40;

const caller = { role: 'admin', subject: 'measuring', requestId: 'demand' } as const;

/** The one connection's, as the benchmark's pool has no other. */
async function readBackendId({ database }: ScratchDatabase): Promise<number> {
  const [row] = await database.transaction(caller, (tx) =>
    tx.execute<{ id: number }>(drizzleSql`select pg_backend_pid() as id`),
  );
  if (row === undefined) throw new Error('The backend did not say which it is.');
  return row.id;
}

interface Demand {
  readonly cpuMilliseconds: number | undefined;
  readonly counts: StatementCounts | undefined;
}

async function measureOperation(
  database: ScratchDatabase,
  { prepare }: MeasuredOperation,
  isCounted: boolean,
): Promise<Demand> {
  // Each request brings a medic; those of other operations would make availability that of thousands.
  await database.sql`update medics set active = false where license_number like 'subject-%'`;
  const sends: (() => Promise<void>)[] = [];
  for (let index = 0; index < warmUps + requests; index += 1) sends.push(await prepare());
  // As autovacuum would in time: without figures of what was just made, plans are for tables that are empty.
  await database.sql.unsafe('analyze');
  for (const send of sends.slice(0, warmUps)) await send();
  const backendId = await readBackendId(database);
  if (isCounted) await resetStatementCounts(database.sql);
  const before = await readCpuMilliseconds(backendId);
  for (const send of sends.slice(warmUps)) await send();
  const after = await readCpuMilliseconds(backendId);
  return {
    cpuMilliseconds: before === undefined || after === undefined ? undefined : after - before,
    counts: isCounted ? await readStatementCounts(database.sql) : undefined,
  };
}

function toMeasurement(operation: MeasuredOperation, { cpuMilliseconds, counts }: Demand): Measurement {
  const perRequest = (sum: number) => sum / requests;
  const figure = cpuMilliseconds ?? counts?.executionMilliseconds;
  if (figure === undefined) throw new Error('Neither processor’s time nor statements can be counted here.');
  return {
    name: `${operation.functionName}: ${operation.operationId}`,
    figure: perRequest(figure),
    unit: 'ms',
    ...(counts && {
      details: {
        'buffers hit': perRequest(counts.buffersHit),
        'buffers read': perRequest(counts.buffersRead),
        rows: perRequest(counts.rows),
        'WAL bytes': perRequest(counts.walBytes),
        'I/O': perRequest(countIoRequests(counts)),
      },
    }),
  };
}

/** What each operation of the API asks of the database, request by request. */
export const databaseDemandBenchmark: Benchmark = {
  name: 'database-demand',
  purpose: 'what a request of each operation asks of the database: processor’s time, buffers, log and I/O',
  save: saveDemand,
  async run({ createDatabase, onProgress }) {
    const database = await createDatabase({ poolSize: 1 });
    const api = createMeasuredApi(database);
    try {
      await seedClinic(database.sql);
      // The seed's medics work at all hours, which would be ten times the slots of a clinic.
      await database.sql`update medics set working_hours = '[]'`;
      const isCounted = await enableStatementCounts(database.sql);
      const isClocked = (await readCpuMilliseconds(await readBackendId(database))) !== undefined;
      if (!isCounted && !isClocked) {
        return {
          title: 'Demand on the database',
          database: database.description,
          measurements: [],
          notes: ['Not measured: here neither a backend’s processor time nor pg_stat_statements can be had.'],
        };
      }
      const measurements: Measurement[] = [];
      for (const [index, operation] of api.operations.entries()) {
        onProgress(`database-demand: ${operation.operationId}, ${index + 1} of ${api.operations.length}`);
        measurements.push(toMeasurement(operation, await measureOperation(database, operation, isCounted)));
      }
      return {
        title: 'Demand on the database',
        database: database.description,
        measurements,
        notes: [
          isClocked
            ? 'The figure is the time of the processor that the backend took for a request, as the kernel counts it: parsing, planning, executing, COMMIT, and what it takes to send and receive.'
            : 'The figure is the time that statements took, as pg_stat_statements has it; the backend’s own processor time can’t be had here.',
          isCounted
            ? 'I/O is what Aurora would count: the log in pieces of 4 KiB, and pages that were read. COMMIT’s own record is not in it, and pieces count as if they were always full: where few commit at once, each COMMIT is a piece of its own. In this database all is in memory.'
            : 'Buffers, rows and log are left out: the server has no pg_stat_statements.',
          `Means of ${requests} requests of each operation after ${warmUps} that do not count, one after the other, with the transaction, the caller, the limit of accesses and the audit event that each has; 4,000 patients and 200 medics, who work at the clinic’s hours. Availability is asked of all of them for a day. The knowledge base has no more than some passages: a search of a large one takes longer, as the benchmark of vectors has it.`,
        ],
      };
    } finally {
      api.close();
      await database.close();
    }
  },
};
