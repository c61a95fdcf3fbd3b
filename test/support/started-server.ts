import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './free-port.js';

export interface StartedServer {
  readonly origin: string;
  close(): Promise<void>;
}

const startMilliseconds = 180_000;

/**
 * Runs `npm start` with the sample data on a free port, in a temporary folder and with the embedded database.
 * @throws Error if it doesn't answer within three minutes
 */
export async function startServer(): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-server-'));
  const port = await findFreePort();
  const { DATABASE_URL: _server, ...variables } = process.env;
  const server = spawn(process.execPath, ['--import', 'tsx', 'tools/start.ts'], {
    env: { ...variables, PORT: String(port), DATABASE_PORT: String(await findFreePort()), LOCAL_FOLDER: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(server, 'exit');
  const origin = `http://localhost:${port}`;
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  };
  const deadline = Date.now() + startMilliseconds;
  const isHealthy = () =>
    fetch(`${origin}/v1/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isHealthy())) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Error('npm start did not answer; its output is above.');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { origin, close };
}
