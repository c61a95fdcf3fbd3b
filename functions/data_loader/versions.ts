import { isObject } from './parse.js';

/** `concepts` is a list of CodeableConcepts. */
type Shape = 'object' | 'list' | 'concepts' | 'text' | 'any';

interface Sign {
  readonly version: 'DSTU2' | 'STU3' | 'R5';
  readonly element: string;
  /** The shape that R4 doesn't have. */
  readonly is: Shape;
}

const list = (version: Sign['version'], shapes: Readonly<Record<string, Shape>>): Sign[] =>
  Object.entries(shapes).map(([element, is]) => ({ version, element, is }));

/**
 * Elements that R4 doesn't have in this shape, by resource type: https://hl7.org/fhir/R4/diff.html lists what changed
 * since STU3, https://hl7.org/fhir/R5/diff.html since R4. R4 defines none of these names, or another type for them.
 */
const signs: Readonly<Record<string, readonly Sign[]>> = {
  Patient: list('STU3', { animal: 'any' }),
  Condition: [
    ...list('DSTU2', { patient: 'any', dateRecorded: 'any' }),
    ...list('STU3', { clinicalStatus: 'text', verificationStatus: 'text', context: 'any', assertedDate: 'any' }),
    ...list('R5', { participant: 'any' }),
  ],
  AllergyIntolerance: [
    ...list('DSTU2', { substance: 'any' }),
    ...list('STU3', { clinicalStatus: 'text', verificationStatus: 'text', assertedDate: 'any' }),
    ...list('R5', { type: 'object', participant: 'any' }),
  ],
  Procedure: [
    ...list('DSTU2', { notPerformed: 'any', notes: 'any', request: 'any' }),
    ...list('STU3', { context: 'any', notDone: 'any', notDoneReason: 'any', definition: 'any' }),
    ...list('R5', { occurrenceDateTime: 'any', occurrencePeriod: 'any', recorded: 'any', reason: 'any' }),
  ],
  MedicationRequest: [
    ...list('STU3', { context: 'any', definition: 'any' }),
    ...list('R5', { medication: 'object', reason: 'any', device: 'any', effectiveDosePeriod: 'any' }),
  ],
  Medication: [
    ...list('STU3', { isBrand: 'any', package: 'any' }),
    ...list('R5', { doseForm: 'any', marketingAuthorizationHolder: 'any' }),
  ],
  Observation: [
    ...list('DSTU2', { comments: 'any' }),
    ...list('STU3', { context: 'any', related: 'any', comment: 'any', interpretation: 'object' }),
    ...list('R5', { triggeredBy: 'any', bodyStructure: 'any', instantiatesCanonical: 'any' }),
  ],
  DiagnosticReport: [
    ...list('STU3', { context: 'any', image: 'any', codedDiagnosis: 'any' }),
    ...list('R5', { composition: 'any', supportingInfo: 'any', note: 'any' }),
  ],
  Encounter: [
    ...list('DSTU2', { patient: 'any', class: 'text' }),
    ...list('STU3', { reason: 'concepts', incomingReferral: 'any' }),
    ...list('R5', { class: 'list', reason: 'any', actualPeriod: 'any', plannedStartDate: 'any', admission: 'any' }),
  ],
  Appointment: [
    ...list('STU3', { reason: 'concepts', incomingReferral: 'any', indication: 'any' }),
    ...list('R5', { class: 'any', subject: 'any', reason: 'any', virtualService: 'any', cancellationDate: 'any' }),
  ],
  DocumentReference: [
    ...list('STU3', { class: 'any', indexed: 'any', created: 'any' }),
    ...list('R5', { context: 'list', attester: 'any', event: 'any', version: 'any', facilityType: 'any' }),
  ],
  PractitionerRole: list('R5', { availability: 'any', contact: 'any' }),
};

const matches = (value: unknown, shape: Shape): boolean =>
  value !== undefined &&
  value !== null &&
  (shape === 'any' ||
    (shape === 'text' && typeof value === 'string') ||
    (shape === 'list' && Array.isArray(value)) ||
    (shape === 'concepts' &&
      Array.isArray(value) &&
      isObject(value[0]) &&
      ('coding' in value[0] || 'text' in value[0])) ||
    (shape === 'object' && isObject(value)));

/** Versions in the URL of a profile or after the bar of its canonical (https://hl7.org/fhir/R4/references.html#canonical). */
const profilePatterns: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/hl7\.org\/fhir\/(1\.0|DSTU2)\/|^https?:\/\/hl7\.org\/fhir\/StructureDefinition\/[^|]+\|1\.0/, 'DSTU2'],
  [/^https?:\/\/hl7\.org\/fhir\/(3\.0|STU3)\/|^https?:\/\/hl7\.org\/fhir\/StructureDefinition\/[^|]+\|3\.0/, 'STU3'],
  [/^https?:\/\/hl7\.org\/fhir\/(5\.0|R5)\/|^https?:\/\/hl7\.org\/fhir\/StructureDefinition\/[^|]+\|5\.0/, 'R5'],
];

/** Names the release of FHIR that a resource is of; undefined if it can be R4. */
export function findOtherVersion(resource: unknown): string | undefined {
  if (!isObject(resource)) return undefined;
  const { resourceType, meta } = resource;
  const profiles = isObject(meta) && Array.isArray(meta.profile) ? meta.profile : [];
  for (const profile of profiles) {
    const [, version] = profilePatterns.find(([pattern]) => typeof profile === 'string' && pattern.test(profile)) ?? [];

    if (version !== undefined) return version;
  }
  if (typeof resourceType !== 'string' || !Object.hasOwn(signs, resourceType)) return undefined;
  return signs[resourceType]?.find(({ element, is }) => matches(resource[element], is))?.version;
}
