import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createScratchDatabase } from '../support/scratch-database.js';
import type { BenchmarkContext } from './benchmark.js';

const run = promisify(execFile);

/** @returns its output; undefined if it failed */
async function runPostgres(command: 'start' | 'status' | 'stop'): Promise<string | undefined> {
  try {
    return (await run('.ci/postgres', [command])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Creates databases for benchmarks: on the server of `DATABASE_URL`, else on one from `.ci/postgres`, else embedded. A
 * server from `.ci/postgres` starts with the first database and stops with `close`.
 */
export function createDatabases(): { create: BenchmarkContext['createDatabase']; close: () => Promise<void> } {
  let isOurs = false;
  let server: Promise<string | undefined> | undefined;
  const findServer = async () => {
    if (process.env.DATABASE_URL !== undefined) return process.env.DATABASE_URL;
    const running = await runPostgres('status');
    if (running !== undefined) return running;
    const started = await runPostgres('start');
    isOurs = started !== undefined;
    return started;
  };
  return {
    async create(options) {
      server ??= findServer();
      return createScratchDatabase({ ...options, serverUrl: await server });
    },
    async close() {
      if (isOurs) await runPostgres('stop');
    },
  };
}
