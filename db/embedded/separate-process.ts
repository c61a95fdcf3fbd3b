import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startEmbeddedDatabase } from './embedded.js';

const file = fileURLToPath(import.meta.url);

/**
 * Starts an embedded database in memory in a separate process, so that measurements of this process exclude it. It ends
 * with this process, even if this process crashes.
 */
export async function startEmbeddedDatabaseProcess(): Promise<{ url: string; close(): Promise<void> }> {
  const child = fork(file);
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    ended.then(([code]) => Promise.reject(new Error(`The embedded database exited with code ${code}.`))),
  ]);
  return {
    url,
    async close() {
      child.disconnect();
      await ended;
    },
  };
}

if (process.argv[1] === file && process.send !== undefined) {
  const database = await startEmbeddedDatabase();
  process.once('disconnect', () => void database.close().then(() => process.exit(0)));
  // Ctrl-C reaches both processes; this one waits until the other disconnects.
  process.on('SIGINT', () => {});
  process.send(database.url);
}
