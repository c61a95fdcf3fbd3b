import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a developer's machine keeps its database and signing key. */
export const localFolder = resolve(process.env.LOCAL_FOLDER ?? fileURLToPath(new URL('../../.local', import.meta.url)));

/** Where the embedded database says that it can be reached, while it runs. */
export const embeddedUrlFile = resolve(localFolder, 'database.url');

/** The port that was asked for; without one it is the usual one, or any where that is taken. */
export const embeddedPort = process.env.DATABASE_PORT === undefined ? undefined : Number(process.env.DATABASE_PORT);
export const defaultEmbeddedPort = 54_320;

/** The database that local commands work on: `DATABASE_URL`, or the embedded one that runs from this folder. */
export function readLocalDatabaseUrl(): string {
  if (process.env.DATABASE_URL !== undefined) return process.env.DATABASE_URL;
  try {
    return readFileSync(embeddedUrlFile, 'utf8');
  } catch {
    return `postgres://postgres@127.0.0.1:${embeddedPort ?? defaultEmbeddedPort}/postgres?sslmode=disable`;
  }
}
