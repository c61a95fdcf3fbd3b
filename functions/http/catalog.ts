import { z } from '@hono/zod-openapi';
import { and, eq, gte, isNull, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { changesQuery } from './filters.js';
import { inBothDirections } from './pagination.js';
import { flag } from './schemas.js';

/** The sorts of exams and medics. */
export type CatalogSort = 'name' | 'createdAt' | 'updatedAt';

/** The query parameters that the lists of exams and medics share. */
export const catalogQuery = {
  active: flag.optional(),
  ...changesQuery,
  sort: z.enum(inBothDirections<CatalogSort>('name', 'createdAt', 'updatedAt')).default('name'),
};

/** The filters that the lists of exams and medics share. */
export interface CatalogFilter {
  readonly search?: string | undefined;
  readonly active?: boolean | undefined;
  readonly updatedSince?: Date | undefined;
  /** Removed records are kept for their reservations. Only administrators see them. */
  readonly withRemoved: boolean;
}

/** The conditions for the shared filters, except the search. */
export const buildCatalogConditions = (
  table: { readonly active: PgColumn; readonly removedAt: PgColumn; readonly updatedAt: PgColumn },
  { active, updatedSince, withRemoved }: CatalogFilter,
): SQL | undefined =>
  and(
    active === undefined ? undefined : eq(table.active, active),
    updatedSince === undefined ? undefined : gte(table.updatedAt, updatedSince),
    withRemoved ? undefined : isNull(table.removedAt),
  );
