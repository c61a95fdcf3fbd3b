import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.js';
import { studioOrigin } from './studio/server.js';

let db: TestDatabase;
let folder: string;
let studio: ChildProcess;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'studio-'));
});
afterAll(async () => {
  if (studio.exitCode === null) studio.kill('SIGKILL');
  await rm(folder, { recursive: true });
  await db.close();
});

/** Starts the command and waits until it has printed everything. */
async function start(...flags: string[]): Promise<string> {
  studio = spawn(process.execPath, ['--import', 'tsx', 'tools/studio.ts', ...flags], {
    env: { ...process.env, DATABASE_URL: db.url, LOCAL_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const piece of studio.stdout ?? []) {
    printed += String(piece);
    if (printed.includes('Ctrl-C')) break;
  }
  return printed;
}

/** Sends a message as the page does. */
function ask(host: string, port: string, message: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { Host: `${host}:${port}`, Origin: studioOrigin, 'Content-Type': 'application/json' };
    const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (response) =>
      resolve(text(response)),
    );
    sent.once('error', reject).end(JSON.stringify(message));
  });
}

it('npm run db:studio answers the page at the printed address, as readonly, and logs the person', {
  timeout: 60_000,
}, async () => {
  const printed = await start('--as', 'ada');
  const [, host = '', port = ''] = /local\.drizzle\.studio\/\?host=(\S+)&port=(\d+)/.exec(printed) ?? [];
  expect(printed).toContain('readonly, for ada');
  expect(printed).not.toContain('Warning');
  const read = { sql: 'select current_user::text as user', method: 'all' };
  expect(await ask(host, port, { type: 'proxy', data: read })).toBe('[{"user":"readonly"}]');
  expect(await ask(host, port, { type: 'proxy', data: { ...read, sql: 'delete from patients' } })).toContain(
    'readonly can run',
  );
  await expect(ask('127.0.0.1', port, { type: 'proxy', data: read })).rejects.toThrow();
  const log = await readFile(join(folder, 'statements.jsonl'), 'utf8');
  expect(log.match(/"person":"ada"/g)).toHaveLength(2);
  studio.kill('SIGINT');
  expect(await once(studio, 'exit')).toEqual([0, null]);
});
