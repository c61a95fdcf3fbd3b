import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../../db/embedded/embedded.js';
import { migrate } from '../../db/migrate.js';
import { createServerDatabase, readServerVersion } from './scratch-database.js';

/** The source of migrated databases for tests: a template on a server, or an image of an embedded database. */
export type TestDatabaseSource = { readonly url: string; readonly template: string } | { readonly imagePath: string };

declare module 'vitest' {
  interface ProvidedContext {
    testDatabase: TestDatabaseSource;
  }
}

async function migrateDatabase(url: string, describe: (version: string) => string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  process.stdout.write(`Database tests run on ${describe(await readServerVersion(sql))}.\n`);
  await migrate(sql);
  // `npm run test:faults -- --mutations` removes a safeguard, and expects a test to fail.
  if (process.env.SPOILING_SQL) await sql.unsafe(process.env.SPOILING_SQL);
  await sql.end();
}

async function prepareServer(project: TestProject, url: string): Promise<() => Promise<void>> {
  const template = `healthcare_test_${process.pid}`;
  const created = await createServerDatabase(url, { name: template });
  await migrateDatabase(created.url, (version) => `the PostgreSQL ${version} of DATABASE_URL`);
  project.provide('testDatabase', { url, template });
  return async () => {
    const server = postgres(url, { max: 1, onnotice: () => {} });
    const left = await server<{ name: string }[]>`
      select datname as name from pg_database where starts_with(datname, ${`${template}_`})`;
    for (const { name } of left) await server.unsafe(`drop database if exists ${name} with (force)`);
    await server.end();
    await created.drop();
  };
}

async function prepareEmbedded(project: TestProject): Promise<() => Promise<void>> {
  const embedded = await startEmbeddedDatabase();
  await migrateDatabase(embedded.url, (version) => `the embedded PostgreSQL ${version} (PGlite)`);
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-test-'));
  const imagePath = join(folder, 'database.tar');
  const image = await embedded.pglite.dumpDataDir('none');
  await writeFile(imagePath, Buffer.from(await image.arrayBuffer()));
  await embedded.close();
  project.provide('testDatabase', { imagePath });
  return () => rm(folder, { recursive: true });
}

/** Migrates once per run. Each test file gets its own database from the result. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.DATABASE_URL;
  return url === undefined ? prepareEmbedded(project) : prepareServer(project, url);
}
