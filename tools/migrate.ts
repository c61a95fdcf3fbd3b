import { parseArgs } from 'node:util';
import { InitializationEnvironment, parseEnvironment } from '../config/environment.js';
import { connectAdministrator } from '../db/client/administrator.js';
import { readMigrationStatuses } from '../db/migrate.js';
import { initializeDatabase } from '../functions/db_initialization/initialize.js';
import { openLocalDatabase } from '../functions/local/database.js';
import { print, runCommand, UsageError } from './command.js';

const help = `Brings a database to the newest schema: DATABASE_URL, or the embedded one.

  npm run db:migrate                      apply what is pending
  npm run db:migrate -- status            show each migration's state and change nothing
  npm run db:migrate -- --target NAME     stop at this migration
  npm run db:migrate -- --json            print the result as JSON`;

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean' }, target: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

await runCommand(async () => {
  const { values, positionals } = parse();
  if (values.help) return print(help);
  const [verb = 'up', ...others] = positionals;
  if (!['up', 'status'].includes(verb) || others.length > 0) {
    throw new UsageError(`There is no verb ${positionals.join(' ')}.\n\n${help}`);
  }
  const database = await openLocalDatabase();
  const environment = parseEnvironment(InitializationEnvironment, { DATABASE_URL: database.url });
  const sql = await connectAdministrator(environment, { waitMilliseconds: 5_000 });
  try {
    if (verb === 'status') {
      const statuses = await readMigrationStatuses(sql);
      if (values.json) return print(JSON.stringify(statuses, null, 2));
      for (const { name, state, appliedAt } of statuses)
        print(`${state.padEnd(13)}${name}  ${appliedAt?.toISOString() ?? ''}`);
      return;
    }
    const report = await initializeDatabase(sql, {
      target: values.target,
      onApplied: (name, milliseconds) => values.json || print(`applied      ${name}  ${milliseconds} ms`),
    });
    if (values.json) return print(JSON.stringify(report, null, 2));
    print(
      report.applied.length === 0 ? `Nothing to do: the schema is at ${report.to}.` : `The schema is at ${report.to}.`,
    );
    for (const warning of report.warnings) print(`warning      ${warning}`);
  } finally {
    await sql.end({ timeout: 5 });
    await database.close();
  }
});
