import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { exams } from '../../db/schema/index.js';
import type { PagePlan } from '../http/pagination.js';

export type ExamRow = typeof exams.$inferSelect;
export type ExamValues = Omit<typeof exams.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface ExamFilter {
  readonly search?: string | undefined;
  readonly type?: string | undefined;
  readonly active?: boolean | undefined;
  /** Removed ones are kept for the reservations that name them, and shown to administrators. */
  readonly withRemoved: boolean;
}

function buildConditions(filter: ExamFilter): SQL | undefined {
  const words = filter.search?.split(/\s+/) ?? [];
  return and(
    ...words.map((word) => sql`strpos(fold_text(${exams.name}), fold_text(${word})) > 0`),
    filter.type === undefined ? undefined : eq(exams.type, filter.type),
    filter.active === undefined ? undefined : eq(exams.active, filter.active),
    filter.withRemoved ? undefined : isNull(exams.removedAt),
  );
}

export async function listExams(tx: Transaction, filter: ExamFilter, plan: PagePlan) {
  return tx
    .select({ exam: exams, position: plan.position })
    .from(exams)
    .where(and(buildConditions(filter), plan.after))
    .orderBy(...plan.orderBy)
    .limit(plan.fetchLimit);
}

export async function countExams(tx: Transaction, filter: ExamFilter): Promise<number> {
  return tx.$count(exams, buildConditions(filter));
}

export async function findExam(tx: Transaction, id: string, { forUpdate = false } = {}): Promise<ExamRow | undefined> {
  const query = tx.select().from(exams).where(eq(exams.id, id)).$dynamic();
  const [row] = await (forUpdate ? query.for('update') : query);
  return row;
}

export async function insertExam(tx: Transaction, values: ExamValues): Promise<ExamRow> {
  const [row] = await tx.insert(exams).values(values).returning();
  if (row === undefined) throw new Error('The insert returned no row.');
  return row;
}

export async function updateExam(tx: Transaction, id: string, values: Partial<ExamValues>): Promise<ExamRow> {
  const [row] = await tx.update(exams).set(values).where(eq(exams.id, id)).returning();
  if (row === undefined) throw new Error('The update returned no row.');
  return row;
}
