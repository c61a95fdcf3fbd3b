import { sql } from 'drizzle-orm';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { isSameValue, type MergeReport, toPropertyName } from './identity.js';
import { type MappedRow, type MappedTable, mappedTables } from './mapping/mapping.js';

type Values = Readonly<Record<string, unknown>>;

interface HistoryEntry {
  readonly by: string | null;
  readonly at: string;
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly before: Values | null;
  readonly after: Values | null;
}

/** What the database has of a row. All values are as PostgreSQL writes them, so that they can be compared. */
export interface StoredRow {
  /** Null if the row doesn't exist. */
  readonly mine: Values | null;
  /** The values of the file. */
  readonly theirs: Values;
  readonly history: readonly HistoryEntry[];
}

/** `medic_roles` are columns of medics. */
const toRealTable = (table: MappedTable): string => (table === 'medic_roles' ? 'medics' : table);

const toStoredKey = (table: MappedTable, id: string): string => `${table}/${id}`;

async function readTable(tx: Transaction, table: MappedTable, rows: readonly MappedRow[]) {
  const name = toRealTable(table);
  // A medic's email address and phone number are in a table of their own.
  const names = name === 'medics' ? sql`any('{medics,medic_contacts}')` : sql`${name}`;
  const mine =
    name === 'medics'
      ? sql`to_jsonb(stored) || coalesce((
          select jsonb_build_object('email', email, 'phone', phone) from medic_contacts where medic_id = stored.id
        ), '{}')`
      : sql`to_jsonb(stored)`;
  const real = sql.raw(name);
  const parse = (column: string) => sql`to_jsonb(jsonb_populate_record(null::${real}, ${sql.raw(column)}))`;
  return tx.execute<{ id: string; mine: Values | null; theirs: Values; history: HistoryEntry[] | null }>(sql`
    select given.value ->> 'id' as id, ${mine} as mine, ${parse('given.value')} as theirs, past.history
    from jsonb_array_elements(${JSON.stringify(rows.map(({ values }) => values))}::text::jsonb) as given (value)
    left join lateral (select * from ${real} where id = (given.value ->> 'id')::uuid offset 0) stored on true
    left join lateral (
      select jsonb_agg(
        jsonb_build_object(
          'by', actor_role, 'at', changed_at, 'operation', operation,
          'before', ${parse('before')}, 'after', case when after is not null then ${parse('after')} end
        ) order by id
      ) as history
      from row_history where table_name = ${names} and row_id = (given.value ->> 'id')::uuid
    ) past on true
    where stored.id is not null or past.history is not null`);
}

/** Reads the rows that exist or existed, by table and id. */
export async function readStoredRows(
  tx: Transaction,
  rows: readonly MappedRow[],
): Promise<{ get(row: MappedRow): StoredRow | undefined }> {
  const tables = mappedTables.filter((table) => table !== 'exam_results' && rows.some((row) => row.table === table));
  const found = await pipelined(
    ...tables.map((table) =>
      readTable(
        tx,
        table,
        rows.filter((row) => row.table === table),
      ),
    ),
  );
  const stored = new Map<string, StoredRow>();
  for (const [index, table] of tables.entries()) {
    for (const { id, mine, theirs, history } of found[index] ?? []) {
      stored.set(toStoredKey(table, id), { mine, theirs, history: history ?? [] });
    }
  }
  return { get: ({ table, values }) => stored.get(toStoredKey(table, values.id)) };
}

/** Columns that make sense only together: a person who changes one has decided about all. */
const columnGroups: readonly (readonly string[])[] = [
  ['birth_date', 'birth_date_precision'],
  ['start_date', 'start_date_precision'],
  ['end_date', 'end_date_precision'],
  ['national_id_type', 'national_id_number'],
  ['system', 'code', 'display'],
  ['starts_at', 'ends_at'],
];

/** Lists to which files and people can both add. */
const listColumns = new Set(['identifiers', 'other_names']);

interface PersonalChange {
  /** The value before it. */
  readonly base: unknown;
  readonly at: number;
}

/** Finds the columns that people have changed since the loader wrote them last. */
function findPersonalChanges(
  history: readonly HistoryEntry[],
  columns: readonly string[],
): Map<string, PersonalChange> {
  const changes = new Map<string, PersonalChange>();
  for (const { by, at, before, after } of history) {
    for (const column of columns) {
      if (isSameValue(before?.[column], after?.[column])) continue;
      if (by === 'loader') changes.delete(column);
      else {
        const base = changes.has(column) ? changes.get(column)?.base : before?.[column];
        changes.set(column, { base, at: Date.parse(at) });
      }
    }
  }
  return changes;
}

const unite = (mine: unknown, theirs: unknown, base: unknown): unknown => {
  const [known, more, old] = [mine, theirs, base].map((list) => (Array.isArray(list) ? list : []));
  const added = more?.filter((item) => ![...(known ?? []), ...(old ?? [])].some((one) => isSameValue(one, item))) ?? [];
  return added.length > 0 ? [...(known ?? []), ...added] : mine;
};

export interface MergeOptions {
  /** False for a row that the loader didn't write, such as one made through the API: people decided about its values. */
  readonly isOurs: boolean;
  readonly lastUpdated: string | undefined;
  /** Whether the same load wrote another version of the resource, whose values are not kept. */
  readonly isRepeated: boolean;
  readonly report: MergeReport;
}

const replaced = 'another version of the resource in the same load has another value, which is no longer kept';

