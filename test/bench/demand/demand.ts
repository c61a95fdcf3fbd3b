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
} from './counters.js';
import { saveDemand } from './keep.js';

/** The first requests prepare statements and fill caches, so they are not counted. */
const warmUps = 5;
const requests = 40;

const caller = { role: 'admin', subject: 'measuring', requestId: 'demand' } as const;

/** Returns the process id of the pool's only backend. */
async function readBackendId({ database }: ScratchDatabase): Promise<number> {
  const [row] = await database.transaction(caller, (tx) =>
    tx.execute<{ id: number }>(drizzleSql`select pg_backend_pid() as id`),
  );
  if (row === undefined) throw new Error('The backend did not return its process id.');
  return row.id;
}

async function measureOperation(
  database: ScratchDatabase,
  { prepare, functionName, operationId }: MeasuredOperation,
  isCounted: boolean,
): Promise<Measurement> {
  // Each request creates a medic; those of other operations would make availability search thousands of them.
  await database.sql`update medics set active = false where license_number like 'subject-%'`;
  const sends: (() => Promise<void>)[] = [];
  for (let index = 0; index < warmUps + requests; index += 1) sends.push(await prepare());
  // Autovacuum would do this later. Without statistics, plans assume empty tables.
  await database.sql.unsafe('analyze');
  for (const send of sends.slice(0, warmUps)) await send();
  const backendId = await readBackendId(database);
  if (isCounted) await resetStatementCounts(database.sql);
  const before = await readCpuMilliseconds(backendId);
  for (const send of sends.slice(warmUps)) await send();
  const after = await readCpuMilliseconds(backendId);
  const counts = isCounted ? await readStatementCounts(database.sql) : undefined;
  const perRequest = (sum: number) => sum / requests;
  const figure = before === undefined || after === undefined ? counts?.executionMilliseconds : after - before;
  if (figure === undefined) throw new Error('Neither CPU time nor pg_stat_statements is available.');
  return {
    name: `${functionName}: ${operationId}`,
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

/** Measures the database work of each API operation per request. */
export const databaseDemandBenchmark: Benchmark = {
  name: 'database-demand',
  purpose: 'database work of one request of each operation: CPU time, buffers, log and I/O',
  save: saveDemand,
  async run({ createDatabase, onProgress }) {
    const database = await createDatabase({ poolSize: 1 });
    const api = createMeasuredApi(database);
    try {
      await seedClinic(database.sql);
      // The seed's medics work around the clock, which would give ten times the slots of a clinic.
      await database.sql`update medics set working_hours = '[]'`;
      const isCounted = await enableStatementCounts(database.sql);
      const isClocked = (await readCpuMilliseconds(await readBackendId(database))) !== undefined;
      if (!isCounted && !isClocked) {
        return {
          title: 'Database demand',
          database: database.description,
          measurements: [],
          notes: ['Not measured: neither the CPU time of a backend nor pg_stat_statements is available here.'],
        };
      }
      const measurements: Measurement[] = [];
      for (const [index, operation] of api.operations.entries()) {
        onProgress(`database-demand: ${operation.operationId}, ${index + 1} of ${api.operations.length}`);
        measurements.push(await measureOperation(database, operation, isCounted));
      }
      return {
        title: 'Database demand',
        database: database.description,
        measurements,
        notes: [
          isClocked
            ? 'The figure is the CPU time that the backend used for a request, as counted by the kernel: parsing, planning, execution, COMMIT, sending and receiving.'
            : 'The figure is the statement time reported by pg_stat_statements; the CPU time of the backend is not available here.',
          isCounted
            ? 'I/O is what Aurora would bill: log in units of 4 KiB, and pages read. The record of COMMIT itself is not included, and units are counted as full: with few concurrent commits, each COMMIT writes a unit of its own. This database fits in memory.'
            : 'Buffers, rows and log are left out: the server has no pg_stat_statements.',
          `Means of ${requests} sequential requests of each operation after ${warmUps} warm-up requests, each with its transaction, caller, access limit and audit event; 4,000 patients and 200 medics who work the clinic's hours. Availability covers all medics for one day. The knowledge base has only a few passages; for a large one see the vectors benchmark.`,
        ],
      };
    } finally {
      api.close();
      await database.close();
    }
  },
};
