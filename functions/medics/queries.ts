import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { medics } from '../../db/schema/index.js';
import { buildCatalogConditions, type CatalogFilter, type CatalogSort } from '../http/catalog.js';
import { foldText, type ListRequest, type SortColumns, selectSortedPage } from '../http/pagination.js';
import { findRow, requireReturnedRow } from '../http/resource.js';

export type MedicRow = typeof medics.$inferSelect;
export type MedicValues = Omit<typeof medics.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

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
};

export const listMedics = (tx: Transaction, { filter, ...request }: ListRequest<MedicFilter>) =>
  selectSortedPage(tx, medics, { ...request, sortColumns, conditions: buildConditions(filter) });

export const findMedic = (
  tx: Transaction,
  id: string,
  options?: { forUpdate: boolean },
): Promise<MedicRow | undefined> => findRow(tx, medics, id, options);

export async function insertMedic(tx: Transaction, values: MedicValues): Promise<MedicRow> {
  return requireReturnedRow(await tx.insert(medics).values(values).returning());
}

export async function updateMedic(tx: Transaction, id: string, values: Partial<MedicValues>): Promise<MedicRow> {
  return requireReturnedRow(await tx.update(medics).set(values).where(eq(medics.id, id)).returning());
}
