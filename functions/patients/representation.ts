import { criticalities, medicalHistoryStatuses, verificationStatuses } from '../../db/schema/index.js';
import type { OperationContext } from '../http/context.js';
import { withoutNulls } from '../http/merge-patch.js';
import { isBefore, toFirstDay, toLastDay, toLocalDay, toPartialDate, toPrecision } from '../http/partial-dates.js';
import { canSeeClinicalData, type Role } from '../http/permissions.js';
import type { ProblemPart } from '../http/problem.js';
import { toCommonFields, toNames, toRemovedAt } from '../http/resource.js';
import { fitStored } from '../http/stored-json.js';
import { type EntryRow, type EntryValues, isSameEntry, type PatientRow, type PatientValues } from './queries.js';
import {
  addressOutput,
  identifiersOutput,
  type MedicalHistory,
  type MedicalHistoryOutput,
  otherNamesOutput,
  type Patient,
  type PatientInput,
  type PatientSummary,
  reactionOutput,
} from './schemas.js';

/** Returns the full years between two dates. A birthday on February 29 counts on March 1 in common years. */
export function calculateAge(day: string, birthDate: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return Math.max(0, day.slice(5) < birthDate.slice(5) ? years - 1 : years);
}

/** Returns the age on a day, or null if a birth date that is partly known allows two. */
export function calculateKnownAge(day: string, birthDate: string): number | null {
  const age = calculateAge(day, toLastDay(birthDate));
  return calculateAge(day, toFirstDay(birthDate)) === age ? age : null;
}

export interface Viewpoint {
  readonly role: Role;
  /** In the clinic's time zone. */
  readonly today: string;
}

/** Returns how the caller sees patients now. */
export const getViewpoint = ({ var: { caller, services } }: OperationContext): Viewpoint => ({
  role: caller.role,
  today: toLocalDay(services.clinic.timeZone, services.now()),
});

const toNationalId = ({ nationalIdType: type, nationalIdNumber: number }: PatientRow) =>
  type === null || number === null ? null : { type, number };

/** Converts a row to a list entry as this role may see it. */
export function toPatientSummary(row: PatientRow, { role, today }: Viewpoint): PatientSummary {
  const birthDate = toPartialDate(row.birthDate, row.birthDatePrecision);
  return {
    ...toCommonFields(row),
    ...toNames(row),
    birthDate,
    age: calculateKnownAge(today, birthDate),
    gender: row.gender,
    nationalId: toNationalId(row),
    identifiers: fitStored(identifiersOutput, row.identifiers) ?? [],
    otherNames: fitStored(otherNamesOutput, row.otherNames) ?? [],
    email: row.email,
    phone: row.phone,
    address: fitStored(addressOutput, row.address),
    active: row.active,
    ...(role === 'admin' && { accountSubject: row.accountSubject }),
    ...toRemovedAt(row, { role }),
  };
}

const toCodeFields = (row: EntryRow) => ({ system: row.system, code: row.code, display: row.display });
const toStartDate = (row: EntryRow) => row.startDate && toPartialDate(row.startDate, row.startDatePrecision);

/** Returns a code of a value set. Only SQL can store others, which clients could neither interpret nor send back. */
const toKnownCode = <Code extends string>(codes: readonly Code[], code: string | null): Code | null =>
  codes.find((known) => known === code) ?? null;

const toRemarkFields = <Status extends string>(row: EntryRow, statuses: readonly Status[]) => ({
  endDate: row.endDate && toPartialDate(row.endDate, row.endDatePrecision),
  status: toKnownCode(statuses, row.status),
  note: row.note,
});

function toMedicalHistory(rows: readonly EntryRow[]): MedicalHistoryOutput {
  const ofKind = (kind: EntryRow['kind']) => rows.filter((row) => row.kind === kind);
  return {
    conditions: ofKind('condition').map((row) => ({
      ...toCodeFields(row),
      onsetDate: toStartDate(row),
      verificationStatus: toKnownCode(verificationStatuses.condition, row.verificationStatus),
      ...toRemarkFields(row, medicalHistoryStatuses.condition),
    })),
    procedures: ofKind('procedure').map((row) => ({
      ...toCodeFields(row),
      performedDate: toStartDate(row),
      ...toRemarkFields(row, medicalHistoryStatuses.procedure),
    })),
    medications: ofKind('medication').map((row) => ({
      ...toCodeFields(row),
      startDate: toStartDate(row),
      dosage: row.dosage,
      ...toRemarkFields(row, medicalHistoryStatuses.medication),
    })),
    allergies: ofKind('allergy').map((row) => ({
      ...toCodeFields(row),
      onsetDate: toStartDate(row),
      verificationStatus: toKnownCode(verificationStatuses.allergy, row.verificationStatus),
      criticality: toKnownCode(criticalities, row.criticality),
      reaction: row.reaction && fitStored(reactionOutput, row.reaction),
      ...toRemarkFields(row, medicalHistoryStatuses.allergy),
    })),
  };
}

/** Converts a row to the full record as this role may see it. */
export function toPatient(row: PatientRow, entries: readonly EntryRow[], viewpoint: Viewpoint): Patient {
  const summary = toPatientSummary(row, viewpoint);
  return canSeeClinicalData(viewpoint.role) ? { ...summary, medicalHistory: toMedicalHistory(entries) } : summary;
}

