import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the development server keeps its database and signing key. */
export const localFolder = resolve(process.env.LOCAL_FOLDER ?? fileURLToPath(new URL('../../.local', import.meta.url)));

/** Contains the embedded database's URL while it runs. */
export const embeddedUrlFile = resolve(localFolder, 'database.url');

/** The port from `DATABASE_PORT`. Without it, the embedded database uses the default, or any free port if that is taken. */
export const embeddedPort = process.env.DATABASE_PORT === undefined ? undefined : Number(process.env.DATABASE_PORT);
export const defaultEmbeddedPort = 54_320;

/** The database for local commands: `DATABASE_URL`, or the embedded one that runs from `localFolder`. */
export function readLocalDatabaseUrl(): string {
  if (process.env.DATABASE_URL !== undefined) return process.env.DATABASE_URL;
  try {
    return readFileSync(embeddedUrlFile, 'utf8');
  } catch {
    return `postgres://postgres@127.0.0.1:${embeddedPort ?? defaultEmbeddedPort}/postgres?sslmode=disable`;
  }
}
