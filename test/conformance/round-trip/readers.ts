import type { TestResponse } from '../../support/api.js';
import { isBelow, type Leaf } from './leaves.js';

type Body = TestResponse['body'];

/** Tells whether what the API returns contains a primitive of the source. */
type Reader = (value: Leaf['value'], record: Body) => boolean;

const simplify = (text: unknown): string => String(text).normalize('NFC').replace(/\s+/g, ' ').trim();

/** Equal, apart from white space around and in it. */
const equals =
  (...select: readonly ((record: Body) => unknown)[]): Reader =>
  (value, record) =>
    select.flatMap((get) => get(record) ?? []).some((kept) => simplify(kept) === simplify(value));

/** Equal to a text or a part of one. */
const within =
  (...select: readonly ((record: Body) => unknown)[]): Reader =>
  (value, record) =>
    select.flatMap((get) => get(record) ?? []).some((kept) => simplify(kept).includes(simplify(value)));

const isInstant = (value: unknown): boolean => String(value).length > 10;

/** The same instant, or a date that is written in the same way. */
const sameTime =
  (get: (record: Body) => unknown): Reader =>
  (value, record) => {
    const kept = get(record);
    if (typeof kept !== 'string') return false;
    return isInstant(value) ? Date.parse(kept) === Date.parse(String(value)) : kept === value;
  };

/** The date, which has no time of day. */
const sameDate =
  (get: (record: Body) => unknown): Reader =>
  (value, record) =>
    get(record) === value;

/** One of the codes of a fixed value set, which the API writes in other words. */
const oneOf =
  (get: (record: Body) => unknown, words: Readonly<Record<string, unknown>>): Reader =>
  (value, record) =>
    get(record) === (words[String(value)] ?? value);

/** Means nothing by itself: it says which system or record the value next to it is from. */
const implied: Reader = () => true;

type Readers = Readonly<Record<string, Reader>>;

const prefixed = (prefix: string, readers: Readers): Readers =>
  Object.fromEntries(Object.entries(readers).map(([path, reader]) => [`${prefix}${path}`, reader]));

const asCoding = (path: string, get: (record: Body) => Body): Readers => ({
  [`${path}.text`]: equals((record) => get(record)?.display),
  [`${path}.coding.display`]: equals((record) => get(record)?.display),
  [`${path}.coding.code`]: equals((record) => get(record)?.code),
  [`${path}.coding.system`]: equals((record) => get(record)?.system),
});

const asLabel = (path: string, get: (record: Body) => unknown): Readers => ({
  [`${path}.text`]: within(get),
  [`${path}.coding.display`]: within(get),
  [`${path}.coding.code`]: equals(get),
});

const asFixed = (path: string, get: (record: Body) => unknown): Readers => ({
  [`${path}.coding.code`]: equals(get),
  [`${path}.coding.system`]: implied,
  [`${path}.coding.display`]: implied,
});

/** References are compared by the checker, which knows what they lead to. */
const references: Readers = {
  'subject.reference': implied,
  'patient.reference': implied,
  'encounter.reference': (_value, record) => record.reservationId !== null,
  'performer.reference': (_value, record) => record.medicId !== null,
};

const otherNames = (part: string) => (record: Body) => record.otherNames?.map((name: Body) => name[part]);
const digits = (value: unknown) => String(value).replace(/\D/g, '').replace(/^00/, '');

const person: Readers = {
  'name.family': equals((record) => record.familyName, otherNames('familyName')),
  'name.given': within((record) => record.givenName, otherNames('givenName')),
  'name.use': implied,
  'name.text': (value, record) => {
    const words = (text: string) =>
      simplify(text)
        .replace(/[,،、，]/g, ' ')
        .split(' ')
        .filter(Boolean)
        .sort()
        .join(' ');
    const names = [record, ...(record.otherNames ?? [])];
    return names.some(({ givenName, familyName }: Body) =>
      [`${givenName ?? ''} ${familyName ?? ''}`, familyName].some((name) => words(name ?? '') === words(String(value))),
    );
  },
  'telecom.system': implied,
  'telecom.value': (value, record) =>
    record.email === value || (record.phone !== null && digits(record.phone).endsWith(digits(value).replace(/^0/, ''))),
};

