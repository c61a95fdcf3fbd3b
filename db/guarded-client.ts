import postgres from 'postgres';

type Options = postgres.Options<Record<string, never>>;

/** What drizzle asks of a client inside a transaction. */
interface TransactionClient {
  readonly options: postgres.Sql['options'];
  unsafe: postgres.Sql['unsafe'];
  savepoint<Result>(work: (client: TransactionClient) => Promise<Result>): Promise<Result>;
}

/** A client whose transactions survive the loss of their connection. */
export interface GuardedClient {
  /** For drizzle, which calls `begin` for each transaction. */
  readonly client: postgres.Sql;
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

const beginStatement = /^begin \/\* (\d+) \*\/$/;

/**
 * Opens a pool. postgres.js lets a transaction go on after its connection was closed: the next statement, or the
 * rollback, is written to a socket that is null, from a timer, which ends the process. Here a transaction learns of the
 * close and runs nothing more on that connection.
 *
 * Statements are prepared by name, once per connection: drizzle asks for that only where a query was built ahead, and
 * without it the server parses and plans each one anew, after an extra round trip.
 */
export function openGuardedClient(url: string | undefined, options: Options): GuardedClient {
  const running = new Map<number, Running>();
  let count = 0;
  const guarded: Options = {
    ...options,
    // The only place where the driver tells on which of its connections a statement goes out.
    debug(connection, query) {
      const transaction = running.get(Number(beginStatement.exec(query)?.[1]));
      if (transaction) transaction.connection = connection;
    },
    onclose(connection) {
      for (const transaction of running.values()) {
        if (transaction.connection === connection) transaction.close();
      }
      options.onclose?.(connection);
    },
  };
  const sql = url === undefined ? postgres(guarded) : postgres(url, guarded);

  async function begin<Result>(work: (client: TransactionClient) => Promise<Result>): Promise<Result> {
    const reserved = await sql.reserve();
    count += 1;
    const number = count;
    const transaction = new Running();
    running.set(number, transaction);
    const run = (statement: string) => {
      if (transaction.isClosed) throw connectionClosed();
      return Promise.race([reserved.unsafe(statement), transaction.closed]);
    };
    try {
      await run(`begin /* ${number} */`);
      const result = await Promise.race([work(clientOf(reserved, transaction, sql.options)), transaction.closed]);
      const { command } = await run('commit');
      // Where a statement failed and the work went on, the server rolls back and calls that no error.
      if (command !== 'COMMIT')
        throw new Error('The work went on after a statement had failed: nothing was committed.');
      return result;
    } catch (error) {
      // Where this fails the connection is gone, and with it the transaction.
      if (!transaction.isClosed) await run('rollback').catch(() => {});
      throw error;
    } finally {
      running.delete(number);
      // A closed connection has left the pool by itself.
      if (!transaction.isClosed) reserved.release();
    }
  }

  const client = Object.assign(() => {}, { options: sql.options, unsafe: sql.unsafe, begin });
  // Drizzle's driver uses no more of a client than these.
  return { client: client as unknown as postgres.Sql, end: (how) => sql.end(how) };
}

function clientOf(
  reserved: postgres.ReservedSql,
  transaction: Running,
  options: postgres.Sql['options'],
): TransactionClient {
  let savepoints = 0;
  const client: TransactionClient = {
    options,
    unsafe(query, parameters, queryOptions) {
      if (transaction.isClosed) throw connectionClosed();
      return reserved.unsafe(query, parameters, { ...queryOptions, prepare: true });
    },
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
