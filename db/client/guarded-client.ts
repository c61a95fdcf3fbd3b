import postgres from 'postgres';

type Options = postgres.Options<Record<string, never>>;

/** A statement with what stands for `$1`, `$2` … in it. */
export interface SqlStatement {
  readonly text: string;
  readonly parameters: string[];
}

/** What drizzle asks of a client inside a transaction. */
export interface TransactionClient {
  readonly options: postgres.Sql['options'];
  unsafe: postgres.Sql['unsafe'];
  savepoint<Result>(work: (client: TransactionClient) => Promise<Result>): Promise<Result>;
}

/** A transaction in the parts that go to the server one after the other, with as few waits between them as can be. */
export interface TransactionPlan<Result> {
  /** Goes out together with BEGIN and the work's first statement. Where it fails, so does all that follows. */
  readonly opening: SqlStatement;
  /** Whether the work waits for the answers to both: what can't be done twice must not begin on a connection that is dead. */
  readonly waitsForBegin?: boolean;
  /** Called when both were answered. */
  readonly onBegun?: () => void;
  readonly work: (client: TransactionClient) => Promise<Result>;
  /** One statement at most, which goes out together with COMMIT; where it fails the server rolls back. */
  readonly lastStatement?: ((client: TransactionClient, result: Result) => Promise<void>) | undefined;
}

/** A client whose transactions survive the loss of their connection. */
export interface GuardedClient {
  readonly options: postgres.Sql['options'];
  /** Once, before its first transaction. */
  open(): Promise<void>;
  transaction<Result>(plan: TransactionPlan<Result>): Promise<Result>;
  end(options: { timeout: number }): Promise<void>;
}

/** The driver's own error for a connection that is gone. */
function createConnectionClosedError(): Error {
  return Object.assign(new Error('The connection was closed during the transaction.'), { code: 'CONNECTION_CLOSED' });
}

/** A transaction that is under way. */
class RunningTransaction {
  isClosed = false;
  /** Rejects when the connection closes: the driver forgets some statements that it has not sent yet. */
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
 * Opens a client of one connection. postgres.js lets a transaction go on after its connection was closed: the next
 * statement, or the rollback, is written to a socket that is null, from a timer, which ends the process. Here a
 * transaction learns of the close and runs nothing more on that connection.
 *
 * Statements are prepared by name, once per connection: drizzle asks for that only where a query was built ahead, and
 * without it the server parses and plans each one anew, after an extra round trip.
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
    // A plain statement opens it; the driver never hands out a connection that was reserved before it was open.
    open: async () => void (await sql.unsafe('select 1')),
    end: (how) => sql.end(how),
    async transaction<Result>({
      opening,
      waitsForBegin,
      onBegun,
      work,
      lastStatement: lastly,
    }: TransactionPlan<Result>): Promise<Result> {
      const reserved = await sql.reserve();
      const transaction = new RunningTransaction();
      running = transaction;
      const unlessClosed = <Value>(answer: Promise<Value>) => Promise.race([answer, transaction.closed]);
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
        // Without waiting for an answer: where BEGIN or the caller fails, row-level security refuses what comes behind.
        const begun = run('begin');
        const opened = unlessClosed(reserved.unsafe(opening.text, opening.parameters, { prepare: true }).execute());
        // The first failure is the cause of the later ones.
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
        if (lastly)
          await unlessClosed(lastly(createTransactionClient(reserved, transaction, sql.options, commit), result));
        if (committing === undefined) commit();
        // After a statement that failed, COMMIT is a ROLLBACK, and no error.
        if ((await committing)?.command !== 'COMMIT') {
          throw new Error('The work went on after a statement had failed: nothing was committed.');
        }
        return result;
      } catch (error) {
        // Where this fails the connection is gone, and with it the transaction.
        if (!transaction.isClosed) await (committing ?? run('rollback')).catch(() => {});
        throw error;
      } finally {
        running = undefined;
        // A closed connection has left the pool by itself.
        if (!transaction.isClosed) reserved.release();
      }
    },
  };
}

/** @param commit set for the last statement, behind which it goes out without waiting for an answer */
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
      if (isOver) throw new Error('The transaction has sent its last statement.');
      const statement = reserved.unsafe(query, parameters, { ...queryOptions, prepare: true });
      if (commit) {
        isOver = true;
        // Drizzle says after the call in which form it wants the rows.
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
