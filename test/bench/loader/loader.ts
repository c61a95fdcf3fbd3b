import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createMemorySource, loadRecords } from '../../../functions/data_loader/load.js';
import type { LoadReport } from '../../../functions/data_loader/report.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { type Benchmark, median } from '../benchmark.js';
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

/** @throws Error where a file was refused: a load that stops early is no fast one */
async function load({ database }: ScratchDatabase, records: readonly { name: string; content: string }[]) {
  const report = await loadRecords(database, createMemorySource(records));
  const [failed] = report.files.failed;
  if (failed !== undefined) throw new Error(`${failed.name} was not loaded: ${JSON.stringify(failed.problems)}`);
  return report;
}

async function measureMemory({ url }: ScratchDatabase, files: number): Promise<LoadMemory> {
  const script = fileURLToPath(new URL('./memory.ts', import.meta.url));
  const child = fork(script, [url, String(files)], { execArgv: ['--expose-gc', '--import', 'tsx'] });
  const [measured] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The load of ${files} files ended with code ${code} before it had figures.`);
    }),
  ]);
  return measured as LoadMemory;
}

/** The loader against COPY of the rows that it made, in turns. */
export const loaderBenchmark: Benchmark = {
  name: 'loader',
  purpose: 'how many FHIR resources the loader takes a second against COPY of the same rows, and how much memory',
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
      const memory: LoadMemory[] = [];
      for (const files of [fewFiles, manyFiles]) {
        onProgress(`loader: memory for ${files} files`);
        await emptyTables(sql);
        memory.push(await measureMemory(database, files));
      }
      const [few, many] = memory;
      if (few === undefined || many === undefined) throw new Error('Memory was not measured.');
      const over = `${manyFiles} files, of ${fewFiles}`;
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
          { name: `heap: ${over}`, figure: many.heapMb, unit: 'MB', baseline: few.heapMb, goal: { atMost: 1.2 } },
          { name: `resident: ${over}`, figure: many.residentMb, unit: 'MB', baseline: few.residentMb },
        ],
        notes: [
          `The sample ${copies} times over: ${records.length} bundles, ${resources.toLocaleString('en-US')} resources that become ${rows.toLocaleString('en-US')} rows, of which one a resource is the ledger’s by which loading twice changes nothing.`,
          'The baseline is COPY of the rows that the loader made, its ledger included, into the same empty tables with their indexes, keys and triggers. It lacks what comes before a row (reading, validating and mapping JSON, looking up what is known and referred to), row-level security (an administrator copies), a transaction for each file (it has one) and the audit event of each.',
          `Medians of ${rounds} rounds in turns after one that does not count. Memory is of a process of its own that loads bundles of the sample, made as they are read: the largest heap after collecting garbage, and the largest resident set.`,
        ],
      };
    } finally {
      await database.close();
    }
  },
};
