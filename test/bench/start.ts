import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../support/free-port.js';
import { type Benchmark, median } from './benchmark.js';

const coldStarts = 3;
const warmStartsPerColdStart = 2;
const longestWaitMilliseconds = 120_000;

async function isReady(origin: string): Promise<boolean> {
  try {
    const tokens = (await (await fetch(`${origin}/local/tokens`)).json()) as { staff: string };
    const headers = { Authorization: `Bearer ${tokens.staff}` };
    return (await fetch(`${origin}/v1/patients?limit=1`, { headers })).ok;
  } catch {
    return false;
  }
}

/** @returns milliseconds from process start to the first response with patients */
async function measureStart(localFolder: string): Promise<number> {
  const port = await findFreePort();
  const { DATABASE_URL: _server, ...variables } = process.env;
  const startedAt = performance.now();
  const server = spawn(process.execPath, ['--import', 'tsx', 'tools/start.ts'], {
    env: { ...variables, PORT: String(port), DATABASE_PORT: String(await findFreePort()), LOCAL_FOLDER: localFolder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    while (!(await isReady(`http://localhost:${port}`))) {
      const isOver = server.exitCode !== null || performance.now() - startedAt > longestWaitMilliseconds;
      if (isOver) throw new Error('npm start did not respond; its output is above.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return performance.now() - startedAt;
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

/** Measures `npm start` to its first response: in an empty folder, then with the data of the first start. */
export const startBenchmark: Benchmark = {
  name: 'start',
  purpose: 'time from npm start to the first response, with and without existing data',
  async run({ onProgress }) {
    const cold: number[] = [];
    const warm: number[] = [];
    for (let round = 1; round <= coldStarts; round += 1) {
      onProgress(`start: ${round} of ${coldStarts}`);
      const folder = await mkdtemp(join(tmpdir(), 'healthcare-start-'));
      try {
        cold.push(await measureStart(folder));
        for (let again = 0; again < warmStartsPerColdStart; again += 1) warm.push(await measureStart(folder));
      } finally {
        await rm(folder, { recursive: true });
      }
    }
    return {
      title: 'npm start to first response',
      measurements: [
        { name: 'cold: no database yet', figure: median(cold), unit: 'ms', goal: { atMost: 10_000 } },
        { name: 'warm: existing data', figure: median(warm), unit: 'ms', goal: { atMost: 3_000 } },
      ],
      notes: [
        'Measured from process start to the first page of patients. A cold start creates the embedded database, its schema and the sample data.',
        `Medians of ${coldStarts} cold and ${coldStarts * warmStartsPerColdStart} warm starts.`,
      ],
    };
  },
};
