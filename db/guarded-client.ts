import postgres from 'postgres';

type Options = postgres.Options<Record<string, never>>;

/** A statement with what stands for `$1`, `$2` … in it. */
export interface Statement {
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
  readonly opening: Statement;
  readonly work: (client: TransactionClient) => Promise<Result>;
  /** One statement at most, which goes out together with COMMIT; where it fails the server rolls back. */
  readonly lastly?: ((client: TransactionClient, result: Result) => Promise<void>) | undefined;
}

/** A client whose transactions survive the loss of their connection. */
export interface GuardedClient {
  readonly options: postgres.Sql['options'];
  transaction<Result>(plan: TransactionPlan<Result>): Promise<Result>;
  end(options: { timeout: number }): Promise<void>;
}

/** The driver's own error for a connection that is gone. */
function connectionClosed(): Error {
  return Object.assign(new Error('The connection was closed during the transaction.'), { code: 'CONNECTION_CLOSED' });
}

/** A transaction that is under way, with the number of the driver's connection that it is on. */
class Running {
  connection: number | undefined;
  isClosed = false;
  /** Rejects when the connection closes: the driver forgets some statements that it has not sent yet. */
  readonly closed: Promise<never>;
  close: () => void = () => {};

  /**
   * Query options by which the driver tells on which of its connections a statement went out; its own `begin` has them
   * from it too. `debug`, which is documented, makes it take a stack trace for each statement.
   */
  readonly learnConnection = {
    onexecute: ({ id }: { id: number }): true => {
      this.connection = id;
      return true;
    },
  };

  constructor() {
    this.closed = new Promise((_resolve, reject) => {
      this.close = () => {
        this.isClosed = true;
        reject(connectionClosed());
      };
    });
    this.closed.catch(() => {});
  }
}

/**
 * Opens a pool. postgres.js lets a transaction go on after its connection was closed: the next statement, or the
 * rollback, is written to a socket that is null, from a timer, which ends the process. Here a transaction learns of the
 * close and runs nothing more on that connection.
 *
 * Statements are prepared by name, once per connection: drizzle asks for that only where a query was built ahead, and
 * without it the server parses and plans each one anew, after an extra round trip.
 */
export function openGuardedClient(url: string | undefined, options: Options): GuardedClient {
  const running = new Set<Running>();
  const guarded: Options = {
    ...options,
    onclose(connection) {
      for (const transaction of running) {
        if (transaction.connection === connection) transaction.close();
      }
    },
  };
  const sql = url === undefined ? postgres(guarded) : postgres(url, guarded);

  return {
    options: sql.options,
    end: (how) => sql.end(how),
    async transaction<Result>({ opening, work, lastly }: TransactionPlan<Result>): Promise<Result> {
      const reserved = await sql.reserve();
      const transaction = new Running();
      running.add(transaction);
      const unlessClosed = <Value>(answer: Promise<Value>) => Promise.race([answer, transaction.closed]);
      const run = async (statement: string, options?: object) => {
        if (transaction.isClosed) throw connectionClosed();
        return unlessClosed(reserved.unsafe(statement, [], options).execute());
      };
      let committing: ReturnType<typeof run> | undefined;
      const commit = () => {
        committing = run('commit');
        committing.catch(() => {});
      };
      try {
        // Without waiting for an answer: where BEGIN or the caller fails, row-level security refuses what comes behind.
        const begun = run('begin', transaction.learnConnection);
        const opened = unlessClosed(reserved.unsafe(opening.text, opening.parameters, { prepare: true }).execute());
        const worked = unlessClosed((async () => work(clientOf(reserved, transaction, sql.options)))());
        await Promise.allSettled([begun, opened, worked]);
        // The first failure is the cause of the later ones.
        await begun;
        await opened;
        const result = await worked;
        if (lastly) await unlessClosed(lastly(clientOf(reserved, transaction, sql.options, commit), result));
        if (committing === undefined) commit();
        // After a statement that failed, COMMIT is a ROLLBACK, and no error.
        if ((await committing)?.command !== 'COMMIT') throw new Error('The transaction was rolled back.');
        return result;
      } catch (error) {
        // Where this fails the connection is gone, and with it the transaction.
        if (!transaction.isClosed) await (committing ?? run('rollback')).catch(() => {});
        throw error;
      } finally {
        running.delete(transaction);
        // A closed connection has left the pool by itself.
        if (!transaction.isClosed) reserved.release();
      }
    },
  };
}

/** @param commit set for the last statement, behind which it goes out without waiting for an answer */
function clientOf(
  reserved: postgres.ReservedSql,
  transaction: Running,
  options: postgres.Sql['options'],
  commit?: () => void,
): TransactionClient {
  let savepoints = 0;
  let isOver = false;
  const client: TransactionClient = {
    options,
    unsafe: ((query, parameters, queryOptions) => {
      if (transaction.isClosed) throw connectionClosed();
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