const entry = (start: string, starts: readonly string[], ends: readonly string[]): Readers => ({
  ...asCoding('code', (record) => record),
  ...Object.fromEntries(starts.map((path) => [path, sameDate((record) => record[start])])),
  ...Object.fromEntries(ends.map((path) => [path, sameDate((record) => record.endDate)])),
  ...asFixed('clinicalStatus', (record) => record.status),
  ...asFixed('verificationStatus', (record) => record.verificationStatus),
  status: equals((record) => record.status),
  'note.text': within((record) => record.note),
  'reaction.note.text': within((record) => record.note),
});

const quantityText = (record: Body) => (typeof record.value === 'string' ? record.value : undefined);
const range = (record: Body) => record.referenceRange;

const finding: Readers = {
  'valueQuantity.value': (value, record) =>
    record.value?.value === value || (quantityText(record) ?? '').includes(String(value)),
  'valueQuantity.unit': within((record) => record.value?.unit, quantityText),
  'valueQuantity.comparator': within((record) => record.value?.comparator, quantityText),
  ...asCoding('valueCodeableConcept', (record) => record.value),
  valueString: (value, record) => record.value === value,
  valueBoolean: (value, record) => record.value === String(value),
  valueInteger: (value, record) => record.value === String(value),
  valueDateTime: (value, record) => record.value === value,
  valueTime: (value, record) => record.value === value,
  ...Object.fromEntries(
    ['valueRange.low', 'valueRange.high', 'valueRatio.numerator', 'valueRatio.denominator'].flatMap((path) =>
      ['value', 'unit', 'comparator'].map((name) => [`${path}.${name}`, within(quantityText)]),
    ),
  ),
  'valuePeriod.start': within(quantityText),
  'valuePeriod.end': within(quantityText),
  ...asLabel('dataAbsentReason', (record) => record.dataAbsentReason),
  'interpretation.coding.code': equals((record) => record.interpretation),
  'interpretation.coding.display': implied,
  'interpretation.coding.system': implied,
  'interpretation.text': equals((record) => record.interpretation),
  'referenceRange.low.value': (value, record) =>
    range(record)?.low === value || within(() => range(record)?.text)(value, record),
  'referenceRange.high.value': (value, record) =>
    range(record)?.high === value || within(() => range(record)?.text)(value, record),
  'referenceRange.low.unit': within(
    (record) => range(record)?.unit,
    (record) => range(record)?.text,
  ),
  'referenceRange.high.unit': within(
    (record) => range(record)?.unit,
    (record) => range(record)?.text,
  ),
  'referenceRange.text': within((record) => range(record)?.text),
  'referenceRange.type': (_value, record) => range(record) !== null,
  'referenceRange.appliesTo': (_value, record) => range(record) !== null,
  ...asCoding('code', (record) => record.code),
};

const result: Readers = {
  ...references,
  ...finding,
  status: oneOf((record) => record.status, { partial: 'preliminary', appended: 'amended' }),
  effectiveDateTime: sameTime((record) => record.effectiveAt),
  effectiveInstant: sameTime((record) => record.effectiveAt),
  'effectivePeriod.start': sameTime((record) => record.effectiveAt),
  issued: sameTime((record) => record.effectiveAt),
  'note.text': within((record) => record.note),
};

const visit: Readers = {
  ...references,
  ...asLabel('reasonCode', (record) => record.reason),
  'reasonReference.display': within((record) => record.reason),
  'participant.individual.reference': implied,
  'participant.actor.reference': implied,
};

/** A visit that is known by its day fills the day. */
const sameVisitTime =
  (get: (record: Body) => string): Reader =>
  (value, record) =>
    isInstant(value)
      ? Date.parse(get(record)) === Date.parse(String(value))
      : Math.abs(Date.parse(get(record)) - Date.parse(`${value}T12:00:00Z`)) < 48 * 3_600_000;

