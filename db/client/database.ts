import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import type { DatabaseEnvironment } from '../../config/environment.js';
import { Attempt } from './attempt.js';
import { buildCallerStatement, type DatabaseCaller } from './caller.js';
import { Connection, maxIdleMilliseconds } from './connection.js';
import { type Credentials, createCredentials } from './credentials.js';
import { classifyConnectionLoss, DatabaseOutcomeUnknownError, toDatabaseFailure } from './errors.js';
import { Pool } from './pool.js';
import { type Transaction, wrapTransaction } from './transaction.js';

export interface TransactionOptions<Result = unknown> {
  /** Longest that it may take as a whole, in milliseconds: waiting, connecting and repetitions included. */
  readonly deadlineMilliseconds?: number;
  /**
   * Whether the work may be run again on another connection when its own is lost, or when it lost against another
   * transaction.
   * `never`: not once it has begun; what it does outside of the database would be done twice.
   * `uncommitted`: unless its COMMIT was sent. Nothing of a run that is repeated then stays.
   * `always`: for work that reads, or that finds by an Idempotency-Key what an earlier run did.
   */
  readonly retry?: 'never' | 'uncommitted' | 'always';
  /** The transaction's last statement, one at most: it goes to the server together with COMMIT. */
  readonly lastStatement?: (tx: Transaction, result: Result) => Promise<void>;
}

