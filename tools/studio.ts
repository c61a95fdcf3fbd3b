import { once } from 'node:events';
import { resolve } from 'node:path';
import { localFolder } from '../db/client/addresses.js';
import { bold, dim, parsePositiveInteger, print, runCommand, UsageError } from './command.js';
import { type Access, accessHelp, accessOptions } from './studio/access.js';
import { StudioProtocol } from './studio/protocol.js';
import { startStudioServer } from './studio/server.js';
import { StatementSession } from './studio/session.js';
import { createStatementLog } from './studio/statement-log.js';
import { withAccess } from './studio/with-access.js';

const help = `Opens Drizzle Studio on the local database, or on a deployed one (docs/deploy.md).

  npm run db:studio
  npm run db:studio -- --as NAME --role ROLE
  npm run db:studio -- --deployed --accept-vendor-code

${accessHelp}
  --port N             where studio listens on this machine (default: any free port)
  --accept-vendor-code with --deployed: show real patient data to the page, whose JavaScript comes from its vendor
  --no-token           leave the secret out of the address, for browsers that don't resolve names below localhost

The page is loaded from https://local.drizzle.studio. To use no foreign JavaScript: npm run db:psql`;

const options = {
  ...accessOptions,
  port: { type: 'string' },
  'accept-vendor-code': { type: 'boolean' },
  'no-token': { type: 'boolean' },
} as const;

const refusal = `Drizzle Studio's page is loaded from https://local.drizzle.studio, and its JavaScript could read every row that it shows.
For a deployed database, use: npm run db:psql -- --deployed
If your clinic allows that page to show patient data, add --accept-vendor-code.`;

function printAccess({ person, role, login, isDeployed, host, port, database }: Access, logFile: string): void {
  print(`  ${bold('Database')}  ${host}:${port}/${database}${isDeployed ? ' (deployed)' : ''}`);
  print(`  ${bold('Signed in')} ${login === role ? role : `${login}, as ${role}`}, for ${person}`);
  print(`  ${bold('Log')}       ${logFile}`);
  if (role !== 'readonly') print(`\n  ${bold('Warning:')} ${role} can change data. The default, readonly, can't.`);
}

await runCommand({ help, options }, async ({ values }) => {
  if (values['accept-vendor-code'] && !values.deployed) throw new UsageError('--accept-vendor-code needs --deployed.');
  if (values.deployed && !values['accept-vendor-code']) throw new UsageError(refusal);
  const port = values.port === undefined ? undefined : parsePositiveInteger('port', values.port);
  await withAccess(values, async (access) => {
    const logFile = resolve(localFolder, 'statements.jsonl');
    const session = new StatementSession(access, createStatementLog(logFile, access));
    await session.verify();
    const protocol = new StudioProtocol(session, access);
    const server = await startStudioServer({
      answer: (message) => protocol.answer(message),
      port,
      hasToken: !values['no-token'],
    });
    print();
    print(`  ${bold('Studio')}    ${server.pageUrl}`);
    printAccess(access, logFile);
    print();
    print(dim('  The page and its JavaScript come from its vendor, who also gets this address. Press Ctrl-C to stop.'));
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
  });
});
