import { LoaderEnvironment, parseEnvironment } from '../../../config/environment.js';
import { connectDatabase } from '../../../db/client/database.js';
import { loadRecords } from '../../../functions/data_loader/load.js';
import { createLazySource } from './records.js';

/** The peak memory of a load. */
export interface LoadMemory {
  /** After garbage collection. */
  readonly heapMb: number;
  readonly residentMb: number;
}

const heapSamples = 10;

// Runs in its own process: receives the database and the number of files as arguments and sends its peak memory.
const [, , url = '', count = ''] = process.argv;
const { gc } = globalThis;
if (gc === undefined) throw new Error('Start it with --expose-gc.');

const database = connectDatabase(parseEnvironment(LoaderEnvironment, { DATABASE_URL: url }));
let heapMb = 0;
const report = await loadRecords(database, createLazySource(Number(count)), {
  onProgress({ done, total }) {
    if (done !== total && done % Math.ceil(total / heapSamples) !== 0) return;
    gc();
    heapMb = Math.max(heapMb, process.memoryUsage().heapUsed / 1e6);
  },
});
await database.close();
const [failed] = report.files.failed;
if (failed !== undefined) throw new Error(`${failed.name} was not loaded: ${JSON.stringify(failed.problems)}`);
// Linux reports it in KiB.
const residentMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
process.send?.({ heapMb, residentMb } satisfies LoadMemory, () => process.disconnect());
