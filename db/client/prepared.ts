import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase, type PostgresJsSession } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { dialect, type Transaction } from './transaction.js';

type Template = PostgresJsDatabase;
type Values = Readonly<Record<string, unknown>>;
type Executable<Rows> = { execute(values?: Record<string, unknown>): Promise<Rows> };

/** A query that drizzle can build ahead. */
type Preparable<Rows> = { prepare(name: string): Executable<Rows> };

let opened: Template | undefined;

/** Builds queries and runs none. */
function getTemplate(): Template {
  opened ??= drizzle.mock({ casing: 'snake_case' });
  return opened;
}

/** The statement belongs to the template; its heir belongs to the transaction. */
function runPrepared<Rows>(tx: Transaction, statement: Executable<Rows>, values: Values): Promise<Rows> {
  const { client } = tx._.session as PostgresJsSession<postgres.Sql, Record<string, never>, Record<string, never>>;
  return (Object.create(statement, { client: { value: client } }) as Executable<Rows>).execute(values);
}

/**
 * A query that is built at its first use and then runs in any transaction: building one takes drizzle longer than the
 * server takes to run it. What changes from call to call stands in it as `sql.placeholder(name)`.
 */
export function prepared<Rows>(build: (db: Template) => Preparable<Rows>) {
  let statement: Executable<Rows> | undefined;
  return (tx: Transaction, values: Values = {}): Promise<Rows> => {
    statement ??= build(getTemplate()).prepare('ahead');
    return runPrepared(tx, statement, values);
  };
}

/**
 * The same for a query of several forms, such as a list with filters and sorts. Each is built once: a form is known by
 * its name and the names of its values.
 */
export function preparedForms<Form, Rows>(build: (db: Template, form: Form) => Preparable<Rows>) {
  const statements = new Map<string, Executable<Rows>>();
  return (tx: Transaction, name: string, values: Values, form: () => Form): Promise<Rows> => {
    const key = `${name} ${Object.keys(values).join(' ')}`;
    let statement = statements.get(key);
    if (statement === undefined) {
      statement = build(getTemplate(), form()).prepare('ahead');
      statements.set(key, statement);
    }
    return runPrepared(tx, statement, values);
  };
}

/** The same for SQL by hand. */
export function preparedSql<Row extends Record<string, unknown>>(build: () => SQL) {
  let statement: Executable<Row[]> | undefined;
  return (tx: Transaction, values: Values = {}): Promise<Row[]> => {
    statement ??= getTemplate()._.session.prepareQuery<{ execute: Row[]; all: unknown; values: unknown }>(
      dialect.sqlToQuery(build()),
      undefined,
      undefined,
      false,
    );
    return runPrepared(tx, statement, values);
  };
}

/**
 * Waits for prepared statements that were called without waiting in between: they go to the server together, in the
 * order of their calls.
 * @throws the failure of the first that failed, which is the cause of those behind it
 */
export async function pipelined<Results extends readonly unknown[]>(
  ...statements: { [Index in keyof Results]: Promise<Results[Index]> }
): Promise<Results> {
  await Promise.allSettled(statements);
  return Promise.all(statements) as unknown as Promise<Results>;
}

/** What stands in a prepared query for a value of that name. */
export const param = (name: string): Placeholder => sql.placeholder(name);

/** A filter whose values come later. */
export type WithParams<Filter> = { readonly [Name in keyof Filter]: Filter[Name] | Placeholder };

/** The conditions that a filter has, without those that it leaves open. */
export const definedValues = (filter: object): Values =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

/** Placeholders for the conditions that a filter has. */
export const paramsFor = <Filter extends object>(filter: Filter): WithParams<Filter> =>
  Object.fromEntries(Object.keys(definedValues(filter)).map((name) => [name, param(name)])) as WithParams<Filter>;
