import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { DatabaseEnvironment } from '../config/environment.js';
import { callerStatement, type DatabaseCaller } from './caller.js';
import { type Credentials, credentialsFor } from './credentials.js';
import { DatabaseDeadlineError } from './errors.js';
import { openGuardedClient } from './guarded-client.js';
import { type Transaction, transactionOn } from './transaction.js';

export interface TransactionOptions<Result = unknown> {
  /** Longest that the transaction may take as a whole, connecting included, in milliseconds. */
  readonly deadlineMilliseconds?: number;
  /** The transaction's last statement, one at most: it goes to the server together with COMMIT. */
  readonly lastly?: (tx: Transaction, result: Result) => Promise<void>;
}

/** The functions' way to PostgreSQL. */
export interface Database {
  /**
   * Runs work in one transaction on behalf of a caller: row-level security lets it see and change what that caller may.
   * Commits what the work did unless it throws.
   * @throws DatabaseDeadlineError when it takes longer than its deadline
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

function postgresOptions(
  environment: DatabaseEnvironment,
  credentials: Credentials,
): postgres.Options<Record<string, never>> {
  const local = environment.DATABASE_URL !== undefined;
  return {
    max: environment.DATABASE_POOL_SIZE,
    connect_timeout: 10,
    // A frozen execution environment leaves dead sockets behind; a connection that idled is closed before that.
    idle_timeout: 60,
    max_lifetime: 60 * 10,
    // Off, it would save a query per connection, but then reserving a connection that is not open yet never ends.
    fetch_types: true,
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
      password: () => credentials.password(),
      ssl: { rejectUnauthorized: true },
    }),
  };
}

/** Rejects when the promise takes longer than the time given. The driver alone waits for ever on a half-open socket. */
function withDeadline<Result>(promise: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new DatabaseDeadlineError(`The database did not answer within ${milliseconds} ms.`)),
      milliseconds,
    );
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}

/**
 * Opens the pool of one execution environment; it connects at the first transaction.
 * @throws Error where neither DATABASE_URL nor DATABASE_HOST is set
 */
export function connectDatabase(environment: DatabaseEnvironment): Database {
  if (environment.DATABASE_URL === undefined && environment.DATABASE_HOST === undefined) {
    throw new Error('The environment does not fit:\n  DATABASE_HOST: must be set where DATABASE_URL is not');
  }
  const credentials = credentialsFor(environment);
  const open = () => {
    const client = openGuardedClient(environment.DATABASE_URL, postgresOptions(environment, credentials));
    // It tells the driver to leave dates to drizzle.
    drizzle(client as unknown as postgres.Sql);
    return client;
  };
  let pool = open();

  /** Leaves connections behind that can't be trusted any more; their sockets are destroyed, not waited for. */
  const replacePool = () => {
    const abandoned = pool;
    pool = open();
    void abandoned.end({ timeout: 0 }).catch(() => {});
  };

  return {
    async transaction(caller, work, options = {}) {
      const client = pool;
      const { lastly } = options;
      const running = client.transaction({
        opening: callerStatement(caller),
        work: (connection) => work(transactionOn(connection)),
        lastly: lastly && ((connection, result) => lastly(transactionOn(connection), result)),
      });
      try {
        return await withDeadline(running, options.deadlineMilliseconds ?? defaultDeadlineMilliseconds);
      } catch (error) {
        const isLost = error instanceof DatabaseDeadlineError || hasCode(error, readOnlyServer);
        if (isLost && pool === client) {
          running.catch(() => {});
          replacePool();
        }
        if (hasCode(error, refusedSignIn)) credentials.forget();
        throw error;
      }
    },
    async close() {
      await pool.end({ timeout: 5 });
    },
  };
}

/** A password that was rotated, or an IAM token that is refused. */
const refusedSignIn = ['28P01', '28000'];

/** What was the writer before a failover; its connections lead nowhere any more. */
const readOnlyServer = ['25006'];

function hasCode(error: unknown, codes: readonly string[]): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (codes.includes(String((current as { code?: unknown }).code))) return true;
  }
  return false;
}

/** The newest migration that the database has. */
export async function migrationLevel(tx: Transaction): Promise<string | null> {
  const [row] = await tx.execute<{ name: string }>(
    sql`select name from schema_migrations order by sequence desc limit 1`,
  );
  return row?.name ?? null;
}
