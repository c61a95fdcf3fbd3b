import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { medics } from '../../db/schema/index.js';
import type { PagePlan } from '../http/pagination.js';

export type MedicRow = typeof medics.$inferSelect;
export type MedicValues = Omit<typeof medics.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface MedicFilter {
  readonly search?: string | undefined;
  readonly specialty?: string | undefined;
  readonly department?: string | undefined;
  readonly active?: boolean | undefined;
  /** Removed ones are kept for the reservations that name them, and shown to administrators. */
  readonly withRemoved: boolean;
}

/** A typo leaves about this share of a word's trigrams; the patients' search uses the same. */
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

export async function listMedics(tx: Transaction, filter: MedicFilter, plan: PagePlan) {
  return tx
    .select({ medic: medics, position: plan.position })
    .from(medics)
    .where(and(buildConditions(filter), plan.after))
    .orderBy(...plan.orderBy)
    .limit(plan.fetchLimit);
}

export async function countMedics(tx: Transaction, filter: MedicFilter): Promise<number> {
  return tx.$count(medics, buildConditions(filter));
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
  const [row] = await tx.insert(medics).values(values).returning();
  if (row === undefined) throw new Error('The insert returned no row.');
  return row;
}

export async function updateMedic(tx: Transaction, id: string, values: Partial<MedicValues>): Promise<MedicRow> {
  const [row] = await tx.update(medics).set(values).where(eq(medics.id, id)).returning();
  if (row === undefined) throw new Error('The update returned no row.');
  return row;
}
