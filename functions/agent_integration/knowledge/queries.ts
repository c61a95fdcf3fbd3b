import { and, gte, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { knowledgeDocuments } from '../../../db/schema/index.js';
import { isAnyOf } from '../../http/filters.js';
import { foldText, type ListRequest, type SortColumns, selectSortedPage } from '../../http/pagination.js';

export interface DocumentFilter {
  readonly search?: string | undefined;
  readonly patientId?: readonly string[] | undefined;
  readonly updatedSince?: Date | undefined;
}

const buildConditions = ({ search, patientId, updatedSince }: DocumentFilter): SQL | undefined =>
  and(
    ...(search?.split(/\s+/) ?? []).map(
      (word) => sql`strpos(${foldText(knowledgeDocuments.title)}, fold_text(${word})) > 0`,
    ),
    isAnyOf(knowledgeDocuments.patientId, patientId),
    updatedSince === undefined ? undefined : gte(knowledgeDocuments.updatedAt, updatedSince),
  );

const sortColumns: SortColumns = {
  createdAt: [[knowledgeDocuments.createdAt, 'timestamptz']],
  updatedAt: [[knowledgeDocuments.updatedAt, 'timestamptz']],
};

export const listDocuments = (tx: Transaction, { filter, ...request }: ListRequest<DocumentFilter>) =>
  selectSortedPage(tx, knowledgeDocuments, { ...request, sortColumns, conditions: buildConditions(filter) });
