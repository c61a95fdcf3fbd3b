import { type SQL, sql } from 'drizzle-orm';
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core';

/** What the API's functions sign in as: subject to row-level security, owner of nothing. */
export const app = pgRole('app').existing();
/** Owner of the schema; migrations run as it. */
export const migrator = pgRole('migrator').existing();
/** Amazon Bedrock Knowledge Bases: the knowledge base table and nothing else. */
export const bedrockUser = pgRole('bedrock_user').existing();
/** People who look, with drizzle-kit studio or psql, and change nothing. */
export const readonly = pgRole('readonly').existing();

/**
 * Roles that a transaction can act in: Cognito's groups, `service` for IAM principals, `loader` for the import of
 * records. The API sets role and subject at the start of each transaction; without them every policy refuses.
 */
export type CallerRole = 'admin' | 'medic' | 'staff' | 'patient' | 'service' | 'loader';

// The calls stand in a sub-select so that the planner runs them once per statement and not once per row.
const callerRole = '(select caller_role())';

/** The caller acts in one of these roles. */
export const callerIs = (...roles: CallerRole[]): SQL =>
  sql.raw(`${callerRole} in (${roles.map((role) => `'${role}'`).join(', ')})`);

/** Some caller is set. */
export const callerIsKnown: SQL = sql.raw(`${callerRole} is not null`);

/** The column names the caller's own patient record; true for no one but patients. */
export const isOwnPatient = (column: string): SQL => sql.raw(`${column} = (select caller_patient_id())`);

/**
 * The column names a patient whom the caller may see; for rows about a patient who was removed. OFFSET keeps the planner
 * from hashing all patients for a question about a few: it may look each one up by its key and nothing else.
 */
export const isVisiblePatient = (column: string): SQL =>
  sql.raw(`exists (select from patients where patients.id = ${column} offset 0)`);

/** The column names the caller. */
export const isCaller = (column: string): SQL => sql.raw(`${column} = (select caller_subject())`);

/**
 * The row-level security of one table. `app` gets the policies given; a command without one is refused. The owner needs
 * a policy too, because row-level security is forced, and people with `readonly` see every row unless `hidden`.
 */
export function tablePolicies(
  table: string,
  rules: { select?: SQL; insert?: SQL; update?: SQL; delete?: SQL; hidden?: boolean },
) {
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
