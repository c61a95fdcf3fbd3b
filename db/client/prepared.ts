import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase, type PostgresJsSession } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { dialect, type Transaction } from './transaction.js';

type Values = Readonly<Record<string, unknown>>;
type Executable<Rows> = { execute(values?: Record<string, unknown>): Promise<Rows> };
type Preparable<Rows> = { prepare(name: string): Executable<Rows> };

/** A database without a connection, which only builds queries. */
const template = drizzle.mock({ casing: 'snake_case' });

/** Runs the template's statement on the transaction's client, through an object that inherits from the statement. */
function runPrepared<Rows>(tx: Transaction, statement: Executable<Rows>, values: Values): Promise<Rows> {
  const { client } = tx._.session as PostgresJsSession<postgres.Sql, Record<string, never>, Record<string, never>>;
  return (Object.create(statement, { client: { value: client } }) as Executable<Rows>).execute(values);
}

/**
 * Makes a query that is built once, at its first use, and runs in any transaction: drizzle takes longer to build a query
 * than the server takes to run it. Write values that change between calls as `param(name)`.
 */
export function prepared<Rows>(build: (db: PostgresJsDatabase) => Preparable<Rows>) {
  let statement: Executable<Rows> | undefined;
  return (tx: Transaction, values: Values = {}): Promise<Rows> => {
    statement ??= build(template).prepare('ahead');
    return runPrepared(tx, statement, values);
  };
}

/**
 * Like `prepared`, for a query with several forms, such as a list with filters and sorts. Each form is built once,
 * identified by its name and the names of its values.
 */
export function preparedForms<Form, Rows>(build: (db: PostgresJsDatabase, form: Form) => Preparable<Rows>) {
  const statements = new Map<string, Executable<Rows>>();
  return (tx: Transaction, name: string, values: Values, form: () => Form): Promise<Rows> => {
    const key = `${name} ${Object.keys(values).join(' ')}`;
    let statement = statements.get(key);
    if (statement === undefined) {
      statement = build(template, form()).prepare('ahead');
      statements.set(key, statement);
    }
    return runPrepared(tx, statement, values);
  };
}

/** Like `prepared`, for handwritten SQL. */
export function preparedSql<Row extends Record<string, unknown>>(build: () => SQL) {
  let statement: Executable<Row[]> | undefined;
  return (tx: Transaction, values: Values = {}): Promise<Row[]> => {
    statement ??= template._.session.prepareQuery<{ execute: Row[]; all: unknown; values: unknown }>(
      dialect.sqlToQuery(build()),
      undefined,
      undefined,
      false,
    );
    return runPrepared(tx, statement, values);
  };
}

/**
 * Waits for several prepared statements, which are sent to the server together, in the order of their calls.
 * @throws the first failure, which causes the later ones
 */
export async function pipelined<Results extends readonly unknown[]>(
  ...statements: { [Index in keyof Results]: Promise<Results[Index]> }
): Promise<Results> {
  await Promise.allSettled(statements);
  return Promise.all(statements) as unknown as Promise<Results>;
}

/** The placeholder of a value in a prepared query. */
export const param = (name: string): Placeholder => sql.placeholder(name);

/** The placeholders of several values, by name. */
export const params = <Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, param(name)])) as Record<Name, Placeholder>;

/** A filter with placeholders for values. */
export type WithParams<Filter> = { readonly [Name in keyof Filter]: Filter[Name] | Placeholder };

/** The conditions of a filter that are not undefined. */
export const definedValues = (filter: object): Values =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

/** A placeholder for each condition of a filter that is not undefined. */
export const paramsFor = <Filter extends object>(filter: Filter): WithParams<Filter> =>
  Object.fromEntries(Object.keys(definedValues(filter)).map((name) => [name, param(name)])) as WithParams<Filter>;
