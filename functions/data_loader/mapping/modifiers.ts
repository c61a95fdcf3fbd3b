import {
  type comparators,
  medicalHistoryStatuses,
  type ReservationStatus,
  verificationStatuses,
} from '../../../db/schema/index.js';
import { findCode, isSaid } from './codes.js';
import type { Concept } from './data-types.js';

/** How a modifier element is honored: an element that changes the meaning of the one that contains it. */
interface Modifier {
  /** Returns the reason for which a resource with this value is skipped. */
  readonly refuse?: (value: never) => string | undefined;
  /** Converts the value to what the row keeps of it. Without the element, the value is undefined. */
  readonly read?: (value: never) => unknown;
}

const refuseValues =
  (name: string, ...values: readonly string[]) =>
  (value: string): string | undefined =>
    values.includes(value) ? `${name} ${value}` : undefined;

/** Refuses some codes, and codes that FHIR R4 doesn't define: nothing says what they would change. */
const refuseCodes =
  (name: string, known: readonly string[], ...refused: readonly string[]) =>
  (concept: Concept): string | undefined => {
    const code = findCode(concept, known);
    if (code === undefined) return isSaid(concept) ? `${name} not a code of FHIR R4` : undefined;
    return refused.includes(code) ? `${name} ${code}` : undefined;
  };

/** Refuses some codes, and codes that FHIR R4 doesn't define. */
const refuseStatuses =
  (name: string, known: readonly string[], ...refused: readonly string[]) =>
  (status: string): string | undefined => {
    if (!known.includes(status)) return `${name} not a code of FHIR R4`;
    return refused.includes(status) ? `${name} ${status}` : undefined;
  };

const isNotFalse = (value: boolean | undefined): boolean => value !== false;

/** Looks up what a status becomes. */
const readOneOf =
  <Kept extends string>(statuses: Readonly<Record<string, Kept>>) =>
  (status: string | undefined): Kept | undefined =>
    status !== undefined && Object.hasOwn(statuses, status) ? statuses[status] : undefined;

const readValue = <Value>(value: Value | undefined): Value | undefined => value;

/** ObservationStatus and DiagnosticReportStatus → status of a result. */
const readResultStatus = readOneOf({
  registered: 'registered',
  preliminary: 'preliminary',
  partial: 'preliminary',
  final: 'final',
  amended: 'amended',
  appended: 'amended',
  corrected: 'corrected',
  cancelled: 'cancelled',
  unknown: 'unknown',
});

const readComparator = (comparator: string | undefined) => comparator as (typeof comparators)[number] | undefined;

/**
 * Every modifier element of FHIR R4 that the mappings meet, and a few elements (at the end) that R4 doesn't mark but that
 * mean the same. Elements that are left out whole need no entry: what isn't read can't be misread. `modifiers.test.ts`
 * walks R4's definitions and fails on an element that is missing here.
 */
