import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { medics } from '../../db/schema/index.js';
import { foldText, type ListRequest, planPage, readSortKeys, type SortColumns } from '../http/pagination.js';
import { requireReturnedRow } from '../http/resource.js';
import type { MedicSort } from './schemas.js';

export type MedicRow = typeof medics.$inferSelect;
export type MedicValues = Omit<typeof medics.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface MedicFilter {
  readonly search?: string | undefined;
  readonly specialty?: string | undefined;
  readonly department?: string | undefined;
  readonly active?: boolean | undefined;
  /** Removed records are kept for their reservations. Only administrators see them. */
  readonly withRemoved: boolean;
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
    filter.active === undefined ? undefined : eq(medics.active, filter.active),
    filter.withRemoved ? undefined : isNull(medics.removedAt),
  );
}

const sortColumns: SortColumns<MedicSort> = {
  name: [
    [foldText(medics.familyName), 'text'],
    [foldText(medics.givenName), 'text'],
  ],
  createdAt: [[medics.createdAt, 'timestamptz']],
};

export async function listMedics(tx: Transaction, { filter, sort, ...request }: ListRequest<MedicFilter>) {
  const conditions = buildConditions(filter);
  const { position, after, orderBy, fetchLimit, finish } = planPage(
    request,
    readSortKeys(sort, sortColumns, medics.id),
  );
  const rows = await tx
    .select({ medic: medics, position })
    .from(medics)
    .where(and(conditions, after))
    .orderBy(...orderBy)
    .limit(fetchLimit);
  return finish(rows, () => tx.$count(medics, conditions));
}

export async function findMedic(
  tx: Transaction,
  id: string,
  { forUpdate = false } = {},
): Promise<MedicRow | undefined> {
  const query = tx.select().from(medics).where(eq(medics.id, id)).$dynamic();
  const [row] = await (forUpdate ? query.for('update') : query);
  return row;
}

export async function insertMedic(tx: Transaction, values: MedicValues): Promise<MedicRow> {
  return requireReturnedRow(await tx.insert(medics).values(values).returning());
}

export async function updateMedic(tx: Transaction, id: string, values: Partial<MedicValues>): Promise<MedicRow> {
  return requireReturnedRow(await tx.update(medics).set(values).where(eq(medics.id, id)).returning());
}
