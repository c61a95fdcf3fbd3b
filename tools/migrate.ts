import { InitializationEnvironment, parseEnvironment } from '../config/environment.js';
import { connectAdministrator } from '../db/client/administrator.js';
import { readMigrationStatuses } from '../db/migrate.js';
import { initializeDatabase } from '../functions/db_initialization/initialize.js';
import { openLocalDatabase } from '../functions/local/database.js';
import { print, printJson, runCommand, UsageError } from './command.js';

const help = `Migrates a database to the latest schema: DATABASE_URL, or the embedded one.

  npm run db:migrate                      apply pending migrations
  npm run db:migrate -- status            list migrations and their state without changing anything
  npm run db:migrate -- --target NAME     stop after this migration
  npm run db:migrate -- --json            print the result as JSON`;

const options = { json: { type: 'boolean' }, target: { type: 'string' } } as const;

await runCommand({ help, options, allowPositionals: true }, async ({ values, positionals }) => {
  const [verb = 'up', ...others] = positionals;
  if (!['up', 'status'].includes(verb) || others.length > 0) {
    throw new UsageError(`Unknown command: ${positionals.join(' ')}.`);
  }
  const database = await openLocalDatabase();
  const environment = parseEnvironment(InitializationEnvironment, { DATABASE_URL: database.url });
  const sql = await connectAdministrator(environment, { waitMilliseconds: 5_000 });
  try {
    if (verb === 'status') {
      const statuses = await readMigrationStatuses(sql);
      if (values.json) return printJson(statuses);
      for (const { name, state, appliedAt } of statuses)
        print(`${state.padEnd(13)}${name}  ${appliedAt?.toISOString() ?? ''}`);
      return;
    }
    const result = await initializeDatabase(sql, {
      target: values.target,
      onApplied: (name, milliseconds) => values.json || print(`applied      ${name}  ${milliseconds} ms`),
    });
    if (values.json) return printJson(result);
    print(`${result.applied.length === 0 ? 'Nothing to apply. ' : ''}The schema is at ${result.to}.`);
    for (const warning of result.warnings) print(`warning      ${warning}`);
  } finally {
    await sql.end({ timeout: 5 });
    await database.close();
  }
});
