import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { medicContacts, medics } from '../../db/schema/index.js';
import { buildCatalogConditions, type CatalogFilter, type CatalogSort } from '../http/catalog.js';
import { foldText, type ListRequest, type SortColumns, selectSortedPage } from '../http/pagination.js';
import { findLinkedRow, findRow, requireReturnedRow } from '../http/resource.js';

export type MedicRow = typeof medics.$inferSelect;
export type MedicValues = Omit<typeof medics.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

/**
 * Where a medic's email address and phone number are. Null also for callers who may not read them: row-level security hides
 * the row.
 */
const moved = {
  email: sql`(select email from medic_contacts where medic_id = medics.id)`,
  phone: sql`(select phone from medic_contacts where medic_id = medics.id)`,
};

export interface MedicFilter extends CatalogFilter {
  readonly specialty?: string | undefined;
  readonly department?: string | undefined;
}

/** Minimum trigram similarity: a word with a typo still reaches it. The patient search uses the same value. */
const nameSimilarity = 0.4;

function buildConditions(filter: MedicFilter): SQL | undefined {
  const words = filter.search?.split(/\s+/) ?? [];
  return and(
    ...words.map((word) => {
      const folded = sql`fold_text(${word})`;
      return sql`(strpos(${medics.searchName}, ${folded}) > 0 or word_similarity(${folded}, ${medics.searchName}) >= ${nameSimilarity})`;
    }),
    filter.specialty === undefined ? undefined : eq(medics.specialty, filter.specialty),
    filter.department === undefined ? undefined : eq(medics.department, filter.department),
    buildCatalogConditions(medics, filter),
  );
}

const sortColumns: SortColumns<CatalogSort> = {
  name: [
    [foldText(medics.familyName), 'text'],
    [foldText(medics.givenName), 'text'],
  ],
  createdAt: [[medics.createdAt, 'timestamptz']],
  updatedAt: [[medics.updatedAt, 'timestamptz']],
};

export const listMedics = (tx: Transaction, { filter, ...request }: ListRequest<MedicFilter>) =>
  selectSortedPage(tx, medics, { ...request, sortColumns, conditions: buildConditions(filter), moved });

/** Lists the specialties of active medics in alphabetical order, with the number of medics. */
export const listSpecialties = (tx: Transaction, limit: number) =>
  tx
    .select({ specialty: sql<string>`${medics.specialty}`, medicCount: sql<number>`count(*)::integer` })
    .from(medics)
    .where(and(isNotNull(medics.specialty), eq(medics.active, true), isNull(medics.removedAt)))
    .groupBy(medics.specialty)
    .orderBy(foldText(medics.specialty), medics.specialty)
    .limit(limit);

export const findMedic = (
  tx: Transaction,
  id: string,
  options?: { forUpdate: boolean },
): Promise<MedicRow | undefined> => findRow(tx, medics, id, { ...options, moved });

/** Finds the medic that is linked to an account. */
export const findOwnMedic = (tx: Transaction, accountSubject: string): Promise<MedicRow | undefined> =>
  findLinkedRow(tx, medics, accountSubject, { moved });

export async function insertMedic(tx: Transaction, { email = null, phone = null, ...values }: MedicValues) {
  const row = requireReturnedRow(await tx.insert(medics).values(values).returning());
  if (email !== null || phone !== null) await tx.insert(medicContacts).values({ medicId: row.id, email, phone });
  return { ...row, email, phone };
}

/** Updates a medic, whose contacts are part of the version. */
export async function updateMedic(
  tx: Transaction,
  current: MedicRow,
  changes: Partial<MedicValues>,
): Promise<MedicRow> {
  const { email = current.email, phone = current.phone, ...values } = changes;
  const isContactChanged = email !== current.email || phone !== current.phone;
  const set = { ...values, ...(isContactChanged && { version: sql`${medics.version} + 1` }) };
  const row = requireReturnedRow(await tx.update(medics).set(set).where(eq(medics.id, current.id)).returning());
  if (isContactChanged) {
    await tx
      .insert(medicContacts)
      .values({ medicId: current.id, email, phone })
      .onConflictDoUpdate({ target: medicContacts.medicId, set: { email, phone } });
  }
  return { ...row, email, phone };
}
