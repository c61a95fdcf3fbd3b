import type { ProblemDocument } from '../../http/problem.js';
import { type RecordPart, type RecordQuery, recordParts } from '../tool-definitions.js';
import type { RunOperation } from './operations.js';

type Fields = Readonly<Record<string, unknown>>;

/** One part of a record, as it is now. */
export interface RecordList {
  readonly entries: readonly Fields[];
  /** Set if the part has no entries. Absence from a record isn't proof of absence. */
  readonly nothingRecorded?: string;
  /** Set if there are more entries than are shown. */
  readonly notShown?: string;
}

/** A patient's record, as a tool returns it. Only parts that were asked for and that the caller can read are present. */
export type PatientRecord = { readonly patient: Fields & { readonly id: string; readonly fullName: string } } & {
  readonly [Part in Exclude<RecordPart, 'demographics'>]?: RecordList;
};

/** Maximum characters of a record, divided among its parts. More would only cost tokens. */
const maximumCharacters = 60_000;

/** Fields that say nothing about the patient. */
const technicalFields = new Set([
  ...['id', 'createdAt', 'updatedAt', 'version', 'system', 'accountSubject'],
  ...['patientId', 'patientName', 'medicId', 'examId', 'reservationId', 'replacesId', 'replacedById'],
]);

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** Drops technical and empty fields at every depth. */
function simplify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplify);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([field, part]) => !technicalFields.has(field) && !isEmpty(part));
  return Object.fromEntries(kept.map(([field, part]) => [field, simplify(part)]));
}

/** Statements that were withdrawn are no facts. */
const isWithdrawn = ({ status, verificationStatus }: Fields): boolean =>
  status === 'entered-in-error' || verificationStatus === 'entered-in-error' || verificationStatus === 'refuted';

function toList(part: RecordPart, rows: readonly Fields[], hasMore: boolean, characters: number): RecordList {
  const valid = rows.filter((row) => !isWithdrawn(row)).map((row) => simplify(row) as Fields);
  let left = characters;
  const fitting = valid.findIndex((entry) => {
    left -= JSON.stringify(entry).length;
    return left < 0;
  });
  const entries = fitting < 0 ? valid : valid.slice(0, fitting);
  const isComplete = entries.length === valid.length && !hasMore;
  return {
    entries,
    ...(valid.length === 0 &&
      !hasMore && { nothingRecorded: `Nothing is recorded under ${part}. That doesn't mean that there is nothing.` }),
    ...(!isComplete && { notShown: `There are more ${part} than these ${entries.length}.` }),
  };
}

/**
 * Reads a patient's record through the API's own operations as the caller: the same rights, row-level security, access
 * limit and audit events as for a client.
 */
export async function readRecord(
  runOperation: RunOperation,
  { patientId, parts = [...recordParts] }: RecordQuery,
): Promise<{ readonly record: PatientRecord } | { readonly problem: ProblemDocument }> {
  const reference = { patientId };
  const found = await runOperation('getPatient', reference);
  if ('problem' in found) return found;
  const { medicalHistory, ...demographics } = found.body as Fields & { medicalHistory?: Record<string, Fields[]> };
  const { fullName, birthDate } = demographics;
  const patient = parts.includes('demographics') ? (simplify(demographics) as Fields) : { fullName, birthDate };
  const characters = Math.floor(maximumCharacters / parts.length);
  const lists: [RecordPart, RecordList][] = [];
  for (const part of parts) {
    if (part === 'demographics') continue;
    if (part === 'results' || part === 'reservations') {
      const listed = await runOperation(part === 'results' ? 'listExamResults' : 'listReservations', reference);
      if ('problem' in listed) return listed;
      const { data, page } = listed.body as { data: Fields[]; page: { nextCursor: string | null } };
      lists.push([part, toList(part, data, page.nextCursor !== null, characters)]);
    } else if (medicalHistory !== undefined) {
      lists.push([part, toList(part, medicalHistory[part] ?? [], false, characters)]);
    }
  }
  const record = { patient: { ...patient, id: patientId, fullName: String(fullName) }, ...Object.fromEntries(lists) };
  return { record };
}
