import { spawn } from 'node:child_process';
import { readDeployedDatabase } from '../db/client/addresses.js';
import { openLocalDatabase } from '../functions/local/database.js';
import { runCommand } from './command.js';

const help = `Opens drizzle-kit studio on the local database, or on a deployed one (docs/deploy.md).

  npm run db:studio
  npm run db:studio -- --port N --host HOST     where studio listens`;

const options = { port: { type: 'string' }, host: { type: 'string' } } as const;

await runCommand({ help, options }, async ({ values }) => {
  // drizzle-kit reads the same variables and URL in drizzle.config.ts.
  const database = readDeployedDatabase(process.env) === undefined ? await openLocalDatabase() : undefined;
  process.on('SIGINT', () => {});
  const flags = Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const studio = spawn('drizzle-kit', ['studio', ...flags], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    studio.once('exit', resolve);
    studio.once('error', reject);
  });
  await database?.close();
  process.exitCode = code ?? 0;
});
