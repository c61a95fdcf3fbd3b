import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import type { DatabaseEnvironment } from '../../config/environment.js';
import { Connection, maxIdleMilliseconds } from './connection.js';
import { type Credentials, createCredentials } from './credentials.js';
import { Attempt } from './deadline.js';
import { classifyConnectionLoss, DatabaseOutcomeUnknownError, toDatabaseFailure } from './errors.js';
import { Pool } from './pool.js';
import { buildCallerStatement, type DatabaseCaller, type Transaction, wrapTransaction } from './transaction.js';

export interface TransactionOptions<Result = unknown> {
  /** Limit for the whole transaction, including waiting, connecting and retries. */
  readonly deadlineMilliseconds?: number;
  /**
   * Whether to retry the work after a lost connection or a conflict with another transaction.
   * `never`: not once the work has begun, because its effects outside of the database would happen twice.
   * `uncommitted`: unless COMMIT was sent, so that nothing of the failed run remains.
   * `always`: for work that only reads, or that detects an earlier run by its Idempotency-Key.
   */
  readonly retry?: 'never' | 'uncommitted' | 'always';
  /** Runs at most one statement, which goes to the server together with COMMIT. */
  readonly lastStatement?: (tx: Transaction, result: Result) => Promise<void>;
}

export interface Database {
  /**
   * Runs work in a transaction on behalf of a caller, under row-level security. Commits unless the work throws.
   * @throws DatabaseDeadlineError when it exceeds its deadline
   * @throws DatabaseOutcomeUnknownError when the connection was lost during COMMIT and a retry isn't allowed
   */
  transaction<Result>(
    caller: DatabaseCaller,
    work: (tx: Transaction) => Promise<Result>,
    options?: TransactionOptions<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Less than the functions' 29 s, to leave time for recording the failure and responding. */
const defaultDeadlineMilliseconds = 20_000;

/**
 * Limit for opening a connection and beginning a transaction. Nothing has been done by then, so another connection is
 * tried: a half-open socket never answers, and a paused cluster answers a later attempt.
 */
const beginMilliseconds = 4_000;

/**
 * Limit for retryable work, on top of the statement timeout. The server cancels slow statements, so a connection that
 * stays silent for longer is half-open, and there is time to try another one.
 */
const workMarginMilliseconds = 2_000;

/** Pauses between attempts double up to the maximum, with jitter. */
const [firstPauseMilliseconds, maxPauseMilliseconds] = [50, 1_000];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Limit for runs of work that conflicts with other transactions. */
const maxConflictAttempts = 3;

function postgresOptions(environment: DatabaseEnvironment): postgres.Options<Record<string, never>> {
  const local = environment.DATABASE_URL !== undefined;
  return {
    connect_timeout: beginMilliseconds / 1000,
    onnotice: () => {},
    connection: {
      application_name: 'healthcare-backend',
      statement_timeout: environment.DATABASE_STATEMENT_TIMEOUT_MILLISECONDS,
      idle_in_transaction_session_timeout: environment.DATABASE_STATEMENT_TIMEOUT_MILLISECONDS,
      // A DATABASE_URL is usually an administrator's, who would bypass row-level security.
      ...(local && { role: environment.DATABASE_USER }),
    },
    ...(!local && {
      host: environment.DATABASE_HOST ?? '',
      port: environment.DATABASE_PORT,
      database: environment.DATABASE_NAME,
      user: environment.DATABASE_USER,
      ssl: { rejectUnauthorized: true },
    }),
  };
}

/**
 * Creates the connection pool of one execution environment. It connects at the first transaction.
 * @param credentials not needed with DATABASE_URL, which contains them
 * @throws Error if neither DATABASE_URL nor DATABASE_HOST is set
 */
export function connectDatabase(
  environment: DatabaseEnvironment,
  credentials: Credentials | undefined = environment.DATABASE_URL === undefined
    ? createCredentials(environment)
    : undefined,
): Database {
  if (environment.DATABASE_URL === undefined && environment.DATABASE_HOST === undefined) {
    throw new Error('DATABASE_HOST must be set if DATABASE_URL is not.');
  }
  const { DATABASE_URL: url, DATABASE_POOL_SIZE: size } = environment;
  const options = postgresOptions(environment);
  const pool = new Pool(() => new Connection(url, options, credentials?.password), {
    size,
    sweepMilliseconds: maxIdleMilliseconds,
  });

  async function runAttempt<Result>(
    attempt: Attempt,
    caller: DatabaseCaller,
    work: (tx: Transaction) => Promise<Result>,
    { retry, lastStatement }: TransactionOptions<Result>,
    limits: { readonly millisecondsLeft: () => number; readonly workMilliseconds: number },
  ): Promise<Result> {
    const { millisecondsLeft, workMilliseconds } = limits;
    const connection = await pool.acquire(millisecondsLeft());
    let isLost = false;
    try {
      attempt.setTimeLimit(Math.min(millisecondsLeft(), beginMilliseconds));
      const running = connection.transaction({
        opening: buildCallerStatement(caller),
        waitsForBegin: retry === 'never',
        onBegun: () => attempt.setTimeLimit(Math.min(millisecondsLeft(), workMilliseconds)),
        work: async (client) => {
          attempt.requireNotTimedOut();
          attempt.hasBegun = true;
          const result = await work(wrapTransaction(client));
          attempt.requireNotTimedOut();
          attempt.isCommitting = true;
          return result;
        },
        lastStatement: lastStatement && ((client, result) => lastStatement(wrapTransaction(client), result)),
      });
      return await Promise.race([running, attempt.timeout]);
    } catch (error) {
      const loss = classifyConnectionLoss(error);
      isLost = loss !== undefined;
      if (loss === 'read-only') void pool.dropIdle();
      if (loss === 'sign-in') credentials?.forget();
      throw error;
    } finally {
      attempt.end();
      if (isLost) pool.drop(connection);
      else pool.release(connection);
    }
  }

  function isRetryable(
    error: unknown,
    attempt: Attempt,
    retry: TransactionOptions['retry'],
    attempts: number,
  ): boolean {
    if (attempt.hasBegun && retry === 'never') return false;
    if (toDatabaseFailure(error)?.kind === 'conflict') return attempts < maxConflictAttempts;
    const loss = classifyConnectionLoss(error);
    // The password in a URL won't change.
    if (loss === undefined || (loss === 'sign-in' && credentials === undefined)) return false;
    return !attempt.isCommitting || retry === 'always';
  }

  return {
    async transaction(caller, work, options = {}) {
      const { deadlineMilliseconds = defaultDeadlineMilliseconds, retry = 'never' } = options;
      const deadline = performance.now() + deadlineMilliseconds;
      const millisecondsLeft = () => deadline - performance.now();
      const workMilliseconds =
        retry === 'never'
          ? deadlineMilliseconds
          : environment.DATABASE_STATEMENT_TIMEOUT_MILLISECONDS + workMarginMilliseconds;
      let isOutcomeUnknown = false;
      for (let attempts = 1; ; attempts += 1) {
        const attempt = new Attempt();
        try {
          return await runAttempt(attempt, caller, work, { ...options, retry }, { millisecondsLeft, workMilliseconds });
        } catch (error) {
          const isLost = classifyConnectionLoss(error) !== undefined;
          isOutcomeUnknown ||= attempt.isCommitting && isLost;
          const fullPause = Math.min(maxPauseMilliseconds, firstPauseMilliseconds * 2 ** (attempts - 1));
          const pauseMilliseconds = fullPause * (0.5 + Math.random() / 2);
          if (isRetryable(error, attempt, retry, attempts) && pauseMilliseconds < millisecondsLeft()) {
            await pause(pauseMilliseconds);
            continue;
          }
          // A retry that failed for another reason gives a definite answer, whatever the earlier run did.
          if (!isOutcomeUnknown || !isLost) throw error;
          throw new DatabaseOutcomeUnknownError('The connection was lost during COMMIT.', { cause: error });
        }
      }
    },
    close: () => pool.close(),
  };
}

/** The name of the newest applied migration. */
export async function readMigrationLevel(tx: Transaction): Promise<string | null> {
  const [row] = await tx.execute<{ name: string }>(
    sql`select name from schema_migrations order by sequence desc limit 1`,
  );
  return row?.name ?? null;
}
