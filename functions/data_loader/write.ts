import { type SQL, sql } from 'drizzle-orm';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { deriveUuid } from './identifiers.js';
import type { MappedRow, MappedTable } from './mapping/mapping.js';
import { FileError } from './report.js';

/** Row ids are already used, by other resources or by the same ones in a concurrent load. */
export class IdConflictError extends FileError {
  override readonly name = 'TakenError' as 'FileError';
}

interface TableRule {
  /** Name of the table, if it differs from the mapped name. */
  readonly name?: string;
  /** Column → type. */
  readonly columns: Readonly<Record<string, string>>;
  /** Replaces an existing row, fills in only the columns that the new row has, or keeps the existing row. */
  readonly onConflict: 'replace' | 'fill' | 'keep';
  /** Default by column. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** In the order of their foreign keys. */
const tables: Readonly<Record<MappedTable, TableRule>> = {
  exams: {
    columns: {
      id: 'uuid',
      name: 'text',
      type: 'text',
      description: 'text',
      duration_minutes: 'integer',
      preparation_instructions: 'text',
      active: 'boolean',
    },
    onConflict: 'replace',
  },
  medics: {
    columns: {
      id: 'uuid',
      given_name: 'text',
      family_name: 'text',
      license_number: 'text',
      specialty: 'text',
      email: 'text',
      phone: 'text',
      active: 'boolean',
    },
    onConflict: 'fill',
  },
  medic_roles: {
    name: 'medics',
    columns: { id: 'uuid', specialty: 'text', department: 'text', working_hours: 'jsonb' },
    onConflict: 'fill',
  },
  patients: {
    columns: {
      id: 'uuid',
      given_name: 'text',
      family_name: 'text',
      birth_date: 'date',
      gender: 'text',
      national_id_type: 'text',
      national_id_number: 'text',
      email: 'text',
      phone: 'text',
      address: 'jsonb',
      active: 'boolean',
    },
    onConflict: 'replace',
  },
  reservations: {
    columns: {
      id: 'uuid',
      patient_id: 'uuid',
      medic_id: 'uuid',
      exam_id: 'uuid',
      starts_at: 'timestamptz',
      ends_at: 'timestamptz',
      status: 'text',
      notes: 'text',
    },
    onConflict: 'replace',
  },
  medical_history_entries: {
    columns: {
      id: 'uuid',
      patient_id: 'uuid',
      kind: 'text',
      system: 'text',
      code: 'text',
      display: 'text',
      start_date: 'date',
      end_date: 'date',
      status: 'text',
      note: 'text',
    },
    onConflict: 'replace',
  },
  exam_results: {
    columns: {
      id: 'uuid',
      patient_id: 'uuid',
      reservation_id: 'uuid',
      medic_id: 'uuid',
      system: 'text',
      code: 'text',
      display: 'text',
      effective_at: 'timestamptz',
      value: 'jsonb',
      reference_range: 'jsonb',
      interpretation: 'text',
      status: 'text',
      replaces_id: 'uuid',
      version: 'integer',
    },
    onConflict: 'keep',
    defaults: { version: '1' },
  },
  files: {
    columns: {
      id: 'uuid',
      patient_id: 'uuid',
      file_name: 'text',
      content_type: 'text',
      size_bytes: 'bigint',
      sha256: 'text',
      category: 'text',
      status: 'text',
      object_key: 'text',
    },
    onConflict: 'replace',
  },
  file_texts: { columns: { id: 'uuid', patient_id: 'uuid', text: 'text' }, onConflict: 'replace' },
};

const rowsPerStatement = 1_000;

const joinColumns = (columns: readonly string[], prefix = ''): SQL =>
  sql.raw(columns.map((column) => `${prefix}${column}`).join(', '));

/** Passes rows to SQL in one parameter. */
const toRecordset = (columns: Readonly<Record<string, string>>, rows: readonly MappedRow[]): SQL => {
  const definition = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  const json = JSON.stringify(rows.map(({ values }) => values));
  return sql`jsonb_to_recordset(${json}::text::jsonb) as given (${sql.raw(definition.join(', '))})`;
};

async function writeTable(tx: Transaction, table: MappedTable, rows: readonly MappedRow[]): Promise<void> {
  const { name = table, columns, onConflict, defaults = {} } = tables[table];
  const all = Object.keys(columns);
  const others = all.filter((column) => column !== 'id');
  const assignments = others.map((column) =>
    onConflict === 'fill' ? `${column} = coalesce(given.${column}, ${name}.${column})` : `${column} = given.${column}`,
  );
  if (table === 'medic_roles') {
    await tx.execute(sql`
      update medics set ${sql.raw(assignments.join(', '))} from ${toRecordset(columns, rows)} where medics.id = given.id`);
    return;
  }
  const action =
    onConflict === 'keep'
      ? sql`do nothing`
      : sql`do update set ${sql.raw(assignments.join(', ').replaceAll('given.', 'excluded.'))}`;
  const written = await tx.execute(sql`
    insert into ${sql.raw(name)} (${joinColumns(all)})
    select ${sql.raw(all.map((column) => `coalesce(given.${column}, ${defaults[column] ?? 'null'})`).join(', '))}
    from ${toRecordset(columns, rows)}
    on conflict (id) ${action}`);
  // Several resource types become results, and ids are only unique within a type: a collision must not lose a result.
  if (onConflict === 'keep' && written.count < rows.length) {
    throw new IdConflictError([
      { position: 'file', reason: 'two resources that become exam results have the same id' },
    ]);
  }
}

/** Writes rows in batches, table by table, in pipelined statements. */
export async function writeRows(tx: Transaction, rows: readonly MappedRow[]): Promise<void> {
  const writes = (Object.keys(tables) as MappedTable[]).flatMap((table) => {
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
  const writes = (['exams', 'medics'] as const).map(async (table) => {
    const ofTable = rows.filter((row) => row.table === table);
    if (ofTable.length === 0) return;
    const { columns } = tables[table];
    const all = Object.keys(columns);
    await tx.execute(sql`
      insert into ${sql.raw(table)} (${joinColumns(all)})
      select ${joinColumns(all, 'given.')} from ${toRecordset(columns, ofTable)}
      on conflict do nothing`);
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
    versions.push(
      head === undefined
        ? row
        : {
            ...row,
            values: {
              ...row.values,
              id: deriveUuid(`${row.values.id}@${hash}`),
              replaces_id: head.id,
              version: head.version + 1,
            },
          },
    );
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