export const modifiers = {
  'Resource.implicitRules': { refuse: () => 'implicit rules' },
  /** Of the resource and of every element in it. */
  'Element.modifierExtension': { refuse: () => 'modifier extension' },

  'Patient.active': { read: isNotFalse },
  /** Nobody books for a person who has died. */
  'Patient.deceased[x]': {
    read: (deceased: boolean | string | undefined) => deceased !== undefined && deceased !== false,
  },
  /** A record that another one replaces must no longer be used. */
  'Patient.link': {
    read: (links: readonly { readonly type?: string | undefined }[] | undefined) =>
      links?.some(({ type }) => type === 'replaced-by') ?? false,
  },
  'Encounter.status': {
    refuse: refuseValues('status', 'entered-in-error', 'unknown'),
    read: readOneOf<ReservationStatus>({
      planned: 'scheduled',
      arrived: 'confirmed',
      triaged: 'confirmed',
      'in-progress': 'confirmed',
      onleave: 'confirmed',
      finished: 'completed',
      cancelled: 'cancelled',
    }),
  },
  'Appointment.status': {
    refuse: refuseValues('status', 'entered-in-error', 'proposed', 'waitlist'),
    read: readOneOf<ReservationStatus>({
      pending: 'scheduled',
      booked: 'scheduled',
      arrived: 'confirmed',
      'checked-in': 'confirmed',
      fulfilled: 'completed',
      cancelled: 'cancelled',
      noshow: 'no_show',
    }),
  },
  'Schedule.active': { refuse: (active: boolean) => (active ? undefined : 'not active') },
  'Condition.clinicalStatus': {
    refuse: refuseCodes('clinicalStatus', medicalHistoryStatuses.condition),
    read: readValue<Concept>,
  },
  'Condition.verificationStatus': {
    refuse: refuseCodes('verificationStatus', verificationStatuses.condition, 'entered-in-error', 'refuted'),
    read: readValue<Concept>,
  },
  'Procedure.status': {
    refuse: refuseStatuses('status', medicalHistoryStatuses.procedure, 'entered-in-error'),
    read: readValue<string>,
  },
  'MedicationRequest.status': {
    refuse: refuseStatuses('status', medicalHistoryStatuses.medication, 'entered-in-error'),
    read: readValue<string>,
  },
  /** A plan is a medication that the patient takes only if it was reported so, which the mapping decides. */
  'MedicationRequest.intent': {
    refuse: refuseValues('intent', 'proposal', 'option'),
    read: (intent: string | undefined) => intent !== 'plan',
  },
  'MedicationRequest.doNotPerform': { refuse: (isForbidden: boolean) => (isForbidden ? 'do not perform' : undefined) },
  'Medication.status': { refuse: refuseValues('status', 'entered-in-error') },
  'AllergyIntolerance.clinicalStatus': {
    refuse: refuseCodes('clinicalStatus', medicalHistoryStatuses.allergy),
    read: readValue<Concept>,
  },
  'AllergyIntolerance.verificationStatus': {
    refuse: refuseCodes('verificationStatus', verificationStatuses.allergy, 'entered-in-error', 'refuted'),
    read: readValue<Concept>,
  },
  'Observation.status': { refuse: refuseValues('status', 'entered-in-error'), read: readResultStatus },
  'DiagnosticReport.status': { refuse: refuseValues('status', 'entered-in-error'), read: readResultStatus },
  'DocumentReference.status': {
    refuse: refuseStatuses(
      'status',
      ['current', 'superseded', 'entered-in-error'],
      ...['superseded', 'entered-in-error'],
    ),
  },
  'Organization.active': { refuse: (active: boolean) => (active ? undefined : 'not active') },
  'Location.status': { refuse: refuseValues('status', 'inactive') },
  'ActivityDefinition.status': { read: (status: string | undefined) => status === 'active' },
  'ActivityDefinition.doNotPerform': {
    refuse: (isForbidden: boolean) => (isForbidden ? 'do not perform' : undefined),
  },
  /** Such a number no longer identifies its patient or medic. */
  'Identifier.use': { read: (use: string | undefined) => use === 'old' },
  /** Order of preference; names that are not in the list are never shown as the current one. */
  'HumanName.use': {
    read: (use: string | undefined) => ['official', 'usual', undefined, 'temp', 'nickname', 'anonymous'].indexOf(use),
  },
  'ContactPoint.use': { read: readValue<string> },
  'Address.use': { read: (use: string | undefined) => ['home', undefined, 'temp', 'work', 'billing'].indexOf(use) },
  /** Kept with the value; without it, `<5` would read as 5. */
  'Quantity.comparator': { read: readComparator },
  /** A duration with a comparator is not a duration. */
  'Duration.comparator': { read: readComparator },

  'DocumentReference.docStatus': { refuse: refuseValues('docStatus', 'entered-in-error') },
  'Practitioner.active': { read: isNotFalse },
  'PractitionerRole.active': { refuse: (active: boolean) => (active ? undefined : 'not active') },
  'Slot.status': { refuse: refuseValues('status', 'entered-in-error') },
} satisfies Record<string, Modifier>;

export type ModifierPath = keyof typeof modifiers;

/** Looks for an element at any depth. */
function contains(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => contains(item, name));
  return Object.hasOwn(value, name) || Object.values(value).some((member) => contains(member, name));
}

/** Returns the reason for which a modifier element of a resource refuses it. */
export function findModifierRefusal(type: string, resource: Readonly<Record<string, unknown>>): string | undefined {
  const rules: Readonly<Record<string, Modifier>> = modifiers;
  for (const [path, { refuse }] of Object.entries(rules)) {
    const [owner, element = ''] = path.split('.');
    if (refuse === undefined || ![type, 'Resource', 'Element'].includes(owner ?? '')) continue;
    const value = owner === 'Element' ? contains(resource, element) || undefined : resource[element];
    const reason = value === undefined || value === null ? undefined : refuse(value as never);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
