import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startEmbeddedDatabase } from './embedded.js';

const file = fileURLToPath(import.meta.url);

/**
 * An embedded database in memory, in a process of its own: for who measures this process, and not what a database takes.
 * It ends with this process, however that ends.
 */
export async function startEmbeddedDatabaseProcess(): Promise<{ url: string; close(): Promise<void> }> {
  const child = fork(file);
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    ended.then(([code]) => Promise.reject(new Error(`The embedded database ended with code ${code}.`))),
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
  // Ctrl-C reaches the whole group of processes; this one ends when the other lets go of it.
  process.on('SIGINT', () => {});
  process.send(database.url);
}
