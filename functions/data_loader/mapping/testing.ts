import type { MappedRow, MappingContext } from './mapping.js';
import { NotKeptError } from './mapping.js';
import { getMapping, isMapped } from './resource-types.js';

export type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string };

/** What becomes of a resource: its rows, or the reason for which it is skipped, and the elements that are left out. */
export interface Mapped {
  readonly rows: readonly MappedRow[];
  readonly skipped: string | undefined;
  readonly leftOut: readonly string[];
  readonly notes: readonly string[];
  /** What other resources take from it. */
  readonly content: Record<string, unknown> | undefined;
}

interface MapOptions {
  readonly timeZone?: string;
  readonly gender?: string;
  /** Contents of other resources, by reference. */
  readonly contents?: Readonly<Record<string, Record<string, unknown>>>;
}

/** Maps one resource as the loader does. References to patients, medics and visits resolve to themselves. */
export function mapResource(resource: Resource, options: MapOptions = {}): Mapped {
  const type = resource.resourceType;
  if (!isMapped(type)) throw new Error(`No mapping for ${type}.`);
  const leftOut: string[] = [];
  const notes: string[] = [];
  const findRow: MappingContext['findRow'] = (reference, target) =>
    reference?.reference?.startsWith(target) ? reference.reference : undefined;
  const context: MappingContext = {
    findRow,
    findRequiredRow: findRow,
    findContent: (reference) => options.contents?.[reference?.reference ?? ''],
    findGender: () => options.gender,
    toRowId: (kind, id) => `${kind}/${id}`,
    addUnrecordedMedic: () => 'unrecorded',
    timeZone: options.timeZone ?? 'America/New_York',
    note: (reason) => notes.push(reason),
    leaveOut: (element, reason) => leftOut.push(`${element}: ${reason}`),
  };
  const mapping = getMapping(type);
  const parsed = mapping.schema.parse({ id: 'x', ...resource });
  const refusal = mapping.findRefusal?.(parsed);
  if (refusal !== undefined) return { rows: [], skipped: refusal, leftOut, notes, content: undefined };
  try {
    const rows = mapping.toRows(parsed, context);
    return { rows, skipped: undefined, leftOut, notes, content: mapping.toContent?.(parsed, context) };
  } catch (error) {
    if (!(error instanceof NotKeptError)) throw error;
    return { rows: [], skipped: error.message, leftOut, notes, content: undefined };
  }
}

/** Returns the columns of the first row. */
export const mapColumns = (resource: Resource, options: MapOptions = {}): MappedRow['values'] | undefined =>
  mapResource(resource, options).rows[0]?.values;

const patient = { subject: { reference: 'Patient/1' } };

/** Resources with nothing that would keep them from being loaded, by type. */
export const samples: Readonly<Record<string, Resource>> = {
  Patient: {
    resourceType: 'Patient',
    name: [{ family: 'Doe', given: ['Jo'] }],
    birthDate: '1980-03-04',
    gender: 'female',
  },
  Practitioner: { resourceType: 'Practitioner', name: [{ family: 'Roe', given: ['Al'] }] },
  PractitionerRole: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/1' } },
  Encounter: {
    resourceType: 'Encounter',
    ...patient,
    status: 'finished',
    class: { code: 'AMB' },
    period: { start: '2025-03-04T15:00:00Z', end: '2025-03-04T15:30:00Z' },
    participant: [{ individual: { reference: 'Practitioner/1' } }],
  },
  Appointment: {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2027-02-02T15:00:00Z',
    end: '2027-02-02T15:30:00Z',
    participant: [{ actor: { reference: 'Patient/1' } }, { actor: { reference: 'Practitioner/1' } }],
  },
  Slot: { resourceType: 'Slot', status: 'busy', start: '2027-02-02T15:00:00Z', end: '2027-02-02T15:30:00Z' },
  Schedule: { resourceType: 'Schedule', actor: [{ reference: 'Practitioner/1' }] },
  Condition: { resourceType: 'Condition', ...patient, code: { text: 'Asthma' } },
  Procedure: { resourceType: 'Procedure', ...patient, status: 'completed', code: { text: 'Appendectomy' } },
  Medication: { resourceType: 'Medication', code: { text: 'Amoxicillin' } },
  MedicationRequest: {
    resourceType: 'MedicationRequest',
    ...patient,
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Amoxicillin' },
  },
  AllergyIntolerance: {
    resourceType: 'AllergyIntolerance',
    patient: { reference: 'Patient/1' },
    code: { text: 'Penicillin' },
  },
  Observation: {
    resourceType: 'Observation',
    ...patient,
    status: 'final',
    code: { text: 'CRP' },
    effectiveDateTime: '2025-03-04T10:00:00-05:00',
    valueQuantity: { value: 5, unit: 'mg/L' },
  },
  DiagnosticReport: {
    resourceType: 'DiagnosticReport',
    ...patient,
    status: 'final',
    code: { text: 'Chest X-ray' },
    effectiveDateTime: '2025-03-04T10:00:00-05:00',
    conclusion: 'Normal',
  },
  DocumentReference: {
    resourceType: 'DocumentReference',
    ...patient,
    status: 'current',
    content: [{ attachment: { contentType: 'text/plain', data: 'SGVsbG8=', title: 'Letter.txt' } }],
  },
  Organization: { resourceType: 'Organization', name: 'Clinic' },
  Location: { resourceType: 'Location', name: 'Ward', status: 'active' },
  ActivityDefinition: {
    resourceType: 'ActivityDefinition',
    status: 'active',
    title: 'Check',
    timingDuration: { value: 30, unit: 'min' },
  },
};

/** Returns a sample with other elements; undefined removes one. */
export function sample(type: string, more: object = {}): Resource {
  const found = samples[type];
  if (found === undefined) throw new Error(`No sample of ${type}.`);
  return JSON.parse(JSON.stringify({ ...found, ...more }));
}
