import postgres from 'postgres';

type Options = postgres.Options<Record<string, never>>;

export interface SqlStatement {
  readonly text: string;
  /** Values of `$1`, `$2` and so on. */
  readonly parameters: string[];
}

/** The parts of a client that drizzle uses inside a transaction. */
export interface TransactionClient {
  readonly options: postgres.Sql['options'];
  unsafe: postgres.Sql['unsafe'];
  savepoint<Result>(work: (client: TransactionClient) => Promise<Result>): Promise<Result>;
}

/** The parts of a transaction, which are sent to the server with as few round trips as possible. */
export interface TransactionPlan<Result> {
  /** Sent together with BEGIN and the work's first statement. If it fails, everything that follows fails. */
  readonly opening: SqlStatement;
  /** Whether the work waits for the replies to both: work that can't be retried must not begin on a dead connection. */
  readonly waitsForBegin?: boolean;
  /** Called when both have succeeded. */
  readonly onBegun?: () => void;
  readonly work: (client: TransactionClient) => Promise<Result>;
  /** Runs at most one statement, which is sent together with COMMIT. If it fails, the server rolls back. */
  readonly lastStatement?: ((client: TransactionClient, result: Result) => Promise<void>) | undefined;
}

/** A client whose transactions survive the loss of their connection. */
export interface GuardedClient {
  readonly options: postgres.Sql['options'];
  /** Call once, before the first transaction. */
  open(): Promise<void>;
  transaction<Result>(plan: TransactionPlan<Result>): Promise<Result>;
  end(options: { timeout: number }): Promise<void>;
}

/** The driver's own error for a closed connection. */
function createConnectionClosedError(): Error {
  return Object.assign(new Error('The connection was closed during the transaction.'), { code: 'CONNECTION_CLOSED' });
}

class RunningTransaction {
  isClosed = false;
  /** Rejects when the connection closes. The driver never settles some statements that it hasn't sent yet. */
  readonly closed: Promise<never>;
  close: () => void = () => {};

  constructor() {
    this.closed = new Promise((_resolve, reject) => {
      this.close = () => {
        this.isClosed = true;
        reject(createConnectionClosedError());
      };
    });
    this.closed.catch(() => {});
  }
}

/**
 * Creates a client of one connection. postgres.js lets a transaction continue after its connection was closed: a timer
 * writes the next statement or the rollback to a null socket, which ends the process. Here, a closed connection ends its
 * transaction, which sends nothing more.
 *
 * Every statement is prepared by name once per connection. Drizzle requests that only for prepared queries; without it,
 * the server parses and plans each statement again, after an extra round trip.
 */
export function openGuardedClient(url: string | undefined, options: Options): GuardedClient {
  let running: RunningTransaction | undefined;
  const guarded: Options = {
    ...options,
    max: 1,
    onclose(connection) {
      running?.close();
      options.onclose?.(connection);
    },
  };
  const sql = url === undefined ? postgres(guarded) : postgres(url, guarded);

  return {
    options: sql.options,
    // A plain statement connects; reserve() on an unopened connection never returns.
    open: async () => void (await sql.unsafe('select 1')),
    end: (options) => sql.end(options),
    async transaction<Result>({
      opening,
      waitsForBegin,
      onBegun,
      work,
      lastStatement,
    }: TransactionPlan<Result>): Promise<Result> {
      const reserved = await sql.reserve();
      const transaction = new RunningTransaction();
      running = transaction;
      const unlessClosed = <Value>(reply: Promise<Value>) => Promise.race([reply, transaction.closed]);
      const run = async (statement: string) => {
        if (transaction.isClosed) throw createConnectionClosedError();
        return unlessClosed(reserved.unsafe(statement).execute());
      };
      let committing: ReturnType<typeof run> | undefined;
      const commit = () => {
        committing = run('commit');
        committing.catch(() => {});
      };
      try {
        // Doesn't wait for replies: if BEGIN or the caller statement fails, row-level security denies what follows.
        const begun = run('begin');
        const opened = unlessClosed(reserved.unsafe(opening.text, opening.parameters, { prepare: true }).execute());
        // The first failure causes the later ones.
        const ready = Promise.allSettled([begun, opened]).then(async () => {
          await begun;
          await opened;
          onBegun?.();
        });
        ready.catch(() => {});
        if (waitsForBegin) await ready;
        const worked = unlessClosed((async () => work(createTransactionClient(reserved, transaction, sql.options)))());
        await Promise.allSettled([ready, worked]);
        await ready;
        const result = await worked;
        if (lastStatement)
          await unlessClosed(
            lastStatement(createTransactionClient(reserved, transaction, sql.options, commit), result),
          );
        if (committing === undefined) commit();
        // After a failed statement, COMMIT rolls back without an error.
        if ((await committing)?.command !== 'COMMIT') {
          throw new Error('The work ignored a failed statement: nothing was committed.');
        }
        return result;
      } catch (error) {
        // If this fails, the connection is gone, and the transaction with it.
        if (!transaction.isClosed) await (committing ?? run('rollback')).catch(() => {});
        throw error;
      } finally {
        running = undefined;
        // The driver has already discarded a closed connection.
        if (!transaction.isClosed) reserved.release();
      }
    },
  };
}

/** @param commit given for the last statement; called right after sending it, without waiting for the reply */
function createTransactionClient(
  reserved: postgres.ReservedSql,
  transaction: RunningTransaction,
  options: postgres.Sql['options'],
  commit?: () => void,
): TransactionClient {
  let savepoints = 0;
  let isOver = false;
  const client: TransactionClient = {
    options,
    unsafe: ((query, parameters, queryOptions) => {
      if (transaction.isClosed) throw createConnectionClosedError();
      if (isOver) throw new Error('The transaction has already sent its last statement.');
      const statement = reserved.unsafe(query, parameters, { ...queryOptions, prepare: true });
      if (commit) {
        isOver = true;
        // Drizzle chooses the form of the rows after this call.
        queueMicrotask(() => {
          statement.execute();
          commit();
        });
      }
      return statement;
    }) as postgres.Sql['unsafe'],
    async savepoint(work) {
      savepoints += 1;
      const name = `savepoint_${savepoints}`;
      await client.unsafe(`savepoint ${name}`);
      try {
        return await work(client);
      } catch (error) {
        await client.unsafe(`rollback to savepoint ${name}`);
        throw error;
      }
    },
  };
  return client;
}
