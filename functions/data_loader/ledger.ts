import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { loadedResources } from '../../db/schema/index.js';
import type { MappedRow } from './mapping/mapping.js';
import { mappingVersion } from './mapping/resource-types.js';

export interface MappedResource {
  readonly type: string;
  readonly id: string;
  readonly lastUpdated: string | undefined;
  readonly rows: readonly MappedRow[];
  readonly hash: string;
}

export const hashRows = (rows: readonly MappedRow[]): string =>
  createHash('sha256')
    .update(JSON.stringify([mappingVersion, rows]))
    .digest('hex');

/** Looks up what was loaded before. Returns a function that compares a resource with it. */
export async function compareWithLoaded(
  tx: Transaction,
  resources: readonly { readonly type: string; readonly id: string }[],
): Promise<(resource: MappedResource) => 'new' | 'changed' | 'known' | 'older'> {
  // `offset 0` forces a lookup by key: a plan made while the table was small would read all of it each time.
  const keys = JSON.stringify(resources.map(({ type, id }) => ({ type, id })));
  const rows = await tx.execute<{ type: string; id: string; hash: string; lastUpdated: string | null }>(sql`
    select given.type, given.id, known.hash, known."lastUpdated"
    from jsonb_to_recordset(${keys}::text::jsonb) as given (type text, id text)
    cross join lateral (
      select content_hash as hash, last_updated as "lastUpdated" from loaded_resources
      where resource_type = given.type and resource_id = given.id
      offset 0
    ) known`);
  const known = new Map<string, { hashes: Map<string, number>; newest: number }>();
  for (const { type, id, hash, lastUpdated } of rows) {
    const entry = known.get(`${type}/${id}`) ?? { hashes: new Map(), newest: Number.NEGATIVE_INFINITY };
    known.set(`${type}/${id}`, entry);
    const updated = lastUpdated === null ? Number.NEGATIVE_INFINITY : Date.parse(lastUpdated);
    entry.hashes.set(hash, updated);
    entry.newest = Math.max(entry.newest, updated);
  }
  return ({ type, id, hash, lastUpdated }) => {
    const entry = known.get(`${type}/${id}`);
    if (entry === undefined) return 'new';
    const updated = lastUpdated === undefined ? Number.NEGATIVE_INFINITY : Date.parse(lastUpdated);
    const loadedAt = entry.hashes.get(hash);
    // Earlier content that comes again with a later time is a change back to it.
    if (loadedAt !== undefined && (updated <= loadedAt || entry.newest === loadedAt)) return 'known';
    return lastUpdated !== undefined && updated < entry.newest ? 'older' : 'changed';
  };
}

/** Records loaded resources, in the transaction that writes their rows. */
export async function recordLoaded(tx: Transaction, resources: readonly MappedResource[]): Promise<void> {
  if (resources.length === 0) return;
  const records = JSON.stringify(resources.map(({ type, id, hash, lastUpdated }) => ({ type, id, hash, lastUpdated })));
  await tx.execute(sql`
    insert into ${loadedResources} (resource_type, resource_id, content_hash, last_updated)
    select type, id, hash, "lastUpdated"
    from jsonb_to_recordset(${records}::text::jsonb)
      as given (type text, id text, hash text, "lastUpdated" timestamptz)
    on conflict (resource_type, resource_id, content_hash) do update set last_updated = excluded.last_updated`);
}
