import { createHash } from 'node:crypto';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuidPattern.test(text);

/** An arbitrary namespace. It must not change: ids of loaded rows depend on it. */
const namespace = Buffer.from('5b0a3c8e7f1d4c52a6e29d47c1b8f003', 'hex');

/** Derives a version 5 UUID from a name (RFC 9562, section 5.5). */
export function deriveUuid(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Returns true for an id that `deriveUuid` made. PostgreSQL and the API make random ids, which are of version 4. */
export const isDerivedUuid = (id: string): boolean => id[14] === '5';

/**
 * Types whose rows share a table with another type's. FHIR ids are unique only within a type, so their own UUID can't be
 * the row id. One type of each table keeps it: Observation for exam results, Encounter for reservations.
 */
const typesWithDerivedId = new Set([
  'Condition',
  'Procedure',
  'MedicationRequest',
  'AllergyIntolerance',
  'DiagnosticReport',
  'Appointment',
]);

/** Returns the row id by which releases before migration 0017 loaded a resource. */
export const toFormerRowId = (type: string, id: string): string =>
  isUuid(id) ? id.toLowerCase() : deriveUuid(`${type}/${id}`);

/** Returns the row id of a resource that was not loaded before. */
export const toRowId = (type: string, id: string): string =>
  typesWithDerivedId.has(type) ? deriveUuid(`${type}/${id}`) : toFormerRowId(type, id);

/** Returns the row id of the result that a component of an Observation becomes. */
export const toComponentId = (observationId: string, index: number): string => deriveUuid(`${observationId}#${index}`);

/** Returns the row id of the file that the text of a DiagnosticReport becomes if it isn't the value of the result. */
export const toReportFileId = (reportId: string): string => deriveUuid(`${reportId}#presentedForm`);

/** Returns the license number of a medic without one, which no other medic has. */
export const toOwnLicense = (practitionerId: string): string => `FHIR-${practitionerId}`.slice(0, 50);

/** `kind` of the medical history entries that a type becomes. */
export const kindsByType: Readonly<Record<string, string>> = {
  Condition: 'condition',
  Procedure: 'procedure',
  MedicationRequest: 'medication',
  AllergyIntolerance: 'allergy',
};
