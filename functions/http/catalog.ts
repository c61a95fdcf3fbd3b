import { z } from '@hono/zod-openapi';
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { inBothDirections } from './pagination.js';
import { flag } from './schemas.js';

/** The sorts of exams and medics. */
export type CatalogSort = 'name' | 'createdAt';

/** The query parameters that the lists of exams and medics share. */
export const catalogQuery = {
  active: flag.optional(),
  sort: z.enum(inBothDirections<CatalogSort>('name', 'createdAt')).default('name'),
};

/** The filters that the lists of exams and medics share. */
export interface CatalogFilter {
  readonly search?: string | undefined;
  readonly active?: boolean | undefined;
  /** Removed records are kept for their reservations. Only administrators see them. */
  readonly withRemoved: boolean;
}

/** The conditions for the shared filters, except the search. */
export const buildCatalogConditions = (
  table: { readonly active: PgColumn; readonly removedAt: PgColumn },
  { active, withRemoved }: CatalogFilter,
): SQL | undefined =>
  and(active === undefined ? undefined : eq(table.active, active), withRemoved ? undefined : isNull(table.removedAt));
