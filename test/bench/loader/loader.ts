import { formatNumber } from '../../../config/format.js';
import { createMemorySource, loadRecords } from '../../../functions/data_loader/load.js';
import type { LoadReport } from '../../../functions/data_loader/report.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { type Benchmark, median } from '../benchmark.js';
import { startWorker } from '../worker.js';
import { type CopiedTable, emptyTables, readTables, writeTables } from './copy.js';
import type { LoadMemory } from './memory.js';
import { makeSampleCopies } from './records.js';

const copies = 5;
const rounds = 5;
const fewFiles = 60;
const manyFiles = 8 * fewFiles;

const measureSeconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};

const countResources = (report: LoadReport): number =>
  Object.values(report.resources).reduce((sum, { written, unchanged }) => sum + written + unchanged, 0);

/** @throws Error if a file was rejected: a load that stops early looks fast */
async function load({ database }: ScratchDatabase, records: readonly { name: string; content: string }[]) {
  const report = await loadRecords(database, createMemorySource(records));
  const [failed] = report.files.failed;
  if (failed !== undefined) throw new Error(`${failed.name} was not loaded: ${JSON.stringify(failed.problems)}`);
  return report;
}

/** Compares the loader with COPY of the same rows, in alternating rounds. */
export const loaderBenchmark: Benchmark = {
  name: 'loader',
  purpose: 'FHIR resources loaded per second against COPY of the same rows, and memory',
  async run({ createDatabase, onProgress }) {
    const database = await createDatabase();
    const { sql } = database;
    const records = makeSampleCopies(copies);
    const [loads, again, copied]: [number[], number[], number[]] = [[], [], []];
    let tables: CopiedTable[] = [];
    let resources = 0;
    try {
      for (let round = 0; round <= rounds; round += 1) {
        onProgress(`loader: round ${round} of ${rounds}`);
        await emptyTables(sql);
        const loadSeconds = await measureSeconds(async () => {
          resources = countResources(await load(database, records));
        });
        const againSeconds = await measureSeconds(() => load(database, records));
        tables = await readTables(sql);
        await emptyTables(sql);
        const copySeconds = await measureSeconds(() => writeTables(sql, tables));
        // The first round warms up both.
        if (round === 0) continue;
        loads.push(loadSeconds);
        again.push(againSeconds);
        copied.push(copySeconds);
      }
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      const measureMemory = async (files: number) => {
        onProgress(`loader: memory for ${files} files`);
        await emptyTables(sql);
        const script = new URL('./memory.ts', import.meta.url);
        return (await startWorker<LoadMemory>(script, [database.url, String(files)], ['--expose-gc'])).message;
      };
      const few = await measureMemory(fewFiles);
      const many = await measureMemory(manyFiles);
      return {
        title: 'Loading FHIR records',
        database: database.description,
        measurements: [
          {
            name: 'rows',
            figure: rows / median(loads),
            unit: 'rows/s',
            baseline: rows / median(copied),
            goal: { atLeast: 0.3 },
          },
          { name: 'resources', figure: resources / median(loads), unit: 'resources/s' },
          { name: 'resources, loaded again', figure: resources / median(again), unit: 'resources/s' },
          {
            name: `heap: ${manyFiles} files, compared with ${fewFiles}`,
            figure: many.heapMb,
            unit: 'MB',
            baseline: few.heapMb,
            goal: { atMost: 1.2 },
          },
          {
            name: `resident: ${manyFiles} files, compared with ${fewFiles}`,
            figure: many.residentMb,
            unit: 'MB',
            baseline: few.residentMb,
          },
        ],
        notes: [
          `The sample ${copies} times: ${records.length} bundles, ${formatNumber(resources)} resources that become ${formatNumber(rows)} rows. One row per resource belongs to the ledger, which makes a second load change nothing.`,
          'The baseline is COPY of the rows that the loader wrote, its ledger included, into the same empty tables with their indexes, keys and triggers. It leaves out reading, validating and mapping JSON, looking up references, row-level security (an administrator copies), one transaction per file (it uses one for all) and the audit event of each file.',
          `Medians of ${rounds} alternating rounds after a warm-up round. Memory is measured in a separate process that generates and loads sample bundles one at a time: the largest heap after garbage collection, and the largest resident set.`,
        ],
      };
    } finally {
      await database.close();
    }
  },
};
