import type { MappedEntry } from './group-mapping.js';
import { keptElements } from './mapping/elements.js';

const person = {
  given_name: ['name'],
  family_name: ['name'],
  email: ['telecom'],
  phone: ['telecom'],
  active: ['active'],
};
const entry = {
  system: ['code'],
  code: ['code'],
  display: ['code'],
  verification_status: ['verificationStatus'],
  note: ['note'],
};
const visit = { patient_id: ['subject'], reason: ['reasonCode', 'reasonReference'] };
const result = {
  code: ['code'],
  display: ['code'],
  status: ['status'],
  effective_at: ['effectiveDateTime', 'effectiveInstant', 'effectivePeriod', 'issued'],
  medic_id: ['performer'],
  reservation_id: ['encounter'],
  note: ['note'],
};

/**
 * The elements that a column is read from, by resource type and column. Of the elements that exclude each other, a resource
 * has one.
 */
const elementsByColumn: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Patient: {
    ...person,
    other_names: ['name'],
    birth_date: ['birthDate'],
    gender: ['gender'],
    national_id_type: ['identifier'],
    national_id_number: ['identifier'],
    identifiers: ['identifier'],
    address: ['address'],
  },
  Practitioner: { ...person, license_number: ['identifier'], specialty: ['qualification'] },
  PractitionerRole: {
    specialty: ['specialty'],
    department: ['organization', 'location'],
    working_hours: ['availableTime'],
  },
  ActivityDefinition: {
    name: ['title', 'name'],
    type: ['topic'],
    description: ['description'],
    duration_minutes: ['timingDuration'],
    preparation_instructions: ['usage'],
    active: ['status'],
  },
  Encounter: {
    ...visit,
    medic_id: ['participant'],
    exam_id: ['type', 'class'],
    starts_at: ['period'],
    ends_at: ['period'],
    status: ['status'],
  },
  Appointment: {
    ...visit,
    patient_id: ['participant'],
    medic_id: ['participant'],
    exam_id: ['serviceType', 'appointmentType', 'description'],
    starts_at: ['start', 'slot'],
    ends_at: ['end', 'minutesDuration', 'slot'],
    status: ['status'],
    notes: ['comment'],
    cancellation_reason: ['cancelationReason'],
  },
  Condition: {
    ...entry,
    start_date: ['onsetDateTime', 'onsetPeriod'],
    end_date: ['abatementDateTime', 'abatementPeriod'],
    status: ['clinicalStatus'],
  },
  Procedure: {
    ...entry,
    start_date: ['performedDateTime', 'performedPeriod'],
    end_date: ['performedPeriod'],
    status: ['status'],
  },
  MedicationRequest: {
    ...Object.fromEntries(
      ['system', 'code', 'display'].map((column) => [
        column,
        ['medicationCodeableConcept', 'medicationReference', 'contained'],
      ]),
    ),
    start_date: ['authoredOn'],
    end_date: ['dispenseRequest'],
    status: ['status'],
    dosage: ['dosageInstruction'],
    note: ['note'],
  },
  AllergyIntolerance: {
    ...entry,
    start_date: ['onsetDateTime', 'onsetPeriod'],
    status: ['clinicalStatus'],
    criticality: ['criticality'],
    reaction: ['reaction'],
    note: ['note', 'reaction'],
  },
  Observation: {
    ...result,
    value: keptElements.Observation?.flatMap((path) => /^value\w+/.exec(path)?.[0] ?? []) ?? [],
    data_absent_reason: ['dataAbsentReason'],
    interpretation: ['interpretation'],
    reference_range: ['referenceRange'],
  },
  DiagnosticReport: {
    ...result,
    value: ['conclusion', 'conclusionCode', 'result', 'presentedForm'],
    file_name: ['presentedForm'],
    text: ['presentedForm'],
    content: ['presentedForm'],
  },
  DocumentReference: {
    patient_id: ['subject'],
    file_name: ['description', 'content'],
    content_type: ['content'],
    text: ['content'],
    content: ['content'],
  },
};

/** Counts an element as left out, once for a reason. */
export function leaveOutElement({ notes }: Pick<MappedEntry, 'notes'>, element: string, reason: string): void {
  const isKnown = notes.incidents.some(
    (one) => one.kind === 'left out' && one.element === element && one.reason === reason,
  );
  if (!isKnown) notes.incidents.push({ kind: 'left out', element, reason });
}

/** Counts as left out what a resource says about a column, if the record keeps another value. */
export function leaveOutColumn(
  { entry: { type, resource }, notes }: MappedEntry,
  column: string,
  reason: string,
): void {
  for (const element of new Set(elementsByColumn[type]?.[column])) {
    if ((resource as Record<string, unknown>)[element] !== undefined) leaveOutElement({ notes }, element, reason);
  }
}
