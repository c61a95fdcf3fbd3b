import postgres from 'postgres';
import type { DatabaseEnvironment } from '../../config/environment.js';
import { type Credentials, createCredentials } from './credentials.js';
import { withTimeLimit } from './deadline.js';
import { classifyConnectionLoss, DatabaseDeadlineError, DatabaseSignInError, toDatabaseFailure } from './errors.js';

/** A paused Aurora cluster takes about 15 s to resume, or 30 s after a day's pause (Aurora user guide, auto-pause). */
const defaultWaitMilliseconds = 90_000;
const pauseMilliseconds = 1_000;

/** Limit for one attempt. A connection that is silent for longer is half-open. */
const attemptMilliseconds = 10_000;

/**
 * Opens a connection that can create roles and extensions. Waits for a cluster that is paused, starting or failing over,
 * and for a password rotation.
 * @throws the last error if the server stays unreachable
 */
export async function connectAdministrator(
  environment: DatabaseEnvironment,
  { waitMilliseconds = defaultWaitMilliseconds } = {},
): Promise<postgres.Sql> {
  const credentials = environment.DATABASE_URL === undefined ? createCredentials(environment) : undefined;
  const giveUpAt = Date.now() + waitMilliseconds;
  for (;;) {
    try {
      const sql = await createClient(environment, credentials);
      await withDeadline(sql, attemptMilliseconds, () => sql`select 1`);
      return sql;
    } catch (error) {
      if (toDatabaseFailure(error)?.kind !== 'unavailable' || Date.now() >= giveUpAt) throw error;
      if (classifyConnectionLoss(error) === 'sign-in') credentials?.forget();
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
}

/**
 * Runs work with a time limit. Closes the connection if the work fails or the time is up; the server then rolls back an
 * open transaction.
 * @throws DatabaseDeadlineError when the time is up
 */
export async function withDeadline<Result>(
  sql: postgres.Sql,
  milliseconds: number,
  work: () => PromiseLike<Result>,
): Promise<Result> {
  const seconds = Math.round(milliseconds / 1000);
  const createError = () => new DatabaseDeadlineError(`The database did not answer within ${seconds} s.`);
  try {
    return await withTimeLimit(milliseconds, work(), createError);
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

/** Reads the password before connecting: the driver would read it while signing in, where a failure ends the process. */
async function readSignIn(credentials: Credentials): Promise<{ user: string; password: string }> {
  try {
    return { user: await credentials.user(), password: await credentials.password() };
  } catch (cause) {
    const { message } = cause as Error;
    throw new DatabaseSignInError(`Could not get the administrator's password: ${message}`, { cause });
  }
}

async function createClient(
  environment: DatabaseEnvironment,
  credentials: Credentials | undefined,
): Promise<postgres.Sql> {
  const options = { max: 1, connect_timeout: attemptMilliseconds / 1000, fetch_types: false, onnotice: () => {} };
  if (environment.DATABASE_URL !== undefined) return postgres(environment.DATABASE_URL, options);
  return postgres({
    ...options,
    ...(credentials && (await readSignIn(credentials))),
    host: environment.DATABASE_HOST ?? '',
    port: environment.DATABASE_PORT,
    database: environment.DATABASE_NAME,
    ssl: { rejectUnauthorized: true },
  });
}