/** The same code, a longer code that starts with it, or its English name. */
function isCountry(written: string, code: string | null | undefined): boolean {
  if (code === null || code === undefined) return false;
  const names = (['short', 'long'] as const).map((style) =>
    new Intl.DisplayNames('en', { type: 'region', style }).of(code)?.toUpperCase(),
  );
  return written.toUpperCase().startsWith(code) || names.includes(written.toUpperCase());
}

/** What the API returns of each element, by resource type. An element that is missing here must be reported. */
export const readers: Readonly<Record<string, Readers>> = {
  Patient: {
    ...person,
    active: (value, record) => record.active === value,
    birthDate: sameDate((record) => record.birthDate),
    gender: equals((record) => record.gender),
    'identifier.value': equals(
      (record) => record.nationalId?.number,
      (record) => record.identifiers?.map((one: Body) => one.value),
    ),
    'identifier.system': (value, record) =>
      record.identifiers?.some((one: Body) => one.system === value) ||
      /us-ssn|2\.16\.840\.1\.113883\.4\.1$/.test(String(value)),
    'identifier.use': equals((record) => record.identifiers?.map((one: Body) => one.use)),
    'identifier.type.coding.code': equals(
      (record) => record.nationalId?.type,
      (record) => record.identifiers?.map((one: Body) => one.type),
    ),
    'address.text': within((record) => record.address?.line.join('\n')),
    'address.line': equals((record) => record.address?.line),
    'address.city': equals((record) => record.address?.city),
    'address.state': equals((record) => record.address?.state),
    'address.postalCode': equals((record) => record.address?.postalCode),
    'address.country': (value, record) => isCountry(String(value), record.address?.country),
  },
  Practitioner: {
    ...person,
    active: (value, record) => record.active === value,
    'identifier.value': equals((record) => record.licenseNumber),
    ...asLabel('qualification.code', (record) => record.specialty),
  },
  Encounter: {
    ...visit,
    status: oneOf((record) => record.status, {
      planned: 'scheduled',
      arrived: 'confirmed',
      triaged: 'confirmed',
      'in-progress': 'confirmed',
      onleave: 'confirmed',
      finished: 'completed',
    }),
    'class.code': equals((record) => record.examName),
    ...asLabel('type', (record) => record.examName),
    'period.start': sameVisitTime((record) => record.startsAt),
    'period.end': sameVisitTime((record) => record.endsAt),
  },
  Appointment: {
    ...visit,
    status: oneOf((record) => record.status, {
      pending: 'scheduled',
      booked: 'scheduled',
      arrived: 'confirmed',
      'checked-in': 'confirmed',
      fulfilled: 'completed',
      noshow: 'no_show',
    }),
    ...asLabel('serviceType', (record) => record.examName),
    ...asLabel('appointmentType', (record) => record.examName),
    description: equals((record) => record.examName),
    start: sameTime((record) => record.startsAt),
    end: sameTime((record) => record.endsAt),
    minutesDuration: (value, record) =>
      Date.parse(record.endsAt) - Date.parse(record.startsAt) === Number(value) * 60_000,
    'slot.reference': implied,
    comment: equals((record) => record.notes),
    ...asLabel('cancelationReason', (record) => record.cancellationReason),
  },
  Condition: {
    ...references,
    ...entry('onsetDate', ['onsetDateTime', 'onsetPeriod.start'], ['abatementDateTime', 'abatementPeriod.end']),
  },
  Procedure: {
    ...references,
    ...entry('performedDate', ['performedDateTime', 'performedPeriod.start'], ['performedPeriod.end']),
  },
  MedicationRequest: {
    ...references,
    ...entry('startDate', ['authoredOn'], ['dispenseRequest.validityPeriod.end']),
    ...asCoding('medicationCodeableConcept', (record) => record),
    ...prefixed('contained.', { ...asCoding('code', (record) => record), id: implied }),
    'medicationReference.reference': implied,
    'medicationReference.display': equals((record) => record.display),
    'dosageInstruction.sequence': implied,
    'dosageInstruction.text': within((record) => record.dosage),
    'dosageInstruction.asNeededBoolean': (value, record) => !value || /as needed/.test(record.dosage ?? ''),
    ...prefixed(
      'dosageInstruction.',
      asLabel('route', (record) => record.dosage),
    ),
    'dosageInstruction.timing.repeat.frequency': within((record) => record.dosage),
    'dosageInstruction.timing.repeat.period': within((record) => record.dosage),
    'dosageInstruction.timing.repeat.periodUnit': (value, record) =>
      within((one) => one.dosage)({ h: 'hours', d: 'days', wk: 'weeks', mo: 'months' }[String(value)] ?? value, record),
    'dosageInstruction.doseAndRate.doseQuantity.value': within((record) => record.dosage),
    'dosageInstruction.doseAndRate.doseQuantity.unit': within((record) => record.dosage),
  },
  AllergyIntolerance: {
    ...references,
    ...entry('onsetDate', ['onsetDateTime', 'onsetPeriod.start'], []),
    criticality: equals((record) => record.criticality),
    ...Object.fromEntries(
      [
        ['text', 'display'],
        ['coding.display', 'display'],
        ['coding.code', 'code'],
        ['coding.system', 'system'],
      ].map(([path, part = '']) => [
        `reaction.manifestation.${path}`,
        equals((record) => record.reaction?.map((one: Body) => one[part])),
      ]),
    ),
    'reaction.severity': equals((record) => record.reaction?.map((one: Body) => one.severity)),
    'reaction.description': equals((record) => record.reaction?.map((one: Body) => one.display)),
  },
  Observation: result,
  DiagnosticReport: {
    ...result,
    conclusion: within((record) => record.value),
    ...asLabel('conclusionCode', (record) => record.value),
    'result.display': within((record) => record.value),
    'presentedForm.contentType': implied,
    'presentedForm.title': implied,
    'presentedForm.data': (value, record) =>
      [record.value, ...(record.fileTexts ?? [])].some((text: unknown) =>
        simplify(text ?? '').includes(simplify(Buffer.from(String(value), 'base64').toString('utf8'))),
      ),
  },
  DocumentReference: {
    ...references,
    status: implied,
    description: equals((record) => record.fileName),
    'content.attachment.title': equals((record) => record.fileName),
    'content.attachment.contentType': (value, record) => record.contentType === String(value).toLowerCase(),
    'content.attachment.data': (value, record) => record.content === value,
  },
  PractitionerRole: {
    'practitioner.reference': implied,
    active: implied,
    'period.start': implied,
    'period.end': implied,
    'organization.reference': implied,
    'organization.display': within((record) => record.department),
    'location.reference': implied,
    'location.display': within((record) => record.department),
    ...asLabel('specialty', (record) => record.specialty),
    'availableTime.daysOfWeek': (_value, record) => record.workingHours !== null,
    'availableTime.allDay': (_value, record) => record.workingHours !== null,
    'availableTime.availableStartTime': (value, record) =>
      (record.workingHours ?? []).some((one: Body) => one.from === String(value).slice(0, 5)),
    'availableTime.availableEndTime': (value, record) =>
      (record.workingHours ?? []).some((one: Body) => one.to === String(value).slice(0, 5)),
  },
  ActivityDefinition: {
    status: (value, record) => record.active === (value === 'active'),
    title: equals((record) => record.name),
    name: equals((record) => record.name),
    description: equals((record) => record.description),
    usage: equals((record) => record.preparationInstructions),
    ...asLabel('topic', (record) => record.type),
    'timingDuration.value': implied,
    'timingDuration.unit': implied,
    'timingDuration.code': implied,
  },
};

/** Says nothing about a patient. */
const technical = ['resourceType', 'id', 'meta.lastUpdated'];

/** Returns the paths of primitives that a record doesn't contain. */
export function listDifferences(type: string, leaves: readonly Leaf[], record: Body): string[] {
  const known = readers[type] ?? {};
  const paths = leaves.flatMap(({ path, value }) => {
    if (technical.includes(path)) return [];
    const name = Object.keys(known).find((one) => isBelow(path, one));
    return name !== undefined && known[name]?.(value, record) ? [] : [path];
  });
  return [...new Set(paths)];
}
