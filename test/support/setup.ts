import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../db/migrate.js';

/** From where the tests get a migrated database: a template on a server, or an image of the embedded one. */
export type TestDatabaseSource = { readonly url: string; readonly template: string } | { readonly imagePath: string };

declare module 'vitest' {
  interface ProvidedContext {
    testDatabase: TestDatabaseSource;
  }
}

async function prepareServer(project: TestProject, url: string): Promise<() => Promise<void>> {
  const template = `healthcare_test_${process.pid}`;
  const server = postgres(url, { max: 1, onnotice: () => {} });
  const [row] = await server<{ version: string }[]>`select current_setting('server_version') as version`;
  process.stdout.write(`Database tests run on the PostgreSQL ${row?.version} of DATABASE_URL.\n`);
  await server.unsafe(`create database ${template}`);
  const inside = new URL(url);
  inside.pathname = `/${template}`;
  const sql = postgres(inside.href, { max: 1, onnotice: () => {} });
  await migrate(sql);
  // `npm run test:faults -- --mutations` takes a safeguard away, and expects a test to notice.
  if (process.env.SPOILING_SQL) await sql.unsafe(process.env.SPOILING_SQL);
  await sql.end();
  project.provide('testDatabase', { url, template });
  return async () => {
    const left = await server<{ name: string }[]>`
      select datname as name from pg_database where datname = ${template} or starts_with(datname, ${`${template}_`})`;
    for (const { name } of left) await server.unsafe(`drop database if exists ${name} with (force)`);
    await server.end();
  };
}

async function prepareEmbedded(project: TestProject): Promise<() => Promise<void>> {
  const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
  const embedded = await startEmbeddedDatabase();
  const sql = postgres(embedded.url, { max: 1, onnotice: () => {} });
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  process.stdout.write(`Database tests run on the embedded PostgreSQL ${row?.version} (PGlite).\n`);
  await migrate(sql);
  await sql.end();
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-test-'));
  const imagePath = join(folder, 'database.tar');
  const image = await embedded.pglite.dumpDataDir('none');
  await writeFile(imagePath, Buffer.from(await image.arrayBuffer()));
  await embedded.close();
  project.provide('testDatabase', { imagePath });
  return () => rm(folder, { recursive: true });
}

/** Migrates once for the whole run; each test file then gets a database of its own from the result. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.DATABASE_URL;
  return url === undefined ? prepareEmbedded(project) : prepareServer(project, url);
}
