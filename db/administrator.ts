import postgres from 'postgres';
import type { DatabaseEnvironment } from '../config/environment.js';
import { credentialsFor } from './credentials.js';
import { databaseFailure } from './errors.js';

/** A paused Aurora cluster takes about 15 s to resume, 30 s after a day's pause (Aurora user guide, auto-pause). */
const longestWaitMilliseconds = 90_000;
const pauseBetweenTriesMilliseconds = 1_000;

/**
 * One connection that may create roles and extensions. Waits for a cluster that is paused, starting or failing over.
 * @throws the last error when the server stays out of reach
 */
export async function connectAdministrator(
  environment: DatabaseEnvironment,
  { waitMilliseconds = longestWaitMilliseconds } = {},
): Promise<postgres.Sql> {
  const options = { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => {} };
  const credentials = credentialsFor(environment);
  const sql =
    environment.DATABASE_URL === undefined
      ? postgres({
          ...options,
          host: environment.DATABASE_HOST ?? '',
          port: environment.DATABASE_PORT,
          database: environment.DATABASE_NAME,
          user: await credentials.user(),
          password: () => credentials.password(),
          ssl: { rejectUnauthorized: true },
        })
      : postgres(environment.DATABASE_URL, options);
  const giveUpAt = Date.now() + waitMilliseconds;
  for (;;) {
    try {
      await sql`select 1`;
      return sql;
    } catch (error) {
      if (databaseFailure(error)?.kind !== 'unavailable' || Date.now() >= giveUpAt) {
        await sql.end({ timeout: 0 });
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseBetweenTriesMilliseconds));
    }
  }
}
