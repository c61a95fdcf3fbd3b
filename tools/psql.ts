import { spawn } from 'node:child_process';
import { print, runCommand } from './command.js';
import { accessHelp, accessOptions } from './studio/access.js';
import { buildPsqlEnvironment, formatInvocation } from './studio/psql-environment.js';
import { withAccess } from './studio/with-access.js';

const help = `Opens psql on the local database, or on a deployed one (docs/deploy.md), with the same access as npm run db:studio.

  npm run db:psql
  npm run db:psql -- --command 'select count(*) from patients'
  npm run db:psql -- --print

${accessHelp}
  --command SQL        run SQL and exit
  --print              print the invocation instead, to run it elsewhere`;

const options = { ...accessOptions, command: { type: 'string' }, print: { type: 'boolean' } } as const;

await runCommand({ help, options }, ({ values }) =>
  withAccess(values, async (access) => {
    const environment = buildPsqlEnvironment(access);
    if (values.print) {
      print(formatInvocation(access, environment));
      return;
    }
    const password = await access.password?.();
    // psql handles Ctrl-C itself.
    process.on('SIGINT', () => {});
    const psql = spawn(
      'psql',
      ['--no-psqlrc', ...(values.command === undefined ? [] : ['--command', values.command])],
      {
        stdio: 'inherit',
        env: { ...process.env, ...environment, ...(password !== undefined && { PGPASSWORD: password }) },
      },
    );
    process.exitCode = await new Promise<number>((resolve, reject) => {
      psql.once('exit', (code) => resolve(code ?? 1));
      psql.once('error', () =>
        reject(new Error('psql is not installed. Install a PostgreSQL client, or use --print.')),
      );
    });
  }),
);
