import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { loadedResources } from '../../db/schema/index.js';
import type { MappedRow } from './mapping/mapping.js';
import { mappingVersion } from './mapping/resource-types.js';

export interface ResourceKey {
  readonly type: string;
  readonly id: string;
}

export const formatKey = ({ type, id }: ResourceKey): string => `${type}/${id}`;

export interface MappedResource extends ResourceKey {
  /** Its place in the file, for the report. */
  readonly position: string;
  readonly lastUpdated: string | undefined;
  readonly rows: readonly MappedRow[];
  readonly hash: string;
}

export const hashRows = (rows: readonly MappedRow[]): string =>
  createHash('sha256')
    .update(JSON.stringify([mappingVersion, rows]))
    .digest('hex');

/** Hashes that a resource is not in the record, for a reason. */
export const hashWithdrawal = (reason: string): string =>
  createHash('sha256')
    .update(JSON.stringify(['withdrawn', reason]))
    .digest('hex');

const toTime = (lastUpdated: string | null | undefined): number =>
  lastUpdated == null ? Number.NEGATIVE_INFINITY : Date.parse(lastUpdated);

interface LoadedResource {
  /** Null if a release before migration 0017 loaded it. */
  rowId: string | null;
  readonly hashes: Map<string, number>;
  newest: number;
  /** When its newest content was loaded first. */
  loadedAt: number;
}

export type LoadState = 'new' | 'changed' | 'known' | 'older';

/** A type, because only types can be rows of a query. */
type LedgerRow = {
  readonly type: string;
  readonly id: string;
  readonly hash: string;
  readonly rowId: string | null;
  readonly lastUpdated: string | null;
  readonly loadedAt: string;
};

/** What earlier loads recorded about some resources. */
export class Ledger {
  readonly #loaded = new Map<string, LoadedResource>();

  constructor(rows: readonly LedgerRow[]) {
    for (const { type, id, hash, rowId, lastUpdated, loadedAt } of rows) {
      const key = formatKey({ type, id });
      const entry = this.#loaded.get(key) ?? {
        rowId,
        hashes: new Map(),
        newest: Number.NEGATIVE_INFINITY,
        loadedAt: 0,
      };
      this.#loaded.set(key, entry);
      entry.rowId ??= rowId;
      entry.hashes.set(hash, toTime(lastUpdated));
      entry.newest = Math.max(entry.newest, toTime(lastUpdated));
      entry.loadedAt = Math.max(entry.loadedAt, Date.parse(loadedAt));
    }
  }

  has(key: ResourceKey): boolean {
    return this.#loaded.has(formatKey(key));
  }

  getRowId(key: ResourceKey): string | undefined {
    return this.#loaded.get(formatKey(key))?.rowId ?? undefined;
  }

  /** Returns true if a version of a resource was first loaded at a time or later. */
  isLoadedSince(key: ResourceKey, time: Date): boolean {
    return (this.#loaded.get(formatKey(key))?.loadedAt ?? 0) >= time.getTime();
  }

  /** Returns true if a version of a resource is not older than the loaded one. */
  canReplace({
    type,
    id,
    meta,
  }: ResourceKey & { readonly meta?: { readonly lastUpdated?: string | undefined } | undefined }): boolean {
    const newest = this.#loaded.get(formatKey({ type, id }))?.newest;
    return newest !== undefined && (meta?.lastUpdated === undefined || toTime(meta.lastUpdated) >= newest);
  }

  compare({ type, id, hash, lastUpdated }: MappedResource): LoadState {
    const entry = this.#loaded.get(formatKey({ type, id }));
    if (entry === undefined) return 'new';
    const updated = toTime(lastUpdated);
    const loadedAt = entry.hashes.get(hash);
    // Earlier content that comes again with a later time is a change back to it.
    if (loadedAt !== undefined && (updated <= loadedAt || entry.newest === loadedAt)) return 'known';
    return lastUpdated !== undefined && updated < entry.newest ? 'older' : 'changed';
  }
}

/** Returns the time of the transaction, in milliseconds like the times in the ledger. */
export async function readTime(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ now: string }>(sql`select now()::timestamptz(3)::text as now`);
  return new Date(row?.now ?? 0);
}

/** Looks up what was loaded before. */
export async function readLedger(tx: Transaction, resources: Iterable<ResourceKey>): Promise<Ledger> {
  // `offset 0` forces a lookup by key: a plan made while the table was small would read all of it each time.
  const keys = JSON.stringify([...new Map([...resources].map((key) => [formatKey(key), key])).values()]);
  const rows = await tx.execute<LedgerRow>(sql`
    select given.type, given.id, known.hash, known."rowId", known."lastUpdated", known."loadedAt"
    from jsonb_to_recordset(${keys}::text::jsonb) as given (type text, id text)
    cross join lateral (
      select content_hash as hash, row_id as "rowId", last_updated as "lastUpdated", loaded_at as "loadedAt"
      from loaded_resources
      where resource_type = given.type and resource_id = given.id
      offset 0
    ) known`);
  return new Ledger(rows);
}

/** Records loaded resources with their rows, in the transaction that writes the rows. */
export async function recordLoaded(
  tx: Transaction,
  resources: readonly { readonly resource: MappedResource; readonly rowId: string }[],
): Promise<void> {
  if (resources.length === 0) return;
  const records = JSON.stringify(
    resources.map(({ resource: { type, id, hash, lastUpdated }, rowId }) => ({ type, id, hash, lastUpdated, rowId })),
  );
  await tx.execute(sql`
    insert into ${loadedResources} (resource_type, resource_id, content_hash, last_updated, row_id)
    select type, id, hash, "lastUpdated", "rowId"
    from jsonb_to_recordset(${records}::text::jsonb)
      as given (type text, id text, hash text, "lastUpdated" timestamptz, "rowId" uuid)
    on conflict (resource_type, resource_id, content_hash)
      do update set last_updated = excluded.last_updated, row_id = excluded.row_id`);
}
