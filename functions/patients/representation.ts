import { canSeeClinicalData, type Role } from '../http/permissions.js';
import { toCommonFields, toNames, toRemovedAt } from '../http/resource.js';
import type { EntryRow, EntryValues, PatientRow, PatientValues } from './queries.js';
import type { MedicalHistory, MedicalHistoryOutput, Patient, PatientInput, PatientSummary } from './schemas.js';

/** Formats are cached: creating one takes as long as a query. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Returns the calendar date in a time zone, `YYYY-MM-DD`. */
export function toLocalDay(timeZone: string, instant: Date): string {
  let format = dayFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}

/** Returns the full years between two dates. A birthday on February 29 counts on March 1 in common years. */
export function calculateAge(day: string, birthDate: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return Math.max(0, day.slice(5) < birthDate.slice(5) ? years - 1 : years);
}

export interface Viewpoint {
  readonly role: Role;
  /** In the clinic's time zone. */
  readonly today: string;
}

const toNationalId = ({ nationalIdType: type, nationalIdNumber: number }: PatientRow) =>
  type === null || number === null ? null : { type, number };

/** Converts a row to a list entry as this role may see it. */
export function toPatientSummary(row: PatientRow, { role, today }: Viewpoint): PatientSummary {
  const { address } = row;
  return {
    ...toCommonFields(row),
    ...toNames(row),
    birthDate: row.birthDate,
    age: calculateAge(today, row.birthDate),
    gender: row.gender,
    nationalId: toNationalId(row),
    email: row.email,
    phone: row.phone,
    address: address && {
      line: address.line,
      city: address.city ?? null,
      state: address.state ?? null,
      postalCode: address.postalCode ?? null,
      country: address.country ?? null,
    },
    active: row.active,
    ...(role === 'admin' && { accountSubject: row.accountSubject }),
    ...toRemovedAt(row, { role }),
  };
}

const toCodeFields = (row: EntryRow) => ({ system: row.system, code: row.code, display: row.display });
const toRemarkFields = (row: EntryRow) => ({ endDate: row.endDate, status: row.status, note: row.note });

function toMedicalHistory(rows: readonly EntryRow[]): MedicalHistoryOutput {
  const ofKind = (kind: EntryRow['kind']) => rows.filter((row) => row.kind === kind);
  const withOnset = (row: EntryRow) => ({ ...toCodeFields(row), onsetDate: row.startDate, ...toRemarkFields(row) });
  return {
    conditions: ofKind('condition').map(withOnset),
    procedures: ofKind('procedure').map((row) => ({
      ...toCodeFields(row),
      performedDate: row.startDate,
      ...toRemarkFields(row),
    })),
    medications: ofKind('medication').map((row) => ({
      ...toCodeFields(row),
      startDate: row.startDate,
      ...toRemarkFields(row),
    })),
    allergies: ofKind('allergy').map(withOnset),
  };
}

/** Converts a row to the full record as this role may see it. */
export function toPatient(row: PatientRow, entries: readonly EntryRow[], viewpoint: Viewpoint): Patient {
  const summary = toPatientSummary(row, viewpoint);
  return canSeeClinicalData(viewpoint.role) ? { ...summary, medicalHistory: toMedicalHistory(entries) } : summary;
}

/** Returns the input that would create this patient. */
export const toPatientInput = (row: PatientRow, entries: readonly EntryRow[]): PatientInput => ({
  ...row,
  nationalId: toNationalId(row),
  medicalHistory: toMedicalHistory(entries) as MedicalHistory,
});

/** Converts the given input fields to columns. */
export function toPatientColumns(input: Partial<PatientInput>): Partial<PatientValues> {
  const { nationalId, medicalHistory: _elsewhere, address, ...columns } = input;
  return {
    ...columns,
    ...(nationalId !== undefined && {
      nationalIdType: nationalId?.type ?? null,
      nationalIdNumber: nationalId?.number ?? null,
    }),
    ...(address !== undefined && { address: address as PatientValues['address'] }),
  };
}

/** The fields that all kinds share. Each kind has its own date field and status values. */
interface HistoryEntry extends Omit<MedicalHistory['conditions'][number], 'onsetDate' | 'status'> {
  readonly status?: string | null | undefined;
}

/** Converts a medical history to rows, keeping the order within each kind. */
export function toEntryValues(history: MedicalHistory): EntryValues[] {
  const entry = (
    kind: EntryValues['kind'],
    fields: HistoryEntry,
    startDate: string | null | undefined,
  ): EntryValues => ({
    kind,
    system: fields.system ?? null,
    code: fields.code ?? null,
    display: fields.display,
    startDate: startDate ?? null,
    endDate: fields.endDate ?? null,
    status: fields.status ?? null,
    note: fields.note ?? null,
  });
  return [
    ...history.conditions.map((condition) => entry('condition', condition, condition.onsetDate)),
    ...history.procedures.map((procedure) => entry('procedure', procedure, procedure.performedDate)),
    ...history.medications.map((medication) => entry('medication', medication, medication.startDate)),
    ...history.allergies.map((allergy) => entry('allergy', allergy, allergy.onsetDate)),
  ];
}