/** Returns the input that would create this patient. */
export const toPatientInput = (row: PatientRow, entries: readonly EntryRow[]): PatientInput => ({
  // The day only matters for the age, which is no input.
  ...toPatientSummary(row, { role: 'admin', today: row.birthDate }),
  medicalHistory: toMedicalHistory(entries),
});

const toAddress = (address: NonNullable<PatientInput['address']>): PatientValues['address'] =>
  withoutNulls(address) as PatientValues['address'];

/** Converts the given input fields to columns. */
export function toPatientColumns(input: Partial<PatientInput>): Partial<PatientValues> {
  const { nationalId, medicalHistory: _elsewhere, birthDate, identifiers, otherNames, address, ...columns } = input;
  return {
    ...columns,
    ...(birthDate !== undefined && { birthDate: toFirstDay(birthDate), birthDatePrecision: toPrecision(birthDate) }),
    ...(nationalId !== undefined && {
      nationalIdType: nationalId?.type ?? null,
      nationalIdNumber: nationalId?.number ?? null,
    }),
    ...(identifiers !== undefined && {
      identifiers: toNullable(identifiers, ({ system = null, type = null, value, use = null }) => ({
        system,
        type,
        value,
        use,
      })),
    }),
    ...(otherNames !== undefined && {
      otherNames: toNullable(otherNames, ({ use = null, givenName = null, familyName = null }) => ({
        use,
        givenName,
        familyName,
      })),
    }),
    ...(address !== undefined && { address: address && toAddress(address) }),
  };
}

/** Converts the entries of a list. An empty list is stored as null. */
const toNullable = <Item, Stored>(items: readonly Item[] | null, convert: (item: Item) => Stored): Stored[] | null =>
  items?.length ? items.map(convert) : null;

/** Each kind has some of these fields, and its own name for the start. */
interface HistoryEntry
  extends Omit<MedicalHistory['allergies'][number], 'onsetDate' | 'status' | 'verificationStatus'> {
  readonly status?: string | null | undefined;
  readonly verificationStatus?: string | null | undefined;
  readonly dosage?: string | null | undefined;
}

function toEntry(kind: EntryValues['kind'], fields: HistoryEntry, startDate: string | null | undefined): EntryValues {
  const { endDate, reaction } = fields;
  return {
    kind,
    system: fields.system ?? null,
    code: fields.code ?? null,
    display: fields.display,
    startDate: startDate ? toFirstDay(startDate) : null,
    startDatePrecision: startDate ? toPrecision(startDate) : 'day',
    endDate: endDate ? toFirstDay(endDate) : null,
    endDatePrecision: endDate ? toPrecision(endDate) : 'day',
    status: fields.status ?? null,
    verificationStatus: fields.verificationStatus ?? null,
    criticality: fields.criticality ?? null,
    reaction: toNullable(reaction ?? null, ({ system = null, code = null, display, severity = null }) => ({
      system,
      code,
      display,
      severity,
    })),
    dosage: fields.dosage ?? null,
    note: fields.note ?? null,
  };
}

/** Converts a medical history to rows, keeping the order within each kind. */
export const toEntryValues = (history: MedicalHistory): EntryValues[] => [
  ...history.conditions.map((condition) => toEntry('condition', condition, condition.onsetDate)),
  ...history.procedures.map((procedure) => toEntry('procedure', procedure, procedure.performedDate)),
  ...history.medications.map((medication) => toEntry('medication', medication, medication.startDate)),
  ...history.allergies.map((allergy) => toEntry('allergy', allergy, allergy.onsetDate)),
];

const places: Record<EntryValues['kind'], readonly [list: string, start: string]> = {
  condition: ['conditions', 'onsetDate'],
  procedure: ['procedures', 'performedDate'],
  medication: ['medications', 'startDate'],
  allergy: ['allergies', 'onsetDate'],
};

/**
 * Returns the entries that end before they start or that start in the future, as precise as the dates are. Only a
 * medication can be planned. Entries of the present record are left out: they must not keep a client from changing another
 * one.
 */
export function findImplausibleEntries(
  entries: readonly EntryValues[],
  present: readonly EntryRow[],
  { today }: Pick<Viewpoint, 'today'>,
): ProblemPart[] {
  return entries.flatMap((entry): ProblemPart[] => {
    const { startDate, endDate, kind } = entry;
    if (startDate === null || present.some((row) => isSameEntry(row, entry))) return [];
    const start = toPartialDate(startDate, entry.startDatePrecision);
    const [list, name] = places[kind];
    const pointer = `/medicalHistory/${list}/${entries.filter((one) => one.kind === kind).indexOf(entry)}`;
    const isFuture = kind !== 'medication' && isBefore(today, start);
    const isReversed = endDate !== null && isBefore(toPartialDate(endDate, entry.endDatePrecision), start);
    return [
      ...(isFuture ? [{ pointer: `${pointer}/${name}`, detail: 'must not be in the future' }] : []),
      ...(isReversed ? [{ pointer: `${pointer}/endDate`, detail: `must not be before \`${name}\`` }] : []),
    ];
  });
}
