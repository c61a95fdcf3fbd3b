import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { exams } from '../../db/schema/index.js';
import { buildCatalogConditions, type CatalogFilter, type CatalogSort } from '../http/catalog.js';
import { foldText, type ListRequest, type SortColumns, selectSortedPage } from '../http/pagination.js';
import { findRow, requireReturnedRow } from '../http/resource.js';

export type ExamRow = typeof exams.$inferSelect;
export type ExamValues = Omit<typeof exams.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface ExamFilter extends CatalogFilter {
  readonly type?: string | undefined;
}

function buildConditions(filter: ExamFilter): SQL | undefined {
  const words = filter.search?.split(/\s+/) ?? [];
  return and(
    ...words.map((word) => sql`strpos(fold_text(${exams.name}), fold_text(${word})) > 0`),
    filter.type === undefined ? undefined : eq(exams.type, filter.type),
    buildCatalogConditions(exams, filter),
  );
}

const sortColumns: SortColumns<CatalogSort> = {
  name: [[foldText(exams.name), 'text']],
  createdAt: [[exams.createdAt, 'timestamptz']],
  updatedAt: [[exams.updatedAt, 'timestamptz']],
};

export const listExams = (tx: Transaction, { filter, ...request }: ListRequest<ExamFilter>) =>
  selectSortedPage(tx, exams, { ...request, sortColumns, conditions: buildConditions(filter) });

export const findExam = (tx: Transaction, id: string, options?: { forUpdate: boolean }): Promise<ExamRow | undefined> =>
  findRow(tx, exams, id, options);

export async function insertExam(tx: Transaction, values: ExamValues): Promise<ExamRow> {
  return requireReturnedRow(await tx.insert(exams).values(values).returning());
}

export async function updateExam(tx: Transaction, id: string, values: Partial<ExamValues>): Promise<ExamRow> {
  return requireReturnedRow(await tx.update(exams).set(values).where(eq(exams.id, id)).returning());
}
