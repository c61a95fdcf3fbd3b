import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { loadedTables } from '../../../functions/data_loader/mapping/mapping.js';

export interface CopiedTable {
  readonly name: string;
  readonly columns: string;
  readonly rows: number;
  readonly bytes: Buffer;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Encodes a value in COPY's text format. */
export const formatCopyField = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);

/** Reads all loaded rows for COPY. COPY TO through postgres.js hangs after a small table. */
export async function readTables(sql: postgres.Sql): Promise<CopiedTable[]> {
  const copied: CopiedTable[] = [];
  for (const name of loadedTables) {
    const [found] = await sql<{ columns: string }[]>`
      select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
      where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
    const columns = found?.columns ?? '';
    const values = columns.split(', ').map((column) => `${column}::text`);
    const rows = await sql.unsafe<{ values: (string | null)[] }[]>(
      `select jsonb_build_array(${values.join(', ')}) as values from ${name}`,
    );
    const bytes = Buffer.from(rows.map((row) => `${row.values.map(formatCopyField).join('\t')}\n`).join(''));
    copied.push({ name, columns, rows: rows.length, bytes });
  }
  return copied;
}

export async function writeTables(sql: postgres.Sql, copied: readonly CopiedTable[]): Promise<void> {
  await sql.begin(async (tx) => {
    for (const { name, columns, bytes } of copied) {
      const stream = await tx.unsafe(`copy ${name} (${columns}) from stdin`).writable();
      await pipeline(Readable.from([bytes]), stream);
    }
  });
}

export async function emptyTables(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`truncate ${loadedTables.join(', ')} cascade`);
}
