import { type SQL, sql } from 'drizzle-orm';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { deriveUuid } from './identifiers.js';
import { type MappedRow, type MappedTable, mappedTables } from './mapping/mapping.js';
import { FileError } from './report.js';

/** Row ids are already used, by other resources or by the same ones in a concurrent load. */
export class IdConflictError extends FileError {}

const rowsPerStatement = 1_000;

const listColumns = (rows: readonly MappedRow[]): string[] => [
  ...new Set(rows.flatMap(({ values }) => Object.keys(values))),
];

/** Passes rows to SQL in one parameter. */
const toRecordset = (table: string, rows: readonly MappedRow[]): SQL =>
  sql`jsonb_populate_recordset(null::${sql.raw(table)}, ${JSON.stringify(rows.map(({ values }) => values))}::text::jsonb) as given`;

/** Assigns a value to every column except the id. */
const assignColumns = (rows: readonly MappedRow[], toValue: (column: string) => string): SQL =>
  sql.raw(
    listColumns(rows)
      .filter((column) => column !== 'id')
      .map((column) => `${column} = ${toValue(column)}`)
      .join(', '),
  );

async function insertRows(tx: Transaction, table: string, rows: readonly MappedRow[], onConflict: SQL) {
  const columns = sql.raw(listColumns(rows).join(', '));
  return tx.execute(sql`
    insert into ${sql.raw(table)} (${columns}) select ${columns} from ${toRecordset(table, rows)}
    on conflict ${onConflict}`);
}

/** Replaces existing rows. A medic keeps the values that the new row lacks; an exam result is never changed. */
async function writeTable(tx: Transaction, table: MappedTable, rows: readonly MappedRow[]): Promise<void> {
  if (table === 'medic_roles') {
    const assignments = assignColumns(rows, (column) => `coalesce(given.${column}, medics.${column})`);
    await tx.execute(
      sql`update medics set ${assignments} from ${toRecordset('medics', rows)} where medics.id = given.id`,
    );
  } else if (table === 'exam_results') {
    const results = rows.map((row) => ({ ...row, values: { version: 1, ...row.values } }));
    const written = await insertRows(tx, table, results, sql`(id) do nothing`);
    // Several resource types become results, and ids are only unique within a type: a collision must not lose a result.
    if (written.count < rows.length) {
      throw new IdConflictError([
        { position: 'file', reason: 'two resources that become exam results have the same id' },
      ]);
    }
  } else {
    const assignments = assignColumns(rows, (column) =>
      table === 'medics' ? `coalesce(excluded.${column}, medics.${column})` : `excluded.${column}`,
    );
    await insertRows(tx, table, rows, sql`(id) do update set ${assignments}`);
  }
}

/** Writes rows in batches, table by table, in pipelined statements. */
export async function writeRows(tx: Transaction, rows: readonly MappedRow[]): Promise<void> {
  const writes = mappedTables.flatMap((table) => {
    const ofTable = rows.filter((row) => row.table === table);
    const statements = Math.ceil(ofTable.length / rowsPerStatement);
    return Array.from({ length: statements }, (_, index) =>
      writeTable(tx, table, ofTable.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement)),
    );
  });
  await pipelined(...writes);
}

/** Writes placeholder exams and medics; a concurrent load can write the same ones. */
export async function writePlaceholders(tx: Transaction, rows: readonly MappedRow[]): Promise<void> {
  const writes = ['exams', 'medics'].map(async (table) => {
    const ofTable = rows.filter((row) => row.table === table);
    if (ofTable.length > 0) await insertRows(tx, table, ofTable, sql`do nothing`);
  });
  await pipelined(...writes);
}

/**
 * Turns changed exam results into new versions: a result is never changed in place, so the row gets a new id and names
 * the current version as the one it replaces.
 */
export async function toNewVersions(tx: Transaction, rows: readonly MappedRow[], hash: string): Promise<MappedRow[]> {
  const versions: MappedRow[] = [];
  for (const row of rows) {
    const [head] = await tx.execute<{ id: string; version: number }>(sql`
      with recursive chain as (
        select id, version from exam_results where id = ${row.values.id}
        union all
        select next.id, next.version from exam_results next join chain on next.replaces_id = chain.id
      )
      select id, version from chain order by version desc limit 1`);
    const successor = head && {
      id: deriveUuid(`${row.values.id}@${hash}`),
      replaces_id: head.id,
      version: head.version + 1,
    };
    versions.push({ ...row, values: { ...row.values, ...successor } });
  }
  return versions;
}

/** Increments the version of existing patients whose clinical entries have changed. */
export async function touchPatients(tx: Transaction, patientIds: readonly string[]): Promise<void> {
  if (patientIds.length === 0) return;
  await tx.execute(sql`
    update patients set version = version + 1
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(patientIds)}::text::jsonb))`);
}