/** The functions' way to PostgreSQL. */
export interface Database {
  /**
   * Runs work in one transaction on behalf of a caller: row-level security lets it see and change what that caller may.
   * Commits what the work did unless it throws.
   * @throws DatabaseDeadlineError when it takes longer than its deadline
   * @throws DatabaseOutcomeUnknownError when the connection was lost while it committed, and it may not be repeated
   */
  transaction<Result>(
    caller: DatabaseCaller,
    work: (tx: Transaction) => Promise<Result>,
    options?: TransactionOptions<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Under the functions' 29 s, with time left to write the event of a failure and to answer. */
const defaultDeadlineMilliseconds = 20_000;

/**
 * Longest that a connection may take to be opened and to begin a transaction. Nothing has been done by then, so it is
 * tried anew on another one: a half-open socket never answers, and a paused cluster answers one of the next.
 */
const beginMilliseconds = 4_000;

/**
 * How much longer than one statement all of the work may take that can be repeated. The server ends a statement that takes
 * too long and says so; a connection that says nothing for longer is half-open, and there is time to try another one.
 */
const workMarginMilliseconds = 2_000;

/** Pauses before a repetition grow from the first to the last, in milliseconds; half of each is left to chance. */
const [firstPause, lastPause] = [50, 1_000];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs of work that loses against other transactions. */
const conflictTries = 3;

function postgresOptions(environment: DatabaseEnvironment): postgres.Options<Record<string, never>> {
  const local = environment.DATABASE_URL !== undefined;
  return {
    connect_timeout: beginMilliseconds / 1000,
    onnotice: () => {},
    connection: {
      application_name: 'healthcare-backend',
      statement_timeout: environment.DATABASE_STATEMENT_TIMEOUT_MILLISECONDS,
      idle_in_transaction_session_timeout: environment.DATABASE_STATEMENT_TIMEOUT_MILLISECONDS,
      // A DATABASE_URL is an administrator's; row-level security must hold there as in the cluster.
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
 * Opens the pool of one execution environment; it connects at the first transaction.
 * @param credentials of whoever signs in; a URL has them in it
 * @throws Error where neither DATABASE_URL nor DATABASE_HOST is set
 */
export function connectDatabase(
  environment: DatabaseEnvironment,
  credentials: Credentials | undefined = environment.DATABASE_URL === undefined
    ? createCredentials(environment)
    : undefined,
): Database {
  if (environment.DATABASE_URL === undefined && environment.DATABASE_HOST === undefined) {
    throw new Error('The environment does not fit:\n  DATABASE_HOST: must be set where DATABASE_URL is not');
  }
  const { DATABASE_URL: url, DATABASE_POOL_SIZE: size } = environment;
  const options = postgresOptions(environment);
  const pool = new Pool(() => new Connection(url, options, credentials?.password), {
    size,
    sweepMilliseconds: maxIdleMilliseconds,
  });

  /** One run on one connection. */
  async function run<Result>(
    attempt: Attempt,
    caller: DatabaseCaller,
    work: (tx: Transaction) => Promise<Result>,
    { retry: repeat, lastStatement: lastly }: TransactionOptions<Result>,
    limits: { readonly millisecondsLeft: () => number; readonly workMilliseconds: number },
  ): Promise<Result> {
    const { millisecondsLeft, workMilliseconds } = limits;
    const connection = await pool.acquire(millisecondsLeft());
    let isLost = false;
    try {
      // The driver alone waits for ever on a half-open socket.
      attempt.setTimeLimit(Math.min(millisecondsLeft(), beginMilliseconds));
      const running = connection.transaction({
        opening: buildCallerStatement(caller),
        waitsForBegin: repeat === 'never',
        onBegun: () => attempt.setTimeLimit(Math.min(millisecondsLeft(), workMilliseconds)),
        work: async (client) => {
          attempt.requireNotTimedOut();
          attempt.hasBegun = true;
          const result = await work(wrapTransaction(client));
          attempt.requireNotTimedOut();
          attempt.isCommitting = true;
          return result;
        },
        lastStatement: lastly && ((client, result) => lastly(wrapTransaction(client), result)),
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

  /** Whether a failed run may be followed by another one. */
  function isRetryable(error: unknown, attempt: Attempt, repeat: TransactionOptions['retry'], tries: number): boolean {
    if (attempt.hasBegun && repeat === 'never') return false;
    if (toDatabaseFailure(error)?.kind === 'conflict') return tries < conflictTries;
    const loss = classifyConnectionLoss(error);
    // A password in a URL is the same the next time.
    if (loss === undefined || (loss === 'sign-in' && credentials === undefined)) return false;
    return !attempt.isCommitting || repeat === 'always';
  }

  return {
    async transaction(caller, work, options = {}) {
      const { deadlineMilliseconds = defaultDeadlineMilliseconds, retry: repeat = 'never' } = options;
      const deadline = performance.now() + deadlineMilliseconds;
      const millisecondsLeft = () => deadline - performance.now();
      const workMilliseconds =
        repeat === 'never'
          ? deadlineMilliseconds
          : environment.DATABASE_STATEMENT_TIMEOUT_MILLISECONDS + workMarginMilliseconds;
      let isOutcomeUnknown = false;
      for (let tries = 1; ; tries += 1) {
        const attempt = new Attempt();
        try {
          return await run(
            attempt,
            caller,
            work,
            { ...options, retry: repeat },
            { millisecondsLeft, workMilliseconds },
          );
        } catch (error) {
          const isLost = classifyConnectionLoss(error) !== undefined;
          isOutcomeUnknown ||= attempt.isCommitting && isLost;
          const rest = Math.min(lastPause, firstPause * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
          if (isRetryable(error, attempt, repeat, tries) && rest < millisecondsLeft()) {
            await pause(rest);
            continue;
          }
          // What a repetition found out for certain is an answer, whatever became of the run before it.
          if (!isOutcomeUnknown || !isLost) throw error;
          throw new DatabaseOutcomeUnknownError('The connection was lost during COMMIT.', { cause: error });
        }
      }
    },
    close: () => pool.close(),
  };
}

/** The newest migration that the database has. */
export async function readMigrationLevel(tx: Transaction): Promise<string | null> {
  const [row] = await tx.execute<{ name: string }>(
    sql`select name from schema_migrations order by sequence desc limit 1`,
  );
  return row?.name ?? null;
}
