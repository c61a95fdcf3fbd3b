import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { deriveUuid, isDerivedUuid, kindsByType, toComponentId, toReportFileId } from './identifiers.js';
import type { MappedRow, MappedTable } from './mapping/mapping.js';
import { readStoredResults } from './merge.js';
import { writeRows } from './write.js';

/** A newer version of a resource that was loaded before, which no longer says what some of its rows say. */
export interface Retraction {
  readonly type: string;
  /** The main row of the resource. */
  readonly rowId: string;
  readonly lastUpdated: string | undefined;
  /** Why the resource leaves the record; undefined if only rows leave it that the newer version no longer has. */
  readonly reason: string | undefined;
  /** The rows of the newer version. */
  readonly rows: readonly MappedRow[];
  readonly note: (reason: string) => void;
}

interface Place {
  readonly table: MappedTable;
  readonly id: string;
}

/** Lists the rows that a resource can have become, except the components of an Observation. */
function listPlaces(type: string, id: string): Place[] {
  if (type in kindsByType) return [{ table: 'medical_history_entries', id }];
  if (type === 'Observation') return [{ table: 'exam_results', id }];
  if (type === 'DiagnosticReport') {
    return [
      { table: 'exam_results', id },
      { table: 'files', id: toReportFileId(id) },
    ];
  }
  if (type === 'DocumentReference') return [{ table: 'files', id }];
  if (type !== 'Encounter' && type !== 'Appointment') return [];
  return [
    { table: 'reservations', id },
    { table: 'reservation_reasons', id },
  ];
}

/** Returns true for types whose rows can leave the record. Patients and medics are kept: others refer to them. */
export const canLeaveRecord = (type: string): boolean => listPlaces(type, '').length > 0;

/** Lists the components that earlier versions of Observations had and these don't. Components are numbered from 0. */
async function findComponents(tx: Transaction, retractions: readonly Retraction[]): Promise<Map<Retraction, string[]>> {
  const found = new Map<Retraction, string[]>();
  let open = retractions
    .filter(({ type }) => type === 'Observation')
    .map((retraction) => {
      const kept = new Set(retraction.rows.map(({ values }) => values.id));
      let first = 0;
      while (kept.has(toComponentId(retraction.rowId, first))) first += 1;
      return { retraction, first };
    });
  for (let length = 1; open.length > 0; length *= 8) {
    const asked = open.map(({ retraction, first }) =>
      Array.from({ length }, (_, index) => toComponentId(retraction.rowId, first + index)),
    );
    const rows = await tx.execute<{ id: string }>(sql`
      select id from exam_results where id = any(
        array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(asked.flat())}::text::jsonb)))`);
    const known = new Set(rows.map(({ id }) => id));
    open = open.flatMap(({ retraction, first }, index) => {
      const ids = (asked[index] ?? []).filter((id) => known.has(id));
      found.set(retraction, [...(found.get(retraction) ?? []), ...ids]);
      return ids.length === length ? [{ retraction, first: first + length }] : [];
    });
  }
  return found;
}

interface StoredPlace extends Record<string, unknown> {
  readonly table: MappedTable;
  readonly id: string;
  readonly patientId: string;
  /** When a person changed the row last. */
  readonly editedAt: string | null;
}

/** Reads those of some rows that are part of the record. */
async function readPlaces(tx: Transaction, places: readonly Place[]): Promise<Map<string, StoredPlace>> {
  const ids = (table: MappedTable) =>
    sql`any(array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(
      places.flatMap((place) => (place.table === table ? place.id : [])),
    )}::text::jsonb)))`;
  const rows = await tx.execute<StoredPlace>(sql`
    select stored.table, stored.id, stored.patient_id as "patientId", past.at as "editedAt"
    from (
      select 'medical_history_entries' as table, id, patient_id from medical_history_entries
        where id = ${ids('medical_history_entries')} and coalesce(status, '') <> 'entered-in-error'
          and coalesce(verification_status, '') not in ('entered-in-error', 'refuted')
      union all select 'reservations', id, patient_id from reservations
        where id = ${ids('reservations')} and status <> 'cancelled'
      union all select 'reservation_reasons', id, patient_id from reservation_reasons
        where id = ${ids('reservation_reasons')}
      union all select 'files', id, patient_id from files where id = ${ids('files')} and status <> 'removed'
    ) stored
    left join lateral (
      select max(changed_at) as at from row_history
      where table_name = stored.table and row_id = stored.id and actor_role is distinct from 'loader'
    ) past on true`);
  return new Map(rows.map((row) => [`${row.table}/${row.id}`, row]));
}

