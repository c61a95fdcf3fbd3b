import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { readFirstKeyword } from '../../db/embedded/sql-text.js';
import { type Access, buildSessionSettings } from './access.js';
import type { StatementLog } from './statement-log.js';

export interface Statement {
  readonly sql: string;
  readonly params?: readonly unknown[];
  /** Rows as arrays of values instead of objects. */
  readonly isArray?: boolean;
}

/** What `readonly` can run. COPY, DO, SET, COMMIT and the rest are rejected before the database sees them. */
const readingKeywords = new Set(['select', 'with', 'table', 'values', 'show', 'explain']);

/** Roles that add no data and no rights to `readonly`. */
const harmlessRoles = [
  'readonly',
  'rds_iam',
  'pg_monitor',
  'pg_read_all_settings',
  'pg_read_all_stats',
  'pg_stat_scan_tables',
];

/** A statement that the session refuses to run, or whose rows it withholds. */
export class RefusedStatementError extends Error {
  override readonly name = 'RefusedStatementError';
}

/** The session refuses the person's login, which can do more than the role allows. */
export class LoginError extends Error {
  override readonly name = 'LoginError';
}

const passOn = (value: unknown) => value;

/** Passes on the text of timestamptz, date, time and timestamp, and encodes bytea, as drizzle-kit's own server does. */
const textParsers = {
  1184: passOn,
  1082: passOn,
  1083: passOn,
  1114: passOn,
  17: (hex: string) => Buffer.from(hex.slice(2), 'hex').toString('base64'),
};

/** The page sends these as text: the same, json and jsonb. */
const textSerializers = { 1184: passOn, 1082: passOn, 1083: passOn, 1114: passOn, 114: passOn, 3802: passOn };

/**
 * Without it, the driver would send a statement without parameters in the simple protocol, which takes several at once.
 * The driver's types don't have the option.
 */
const extendedProtocol: postgres.UnsafeQueryOptions & { readonly simple: boolean } = { simple: false };

/**
 * Runs a person's statements. Each call has a connection and a transaction of its own, so that nothing that a statement
 * sets (a role, a setting, a lock, a temporary table) is there for the next. Statements use the extended protocol, which
 * takes one statement at a time.
 */
export class StatementSession {
  readonly #access: Access;
  readonly #log: StatementLog;
  /** How the driver reads and writes each type, once it has looked up the array types. */
  #types: Pick<postgres.ParsedOptions, 'parsers' | 'serializers'> | undefined;

  constructor(access: Access, log: StatementLog) {
    this.#access = access;
    this.#log = log;
  }

  /**
   * Signs in once and checks that the login can't do more than the role.
   * @throws LoginError for a login that can, or another error if signing in fails
   */
  async verify(): Promise<void> {
    const { role, login, isDeployed } = this.#access;
    await this.#connected(async (sql) => {
      const [found] = await sql<{ user: string; isPowerful: boolean; others: string[] }[]>`
        select current_user::text as user,
          rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication as "isPowerful",
          array(
            select other.rolname::text from pg_roles other
            where other.rolname <> all (${[...harmlessRoles, login]}) and pg_has_role(session_user, other.oid, 'member')
            order by 1
          ) as others
        from pg_roles where rolname = session_user`;
      if (found === undefined) throw new LoginError(`The login ${login} is not in pg_roles.`);
      if (role !== 'readonly') {
        if (found.user === role) return;
        throw new LoginError(`${login} acts as ${found.user}, not as ${role}.`);
      }
      if (isDeployed) await requireReader(sql, login);
      if (!found.isPowerful && found.others.length === 0) return;
      const reason = found.isPowerful ? 'has more rights than readonly' : `can become ${found.others.join(', ')}`;
      throw new LoginError(
        `The login ${login} ${reason}, so read-only access can't be guaranteed. Use a login that is a member of readonly alone.`,
      );
    });
  }

  /**
   * Runs statements in one transaction, which is read-only for `readonly`.
   * @returns the rows of each statement
   * @throws RefusedStatementError or the database's error; nothing is changed then
   */
  async run(statements: readonly Statement[]): Promise<(readonly unknown[])[]> {
    const isReadOnly = this.#access.role === 'readonly';
    const entries = [];
    for (const statement of statements) entries.push(await this.#log.begin(statement.sql));
    try {
      if (isReadOnly) statements.forEach(requireReading);
      const results = await this.#connected(
        (sql) =>
          sql.begin(isReadOnly ? 'read only' : 'read write', async (tx) => {
            const before = await readIdentity(tx);
            const rows: (readonly unknown[])[] = [];
            for (const { sql: text, params = [], isArray } of statements) {
              const query = tx.unsafe(text, params as postgres.ParameterOrJSON<never>[], extendedProtocol);
              rows.push(isArray ? await query.values() : [...(await query)]);
            }
            if (isReadOnly && (await readIdentity(tx)) !== before) {
              throw new RefusedStatementError('The statement changed its own role, so its result is withheld.');
            }
            return rows;
          }) as Promise<(readonly unknown[])[]>,
      );
      for (const [index, entry] of entries.entries()) await entry.end('success', results[index]?.length ?? 0);
      return results;
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : 'failed';
      for (const entry of entries) await entry.end(error instanceof RefusedStatementError ? 'refused' : code, 0);
      throw error;
    }
  }

  async #connected<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
    const { host, port, database, login, tunnel, certificateFile, password } = this.#access;
    const sql = postgres({
      host: tunnel?.host ?? host,
      port: tunnel?.port ?? port,
      database,
      username: login,
      // The driver would read the token while signing in, where a failure ends the process.
      ...(password && { password: await password() }),
      ssl:
        certificateFile === undefined
          ? false
          : { rejectUnauthorized: true, servername: host, ca: await readFile(certificateFile) },
      max: 1,
      connect_timeout: 10,
      // Only once: it takes a query, and losing the connection during it ends the process.
      fetch_types: this.#types === undefined,
      connection: buildSessionSettings(this.#access, 'studio'),
      onnotice: () => {},
    });
    Object.assign(sql.options.parsers, this.#types?.parsers, textParsers);
    Object.assign(sql.options.serializers, this.#types?.serializers, textSerializers);
    try {
      const result = await work(sql);
      this.#types ??= sql.options;
      return result;
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

function requireReading({ sql }: Statement): void {
  const keyword = readFirstKeyword(sql);
  if (readingKeywords.has(keyword)) return;
  const allowed = [...readingKeywords].map((word) => word.toUpperCase()).join(', ');
  throw new RefusedStatementError(`readonly can run ${allowed} (found ${JSON.stringify(keyword.toUpperCase())}).`);
}

async function readIdentity(tx: postgres.TransactionSql): Promise<string> {
  const [row] = await tx`
    select session_user::text as login, current_user::text as user, current_setting('transaction_read_only') as "readOnly"`;
  return JSON.stringify(row);
}

async function requireReader(sql: postgres.Sql, login: string): Promise<void> {
  const [row] = await sql<{ isReader: boolean }[]>`select pg_has_role(session_user, 'readonly', 'usage') as "isReader"`;
  if (row?.isReader) return;
  throw new LoginError(`The login ${login} is not a member of readonly (docs/deploy.md).`);
}
