import { spawn } from 'node:child_process';
import { readDeployedDatabase } from '../db/client/addresses.js';
import { openLocalDatabase } from '../functions/local/database.js';
import { runCommand } from './command.js';

// drizzle-kit reads the same variables and URL in drizzle.config.ts.
await runCommand(async () => {
  const database = readDeployedDatabase(process.env) === undefined ? await openLocalDatabase() : undefined;
  process.on('SIGINT', () => {});
  const studio = spawn('drizzle-kit', ['studio', ...process.argv.slice(2)], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    studio.once('exit', resolve);
    studio.once('error', reject);
  });
  await database?.close();
  process.exitCode = code ?? 0;
});
