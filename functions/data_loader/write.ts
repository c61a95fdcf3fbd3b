import { type SQL, sql } from 'drizzle-orm';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { KeptContent } from './group-mapping.js';
import { type MappedRow, type MappedTable, mappedTables } from './mapping/mapping.js';
import { FileError } from './report.js';
import { toStorableJson } from './storable.js';

/** Row ids are already used by other resources, or a concurrent load has written the same ones. */
export class IdConflictError extends FileError {}

const rowsPerStatement = 1_000;

/** @throws Error if the rows have different columns: a column that one lacks would become null */
function listColumns(rows: readonly MappedRow[]): string[] {
  const [columns = '', ...others] = new Set(rows.map(({ values }) => Object.keys(values).sort().join(', ')));
  if (others.length > 0) throw new Error(`The rows of ${rows[0]?.table} have different columns.`);
  return columns.split(', ');
}

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

/**
 * Writes medics, and their email addresses and phone numbers, which are in a table of their own but part of the medic's
 * version. The trigger `touch_row` increments it once.
 */
async function writeMedics(tx: Transaction, rows: readonly MappedRow[]): Promise<void> {
  const medics = rows.map(({ table, values: { email: _email, phone: _phone, ...values } }) => ({ table, values }));
  const assignments = assignColumns(medics, (column) => `coalesce(excluded.${column}, medics.${column})`);
  await insertRows(tx, 'medics', medics, sql`(id) do update set ${assignments}, version = medics.version + 1`);
  const reachable = rows.filter(({ values: { email, phone } }) => email != null || phone != null);
  if (reachable.length === 0) return;
  await tx.execute(sql`
    insert into medic_contacts (medic_id, email, phone) select id, email, phone from ${toRecordset('medics', reachable)}
    on conflict (medic_id) do update set
      email = coalesce(excluded.email, medic_contacts.email), phone = coalesce(excluded.phone, medic_contacts.phone)`);
}

/** Replaces existing rows. A medic keeps the values that the new row lacks; an exam result is never changed. */
async function writeTable(tx: Transaction, table: MappedTable, rows: readonly MappedRow[]): Promise<void> {
  if (table === 'medic_roles') {
    const assignments = assignColumns(rows, (column) => `coalesce(given.${column}, medics.${column})`);
    await tx.execute(
      sql`update medics set ${assignments} from ${toRecordset('medics', rows)} where medics.id = given.id`,
    );
  } else if (table === 'medics') {
    await writeMedics(tx, rows);
  } else if (table === 'exam_results') {
    const written = await insertRows(tx, table, rows, sql`(id) do nothing`);
    // Several resource types become results, and ids are only unique within a type: a collision must not lose a result.
    if (written.count < rows.length) {
      throw new IdConflictError([
        { position: 'file', reason: 'two resources that become exam results have the same id' },
      ]);
    }
  } else {
    const assignments = assignColumns(rows, (column) => `excluded.${column}`);
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

/** Increments the version of existing patients whose clinical entries have changed. */
export async function touchPatients(tx: Transaction, patientIds: readonly string[]): Promise<void> {
  if (patientIds.length === 0) return;
  await tx.execute(sql`
    update patients set version = version + 1
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(patientIds)}::text::jsonb))`);
}

/** Keeps what others take from resources, unless a newer version of it is known. */
export async function writeContents(tx: Transaction, contents: readonly KeptContent[]): Promise<void> {
  if (contents.length === 0) return;
  await tx.execute(sql`
    insert into referenced_resources (resource_type, resource_id, content, medic_id, last_updated)
    select type, id, content, "medicId", "lastUpdated"
    from jsonb_to_recordset(${toStorableJson(contents)}::text::jsonb)
      as given (type text, id text, content jsonb, "medicId" uuid, "lastUpdated" timestamptz)
    on conflict (resource_type, resource_id) do update
      set content = excluded.content, medic_id = excluded.medic_id, last_updated = excluded.last_updated
      where coalesce(excluded.last_updated, 'infinity') >= coalesce(referenced_resources.last_updated, '-infinity')
        and (referenced_resources.content, referenced_resources.medic_id, referenced_resources.last_updated)
          is distinct from (excluded.content, excluded.medic_id, excluded.last_updated)`);
}
