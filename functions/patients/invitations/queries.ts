import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { type InvitationStatus, patientInvitations } from '../../../db/schema/index.js';
import { type PageRequest, planPage, type SortKey } from '../../http/pagination.js';
import { toFirstDay, toPrecision } from '../../http/partial-dates.js';
import { requireReturnedRow } from '../../http/resource.js';
import { readApplicationKey } from '../../http/seal.js';
import { hashInvitationCode } from './codes.js';
import type { AccountLink } from './schemas.js';

const { codeHash: _codeHash, wrongTries: _wrongTries, ...readableColumns } = getTableColumns(patientInvitations);

/** The columns that the API can read. An open invitation counts as expired as soon as its time is up. */
const columns = {
  ...readableColumns,
  status: sql<InvitationStatus>`
    case when ${patientInvitations.status} = 'open' and ${patientInvitations.expiresAt} <= now() then 'expired'
      else ${patientInvitations.status} end`,
};

export type InvitationRow = Omit<typeof patientInvitations.$inferSelect, 'codeHash' | 'wrongTries'>;

const hashCode = async (tx: Transaction, code: string): Promise<Buffer> =>
  hashInvitationCode(await readApplicationKey(tx, 'invitation'), code);

/** Ends the open invitation of a patient, if there is one. */
export async function withdrawOpenInvitation(tx: Transaction, patientId: string): Promise<void> {
  await tx
    .update(patientInvitations)
    .set({ status: sql`case when ${patientInvitations.expiresAt} <= now() then 'expired' else 'withdrawn' end` })
    .where(and(eq(patientInvitations.patientId, patientId), eq(patientInvitations.status, 'open')));
}

/** Stores an invitation with a hash of its code. */
export async function insertInvitation(tx: Transaction, patientId: string, code: string): Promise<InvitationRow> {
  const values = { patientId, codeHash: await hashCode(tx, code) };
  return requireReturnedRow(await tx.insert(patientInvitations).values(values).returning(columns));
}

/** Finds an invitation of a patient. `forUpdate` locks the row until the transaction ends. */
export async function findInvitation(
  tx: Transaction,
  patientId: string,
  id: string,
  { forUpdate = false } = {},
): Promise<InvitationRow | undefined> {
  const isAsked = and(eq(patientInvitations.id, id), eq(patientInvitations.patientId, patientId));
  const query = tx.select(columns).from(patientInvitations).where(isAsked).$dynamic();
  const [row] = await (forUpdate ? query.for('update') : query);
  return row;
}

/** Newest first. */
const sortKeys: readonly SortKey[] = [
  { expression: sql`${patientInvitations.createdAt}`, type: 'timestamptz', direction: 'desc' },
  { expression: sql`${patientInvitations.id}`, type: 'uuid', direction: 'desc' },
];

export async function listInvitations(tx: Transaction, patientId: string, request: PageRequest) {
  const isOfPatient: SQL = eq(patientInvitations.patientId, patientId);
  const { position, after, orderBy, fetchLimit, finish } = planPage(request, sortKeys);
  const rows = await tx
    .select({ ...columns, position })
    .from(patientInvitations)
    .where(and(isOfPatient, after))
    .orderBy(...orderBy)
    .limit(fetchLimit);
  return finish(rows, () => tx.$count(patientInvitations, isOfPatient));
}

/** What became of an attempt to link an account. */
export interface LinkAttempt extends Record<string, unknown> {
  readonly outcome: 'linked' | 'not-found' | 'account-linked' | 'record-linked' | 'too-many-tries';
  /** The patient whom the code invites. Null if no such code works. */
  readonly patientId: string | null;
  /** Seconds until the account may try again. Null unless it has tried too often. */
  readonly waitSeconds: number | null;
}

/**
 * Links the caller's account to the patient whom a code invites. The database checks the code and the birth date, and
 * counts a wrong try in this transaction, which must therefore commit.
 */
export async function linkAccount(tx: Transaction, { code, birthDate }: AccountLink): Promise<LinkAttempt> {
  const hash = (await hashCode(tx, code)).toString('hex');
  return requireReturnedRow([
    ...(await tx.execute<LinkAttempt>(sql`
      select outcome, patient_id as "patientId", wait_seconds as "waitSeconds"
      from link_patient_account(decode(${hash}, 'hex'), ${toFirstDay(birthDate)}::date, ${toPrecision(birthDate)})`)),
  ]);
}
