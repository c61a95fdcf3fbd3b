import postgres from 'postgres';
import type { DatabaseEnvironment } from '../../config/environment.js';
import { type Credentials, createCredentials } from './credentials.js';
import { classifyConnectionLoss, DatabaseDeadlineError, DatabaseSignInError, toDatabaseFailure } from './errors.js';

/** A paused Aurora cluster takes about 15 s to resume, 30 s after a day's pause (Aurora user guide, auto-pause). */
const longestWaitMilliseconds = 90_000;
const pauseBetweenTriesMilliseconds = 1_000;

/** Longest that one try may take; a connection that says nothing for longer is half-open. */
const tryMilliseconds = 10_000;

/**
 * One connection that may create roles and extensions. Waits for a cluster that is paused, starting or failing over, and
 * for a password that is being rotated.
 * @throws the last error when the server stays out of reach
 */
export async function connectAdministrator(
  environment: DatabaseEnvironment,
  { waitMilliseconds = longestWaitMilliseconds } = {},
): Promise<postgres.Sql> {
  const credentials = environment.DATABASE_URL === undefined ? createCredentials(environment) : undefined;
  const giveUpAt = Date.now() + waitMilliseconds;
  for (;;) {
    try {
      const sql = await prepareClient(environment, credentials);
      await withDeadline(sql, tryMilliseconds, () => sql`select 1`);
      return sql;
    } catch (error) {
      if (toDatabaseFailure(error)?.kind !== 'unavailable' || Date.now() >= giveUpAt) throw error;
      if (classifyConnectionLoss(error) === 'sign-in') credentials?.forget();
      await new Promise((resolve) => setTimeout(resolve, pauseBetweenTriesMilliseconds));
    }
  }
}

/**
 * Runs work on an administrator's connection, and ends the connection when the work fails or its time is over: the driver
 * alone waits for ever on a half-open socket. A transaction that was under way is rolled back by the server.
 * @throws DatabaseDeadlineError when it takes longer
 */
export async function withDeadline<Result>(
  sql: postgres.Sql,
  milliseconds: number,
  work: () => PromiseLike<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const message = `The database did not answer within ${Math.round(milliseconds / 1000)} s.`;
    timer = setTimeout(() => reject(new DatabaseDeadlineError(message)), milliseconds);
  });
  try {
    return await Promise.race([work(), timeout]);
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The driver would ask for the password in the middle of signing in, and its failure there ends the process. */
async function readSignIn(credentials: Credentials): Promise<{ user: string; password: string }> {
  try {
    return { user: await credentials.user(), password: await credentials.password() };
  } catch (cause) {
    const { message } = cause as Error;
    throw new DatabaseSignInError(`The administrator’s password could not be had: ${message}`, { cause });
  }
}

async function prepareClient(
  environment: DatabaseEnvironment,
  credentials: Credentials | undefined,
): Promise<postgres.Sql> {
  const options = { max: 1, connect_timeout: tryMilliseconds / 1000, fetch_types: false, onnotice: () => {} };
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
