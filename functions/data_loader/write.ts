import { type SQL, sql } from 'drizzle-orm';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { deriveUuid } from './identifiers.js';
import type { MappedRow, MappedTable } from './mapping/common.js';
import { FileError } from './report.js';

/** Rows have ids that are taken: by other resources, or by the same ones in another load that was quicker. */
export class IdConflictError extends FileError {
  override readonly name = 'TakenError' as 'FileError';
}

interface TableRule {
  /** The database's table, where the mapping's has another name. */
  readonly name?: string;
  /** Column → type. */
  readonly columns: Readonly<Record<string, string>>;
  /** What happens to a row that is there: it becomes the new one, keeps what the new one doesn't say, or stays. */
  readonly onConflict: 'replace' | 'fill' | 'keep';
  /** Columns that a row may leave out → what they are then. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** In the order in which rows refer to each other. */
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

/** Rows of one statement; few statements, and none that is too long. */
const rowsPerStatement = 1_000;

const joinColumns = (columns: readonly string[], prefix = ''): SQL =>
  sql.raw(columns.map((column) => `${prefix}${column}`).join(', '));

/** The rows as a table that SQL can read: one parameter, however many they are. */
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
  // Ids are unique among resources of one type, and several types become results: none may go missing for that.
  if (onConflict === 'keep' && written.count < rows.length) {
    throw new IdConflictError([
      { position: 'file', reason: 'two resources that become exam results have the same id' },
    ]);
  }
}

/** Writes rows table by table, each in statements that take many at once, without waiting between them. */
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

/** Rows that stand in for what encounters name or lack; another load may be making the same ones. */
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
 * Rows of exam results whose content has changed since they were loaded, as new versions: a result is never changed in
 * place, so the row gets an id of its own and names the current version of the one that it replaces.
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

/** Counts a version of patients that were there before and whose clinical entries have changed. */
export async function touchPatients(tx: Transaction, patientIds: readonly string[]): Promise<void> {
  if (patientIds.length === 0) return;
  await tx.execute(sql`
    update patients set version = version + 1
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(patientIds)}::text::jsonb))`);
}
