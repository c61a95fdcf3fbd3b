import { type SQL, sql } from 'drizzle-orm';
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core';
import { isOneOf } from './columns.js';

/** The API's functions: subject to row-level security, owner of nothing. */
export const app = pgRole('app').existing();
/** Owner of the schema. Migrations run as this role. */
export const migrator = pgRole('migrator').existing();
/** Amazon Bedrock Knowledge Bases: access to the knowledge base table only. */
export const bedrockUser = pgRole('bedrock_user').existing();
/** People with drizzle-kit studio or psql: read-only access. */
export const readonly = pgRole('readonly').existing();

/**
 * Roles that a transaction can act in: Cognito's groups, `service` for IAM principals, `loader` for the import of
 * records. The API sets role and subject at the start of each transaction. Without them, every policy denies access.
 */
export type CallerRole = 'admin' | 'medic' | 'staff' | 'patient' | 'service' | 'loader';

// Sub-selects make the planner call the functions once per statement instead of once per row.
const callerRole = '(select caller_role())';

/** The caller has one of these roles. */
export const callerIs = (...roles: CallerRole[]): SQL => isOneOf(callerRole, roles);

/** A caller is set. */
export const callerIsKnown: SQL = sql.raw(`${callerRole} is not null`);

/** The column contains the caller's own patient id. Never true for callers who aren't patients. */
export const isOwnPatient = (column: string): SQL => sql.raw(`${column} = (select caller_patient_id())`);

/**
 * The column contains the id of a patient whom the caller can see, so that the rows of removed patients are hidden too.
 * OFFSET makes the planner look up each patient by key instead of hashing all patients.
 */
export const isVisiblePatient = (column: string): SQL =>
  sql.raw(`exists (select from patients where patients.id = ${column} offset 0)`);

/** The column contains the caller's subject. */
export const isCaller = (column: string): SQL => sql.raw(`${column} = (select caller_subject())`);

/**
 * A rule for rows about patients.
 * @param access.all roles that have every row
 * @param access.visible roles that have the rows of patients whom they can see
 * @param access.own whether patients have their own rows
 */
export function patientRows(access: {
  readonly all: readonly CallerRole[];
  readonly visible: readonly CallerRole[];
  readonly own: boolean;
}): SQL {
  const visible = sql`(${callerIs(...access.visible)} and ${isVisiblePatient('patient_id')})`;
  const rule = sql`${callerIs(...access.all)} or ${visible}`;
  return access.own ? sql`${rule} or ${isOwnPatient('patient_id')}` : rule;
}

interface TableRules {
  readonly select?: SQL;
  readonly insert?: SQL;
  readonly update?: SQL;
  readonly delete?: SQL;
  /** Whether `readonly` can't see the rows. */
  readonly hidden?: boolean;
}

/** Everyone reads; administrators and the loader write. */
export const catalogRules: TableRules = {
  select: callerIsKnown,
  insert: callerIs('admin', 'loader'),
  update: callerIs('admin', 'loader'),
};

/**
 * The row-level security of one table. `app` gets the given policies, and a command without one is denied. The owner
 * needs a policy too, because row-level security is forced.
 */
export function tablePolicies(table: string, rules: TableRules) {
  const always = sql.raw('true');
  return [
    pgPolicy(`${table}_migrator`, { for: 'all', to: migrator, using: always, withCheck: always }),
    ...(rules.hidden ? [] : [pgPolicy(`${table}_readonly`, { for: 'select', to: readonly, using: always })]),
    ...(rules.select ? [pgPolicy(`${table}_select`, { for: 'select', to: app, using: rules.select })] : []),
    ...(rules.insert ? [pgPolicy(`${table}_insert`, { for: 'insert', to: app, withCheck: rules.insert })] : []),
    ...(rules.update
      ? [pgPolicy(`${table}_update`, { for: 'update', to: app, using: rules.update, withCheck: rules.update })]
      : []),
    ...(rules.delete ? [pgPolicy(`${table}_delete`, { for: 'delete', to: app, using: rules.delete })] : []),
  ];
}