/** Takes rows out of the record. Each is kept, or its change history is. */
async function withdraw(tx: Transaction, table: MappedTable, leaving: readonly { id: string; isRefuted: boolean }[]) {
  if (leaving.length === 0) return;
  const given = sql`jsonb_to_recordset(${JSON.stringify(leaving)}::text::jsonb) as given (id uuid, "isRefuted" boolean)`;
  if (table === 'medical_history_entries') {
    await tx.execute(sql`
      update medical_history_entries as entry set
        status = case when kind in ('procedure', 'medication') then 'entered-in-error' else status end,
        verification_status = case when kind in ('procedure', 'medication') then verification_status
          when "isRefuted" then 'refuted' else 'entered-in-error' end
      from ${given} where entry.id = given.id`);
  } else if (table === 'reservations') {
    await tx.execute(sql`
      update reservations set status = 'cancelled', cancellation_reason = 'Entered in error'
      from ${given} where reservations.id = given.id`);
  } else if (table === 'reservation_reasons') {
    await tx.execute(sql`delete from reservation_reasons using ${given} where reservation_reasons.id = given.id`);
  } else if (table === 'files') {
    await tx.execute(
      sql`update files set status = 'removed', removed_at = now() from ${given} where files.id = given.id`,
    );
  }
}

/** Replaces results by versions that say that they were entered in error: a result is never changed in place. */
async function withdrawResults(
  tx: Transaction,
  leaving: readonly { readonly id: string; readonly retraction: Retraction }[],
): Promise<{ retraction: Retraction; patientId: string }[]> {
  const stored = await readStoredResults(
    tx,
    leaving.map(({ id }) => ({ table: 'exam_results', values: { id } })),
  );
  const withdrawn: { retraction: Retraction; patientId: string }[] = [];
  const rows = leaving.flatMap(({ id, retraction }): MappedRow[] => {
    const current = stored.get(id);
    if (current === undefined || current.mine.status === 'entered-in-error') return [];
    if (current.id !== id && !isDerivedUuid(current.id)) {
      retraction.note('a result that a person has corrected was left alone');
      return [];
    }
    withdrawn.push({ retraction, patientId: String(current.mine.patient_id) });
    const { created_at: _created, updated_at: _updated, ...values } = current.mine;
    const status = 'entered-in-error';
    return [
      {
        table: 'exam_results',
        values: {
          ...values,
          id: deriveUuid(`${current.id}@${status}`),
          replaces_id: current.id,
          version: current.version + 1,
          status,
        },
      },
    ];
  });
  await writeRows(tx, rows);
  return withdrawn;
}

/**
 * Takes the rows out of the record that newer versions of their resources no longer support, unless a person has changed
 * them since.
 * @returns what has left the record, with its patient
 */
export async function retractRows(
  tx: Transaction,
  retractions: readonly Retraction[],
): Promise<{ retraction: Retraction; table: MappedTable; patientId: string }[]> {
  if (retractions.length === 0) return [];
  const components = await findComponents(tx, retractions);
  const places = retractions.flatMap((retraction) => {
    const kept = new Set(retraction.rows.map(({ table, values }) => `${table}/${values.id}`));
    const all = [
      ...listPlaces(retraction.type, retraction.rowId),
      ...(components.get(retraction) ?? []).map((id): Place => ({ table: 'exam_results', id })),
    ];
    return all.filter(({ table, id }) => !kept.has(`${table}/${id}`)).map((place) => ({ ...place, retraction }));
  });
  const results = await withdrawResults(
    tx,
    places.filter(({ table }) => table === 'exam_results'),
  );
  const stored = await readPlaces(tx, places);
  const leaving = places.flatMap(({ table, id, retraction }) => {
    const row = stored.get(`${table}/${id}`);
    if (row === undefined) return [];
    const { lastUpdated, reason } = retraction;
    const isEdited = row.editedAt !== null && !(Date.parse(lastUpdated ?? '') > Date.parse(row.editedAt));
    if (isEdited) {
      retraction.note('what a person changed was kept, although a newer version no longer has it');
      return [];
    }
    return [{ table, id, isRefuted: reason?.endsWith('refuted') ?? false, retraction, patientId: row.patientId }];
  });
  for (const table of ['medical_history_entries', 'reservation_reasons', 'reservations', 'files'] as const) {
    await withdraw(
      tx,
      table,
      leaving.filter((one) => one.table === table),
    );
  }
  const all = [...results.map((one) => ({ ...one, table: 'exam_results' as const })), ...leaving];
  for (const retraction of new Set(all.map((one) => one.retraction))) {
    retraction.note(
      retraction.reason === undefined
        ? 'what a newer version no longer has left the record'
        : 'a record that a newer version withdraws left the record',
    );
  }
  return all;
}