/** Reports the values that a row loses to another version of its resource in the same load. */
export function reportReplaced(
  mine: Values | null,
  values: Values,
  { isRepeated, report }: Pick<MergeOptions, 'isRepeated' | 'report'>,
): void {
  if (!isRepeated || mine === null) return;
  for (const [column, value] of Object.entries(values)) {
    const isLost = column !== 'id' && mine[column] != null && !isSameValue(mine[column], value);
    if (isLost) report.leaveOut(column, replaced);
  }
}

/**
 * Merges the values of a file with those of a stored row. A value that a person changed is kept, unless a newer version
 * of the resource changes it too.
 * @returns the values to write; undefined if the row has them already, or a person deleted it
 */
export function mergeRow(row: MappedRow, stored: StoredRow, options: MergeOptions): MappedRow | undefined {
  const { mine, theirs, history } = stored;
  const { isOurs, lastUpdated, report } = options;
  const columns = Object.keys(row.values).filter((column) => column !== 'id');
  if (mine === null) {
    const last = history.at(-1);
    if (last?.operation !== 'DELETE' || last.by === 'loader') return row;
    report.note('an entry that a person removed was not loaded again');
    return undefined;
  }
  const changes = findPersonalChanges(history, columns);
  if (!isOurs) {
    const at = Date.parse(String(mine.updated_at ?? mine.created_at));
    for (const column of columns) if (!changes.has(column)) changes.set(column, { base: undefined, at });
  }
  const newest = lastUpdated === undefined ? Number.NEGATIVE_INFINITY : Date.parse(lastUpdated);
  const merged: Record<string, unknown> & { id: string } = { id: row.values.id };
  const isMedic = toRealTable(row.table) === 'medics';
  for (const column of columns) {
    // A medic's values come from several resources, each of which can lack some.
    merged[column] = isMedic && theirs[column] == null ? mine[column] : theirs[column];
  }
  // Both stand for the hours of the clinic.
  if (isMedic && mine.working_hours == null && isSameValue(theirs.working_hours, [])) merged.working_hours = null;
  const groups = [
    ...columnGroups.map((group) => group.filter((column) => columns.includes(column))),
    ...columns.filter((column) => !columnGroups.some((group) => group.includes(column))).map((column) => [column]),
  ];
  for (const group of groups) {
    const changed = group.filter((column) => changes.has(column));
    if (changed.length === 0) continue;
    const differs = changed.some((column) => !isSameValue(merged[column], mine[column]));
    const [column = ''] = changed;
    if (listColumns.has(column)) {
      merged[column] = unite(mine[column], theirs[column], changes.get(column)?.base);
      const kept = Array.isArray(merged[column]) ? merged[column] : [];
      const lost = Array.isArray(theirs[column])
        ? theirs[column].filter((item) => !kept.some((one) => isSameValue(one, item)))
        : [];
      if (lost.length > 0) report.leaveOut(column, 'a person removed it');
      continue;
    }
    // The file says the same as before the person's change.
    const isOld = changed.every((name) => isSameValue(theirs[name], changes.get(name)?.base));
    const isNewer = changed.every((name) => newest > (changes.get(name)?.at ?? 0));
    const isEmpty = !isOurs && changed.every((name) => mine[name] == null);
    if (differs && !isOld && (isNewer || isEmpty)) {
      if (!isEmpty) report.note(`${toPropertyName(column)} that a person changed was changed by a newer version`);
      continue;
    }
    if (differs && !isOld)
      report.note(`${toPropertyName(column)} differs from the value that a person entered, which was kept`);
    if (differs) for (const name of changed) report.leaveOut(name, 'a person entered another value, which was kept');
    for (const name of group) merged[name] = mine[name];
  }
  reportReplaced(mine, merged, options);
  if (columns.every((column) => isSameValue(merged[column], mine[column]))) return undefined;
  return { table: row.table, values: merged };
}

/** A type, because only types can be rows of a query. */
type StoredResult = {
  /** The current version. */
  readonly id: string;
  readonly version: number;
  readonly mine: Values;
  readonly theirs: Values;
};

/** Reads the current versions of exam results, by the id of the first one. */
export async function readStoredResults(
  tx: Transaction,
  rows: readonly MappedRow[],
): Promise<ReadonlyMap<string, StoredResult>> {
  if (rows.length === 0) return new Map();
  const found = await tx.execute<StoredResult & { first: string }>(sql`
    with recursive given as (
      select value, (value ->> 'id')::uuid as first
      from jsonb_array_elements(${JSON.stringify(rows.map(({ values }) => values))}::text::jsonb)
    ), chain as (
      select given.first, stored.id, stored.version
      from given cross join lateral (select id, version from exam_results where id = given.first offset 0) stored
      union all
      select chain.first, next.id, next.version
      from chain cross join lateral (select id, version from exam_results where replaces_id = chain.id offset 0) next
    ), current as (select distinct on (first) first, id, version from chain order by first, version desc)
    select current.first, current.id, current.version, stored.mine,
      to_jsonb(jsonb_populate_record(null::exam_results, given.value)) as theirs
    from current
    join given using (first)
    cross join lateral (select to_jsonb(r) as mine from exam_results r where r.id = current.id offset 0) stored`);
  return new Map(found.map((row) => [row.first, row]));
}

/** Returns true if the current version of a result has the values of a file. */
export const isSameResult = ({ values }: MappedRow, { mine, theirs }: StoredResult): boolean =>
  Object.keys(values).every((column) => column === 'id' || isSameValue(mine[column], theirs[column]));
