/** Where `npm start` puts the embedded database, unless `DATABASE_PORT` says otherwise. */
export const embeddedPort = Number(process.env.DATABASE_PORT ?? 54320);

/** The database that local commands work on: `DATABASE_URL`, or the embedded one that `npm start` runs. */
export function localDatabaseUrl(): string {
  return process.env.DATABASE_URL ?? `postgres://postgres@127.0.0.1:${embeddedPort}/postgres?sslmode=disable`;
}
