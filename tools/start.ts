import { access, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { Sql } from 'postgres';
import {
  AgentEnvironment,
  ApiEnvironment,
  FileRules,
  InitializationEnvironment,
  parseEnvironment,
} from '../config/environment.js';
import { localFolder } from '../db/client/addresses.js';
import { connectAdministrator } from '../db/client/administrator.js';
import { connectDatabase } from '../db/client/database.js';
import { createAgentServices } from '../functions/agent_integration/services.js';
import { createFolderSource, loadRecords } from '../functions/data_loader/load.js';
import { initializeDatabase } from '../functions/db_initialization/initialize.js';
import type { Services } from '../functions/http/context.js';
import { readAccessLimit } from '../functions/http/services.js';
import { lexicalEmbedder } from '../functions/knowledge/lexical-embedder.js';
import { openLocalDatabase, startLocalDatabase } from '../functions/local/database.js';
import { createLocalIssuer } from '../functions/local/issuer.js';
import { createLocalObjects } from '../functions/local/objects.js';
import { linkAccounts, loadSample } from '../functions/local/sample.js';
import { createLocalServer, listen, toPortError } from '../functions/local/server.js';
import { bold, dim, print, runCommand, step, UsageError } from './command.js';
import { createTerminalLog } from './terminal-log.js';

const help = `Runs the whole API on this machine: embedded database, sample data, local sign-in.

  npm start                      start with the data of the last run, or with sample data
  npm start -- --data DIR        load a folder of FHIR R4 bundles (.json) or resources (.ndjson)
  npm start -- --fresh           delete the embedded database and uploaded files first
  npm run dev                    the same, restarting when a source file changes

  PORT                 port of the API (default 3000)
  DATABASE_PORT        port of the embedded database (default 54320, or any free port)
  DATABASE_URL         PostgreSQL server with pgvector to use instead of the embedded database
  LOCAL_FOLDER         folder for the embedded database, uploaded files and the signing key (default .local)
  ASSISTANT_MODEL_URL  OpenAI-compatible API of a model for the assistant, for example http://localhost:11434/v1
  ASSISTANT_MODEL      name of the model
  ASSISTANT_MODEL_KEY  bearer token for the model's API`;

type Options = ReturnType<typeof checkOptions>;

function checkOptions(values: { data?: string; fresh?: boolean }) {
  const port = Number(process.env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`PORT must be a whole number from 1 to 65535 (found ${process.env.PORT}).`);
  }
  if (values.fresh && process.env.DATABASE_URL !== undefined) {
    throw new UsageError('--fresh deletes only the embedded database. Empty the database of DATABASE_URL yourself.');
  }
  return { data: values.data, fresh: values.fresh ?? false, port };
}

/** Checks the port before the database starts, so that a port in use fails at once. */
async function requireFreePort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((free, taken) => {
    probe.once('error', (error) => taken(toPortError(port, error)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()));
  });
}

async function start(options: Options): Promise<void> {
  await requireFreePort(options.port);
  if (options.data !== undefined) {
    await access(options.data).catch(() => {
      throw new UsageError(`--data: the folder ${options.data} does not exist.`);
    });
  }
  const database = await step('database', () =>
    process.env.DATABASE_URL === undefined ? startLocalDatabase(options) : openLocalDatabase(),
  );
  const closers: (() => Promise<void>)[] = [database.close];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    print('\nStopping …');
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await serve(options, database.url, closers);
  } catch (error) {
    if (isStopping) return;
    await close();
    throw error;
  }
}

async function serve(options: Options, url: string, closers: (() => Promise<void>)[]): Promise<void> {
  const variables = { ...process.env, DATABASE_URL: url, DATABASE_POOL_SIZE: process.env.DATABASE_POOL_SIZE ?? '10' };
  const environment = parseEnvironment(ApiEnvironment, variables);
  const sql = await connectAdministrator(parseEnvironment(InitializationEnvironment, variables), {
    waitMilliseconds: 5_000,
  });
  const services = {
    database: connectDatabase(environment),
    clinic: {
      timeZone: environment.CLINIC_TIME_ZONE,
      workingHours: environment.CLINIC_WORKING_HOURS,
      bookingHorizonDays: environment.CLINIC_BOOKING_HORIZON_DAYS,
    },
    now: () => new Date(),
    log: createTerminalLog(),
    release: environment.RELEASE,
    ...readAccessLimit(environment),
  } satisfies Services;
  closers.push(() => services.database.close());
  try {
    await step('schema', () => initializeDatabase(sql));
    await loadData(options, services, sql);
    // The accounts on a server belong to its owner.
    if (process.env.DATABASE_URL === undefined) await linkAccounts(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
  const origin = `http://localhost:${options.port}`;
  const issuer = await createLocalIssuer(resolve(localFolder, 'issuer.pem'), origin);
  const folder = resolve(localFolder, 'objects');
  // Uploaded files are unreachable without their records.
  if (options.fresh) await rm(folder, { recursive: true, force: true });
  const objects = createLocalObjects({ folder, origin, now: services.now });
  const fileRules = parseEnvironment(FileRules, variables);
  const agent = createAgentServices(parseEnvironment(AgentEnvironment, readAgentVariables()));
  const local = createLocalServer(
    { ...services, verifyToken: issuer.verifyToken },
    { issuer, objects, fileRules, agent },
  );
  const server = await listen(local, options.port);
  closers.push(() => server.close());
  print();
  print(`  ${bold('API')}       ${origin}/v1`);
  print(`  ${bold('Docs')}      ${origin}/docs`);
  print(`  ${bold('Database')}  ${url}`);
  print(`  ${bold('Tokens')}    ${origin}/local/tokens`);
  print();
  print('  Send a request as a medic:');
  print(`    curl -H "Authorization: Bearer $(curl -s ${origin}/local/tokens/medic)" ${origin}/v1/patients`);
  print();
  print(dim('  Press Ctrl-C to stop. The data is kept for the next start.'));
}

/** The embedder must be the one that the sample was loaded with, and nothing may call AWS by accident. */
const readAgentVariables = () => {
  const { ASSISTANT_MODEL_URL, ASSISTANT_MODEL, ASSISTANT_MODEL_KEY, MODEL_TIMEOUT_MILLISECONDS } = process.env;
  return { ASSISTANT_MODEL_URL, ASSISTANT_MODEL, ASSISTANT_MODEL_KEY, MODEL_TIMEOUT_MILLISECONDS };
};

async function loadData(options: Options, { database }: Services, sql: Sql): Promise<void> {
  const [row] = await sql<{ isEmpty: boolean }[]>`select not exists (select from patients) as "isEmpty"`;
  if (options.data === undefined && !row?.isEmpty) return;
  const { data } = options;
  const report =
    data === undefined
      ? await step('sample data', () => loadSample(database, new Date()))
      : await step(`records from ${data}`, () =>
          loadRecords(database, createFolderSource(data), { embedder: lexicalEmbedder }),
        );
  for (const { name, problems } of report.files.failed) {
    for (const { position, reason } of problems) print(`    ${name}: ${position}: ${reason}`);
  }
}

await runCommand({ help, options: { data: { type: 'string' }, fresh: { type: 'boolean' } } }, ({ values }) =>
  start(checkOptions(values)),
);
