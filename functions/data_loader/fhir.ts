import * as z from 'zod';

// The parts of FHIR R4 resources that the mapping reads: https://hl7.org/fhir/R4/. Others are let through unread.

const text = z.string().min(1);

const datePattern =
  /^[1-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Days that no month has are refused here, with their place; the database would refuse them without. */
function isDate(value: string): boolean {
  if (!datePattern.test(value)) return false;
  const day = value.slice(0, 10);
  return day.length < 10 || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** Instants that neither the database nor the API's clients can write with four digits of a year are out of range. */
function isInstant(value: string): boolean {
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && /^[1-9]\d{3}-/.test(instant.toISOString());
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with a time and its zone where the field has one; years 1000 to 9999. */
const date = z.string().refine(isDate, { error: 'must be a FHIR date', abort: true });

const instant = date.refine(isInstant, 'must be a FHIR dateTime');

/** It is printed in reports, so it can't be just any text. */
export const resourceIdPattern = /^[A-Za-z0-9\-.]{1,64}$/;

const reference = z.looseObject({ reference: text.optional(), display: text.optional() });
export type Reference = z.infer<typeof reference>;

const coding = z.looseObject({ system: text.optional(), code: text.optional(), display: text.optional() });
const concept = z.looseObject({ coding: z.array(coding).optional(), text: text.optional() });
export type Concept = z.infer<typeof concept>;

const period = z.looseObject({ start: instant.optional(), end: instant.optional() });
const identifier = z.looseObject({ type: concept.optional(), system: text.optional(), value: text.optional() });
const quantity = z.looseObject({ value: z.number().optional(), unit: text.optional(), code: text.optional() });
const annotation = z.looseObject({ text: z.string() });

const contact = z.looseObject({ system: text.optional(), value: text.optional(), use: text.optional() });
const name = z.looseObject({
  use: text.optional(),
  text: text.optional(),
  family: text.optional(),
  given: z.array(text).optional(),
});
const address = z.looseObject({
  line: z.array(text).optional(),
  city: text.optional(),
  state: text.optional(),
  postalCode: text.optional(),
  country: text.optional(),
});

const base = {
  id: z.string().regex(resourceIdPattern, 'must be a FHIR id'),
  meta: z.looseObject({ lastUpdated: instant.optional() }).optional(),
};

const onset = {
  onsetDateTime: date.optional(),
  onsetPeriod: period.optional(),
  recordedDate: date.optional(),
  note: z.array(annotation).optional(),
};

const effective = {
  effectiveDateTime: instant.optional(),
  effectivePeriod: period.optional(),
  effectiveInstant: instant.optional(),
  issued: instant.optional(),
};

const value = {
  valueQuantity: quantity.optional(),
  valueCodeableConcept: concept.optional(),
  valueString: z.string().optional(),
  valueBoolean: z.boolean().optional(),
  valueInteger: z.number().optional(),
  valueDateTime: date.optional(),
  valueTime: text.optional(),
  valueRange: z.looseObject({ low: quantity.optional(), high: quantity.optional() }).optional(),
  valueRatio: z.looseObject({ numerator: quantity.optional(), denominator: quantity.optional() }).optional(),
  valuePeriod: period.optional(),
};

const findings = {
  ...value,
  interpretation: z.array(concept).optional(),
  referenceRange: z
    .array(z.looseObject({ low: quantity.optional(), high: quantity.optional(), text: text.optional() }))
    .optional(),
};

const resources = {
  Patient: z.looseObject({
    ...base,
    active: z.boolean().optional(),
    name: z.array(name).min(1),
    birthDate: date,
    gender: z.enum(['male', 'female', 'other', 'unknown']).default('unknown'),
    identifier: z.array(identifier).optional(),
    telecom: z.array(contact).optional(),
    address: z.array(address).optional(),
    deceasedBoolean: z.boolean().optional(),
    deceasedDateTime: date.optional(),
  }),
  Practitioner: z.looseObject({
    ...base,
    active: z.boolean().optional(),
    name: z.array(name).min(1),
    identifier: z.array(identifier).optional(),
    telecom: z.array(contact).optional(),
    address: z.array(address).optional(),
    qualification: z.array(z.looseObject({ code: concept })).optional(),
  }),
  PractitionerRole: z.looseObject({
    ...base,
    practitioner: reference,
    organization: reference.optional(),
    location: z.array(reference).optional(),
    specialty: z.array(concept).optional(),
    availableTime: z
      .array(
        z.looseObject({
          daysOfWeek: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).optional(),
          allDay: z.boolean().optional(),
          availableStartTime: text.optional(),
          availableEndTime: text.optional(),
        }),
      )
      .optional(),
  }),
  Organization: z.looseObject({ ...base, name: text.optional() }),
  Location: z.looseObject({ ...base, name: text.optional() }),
  ActivityDefinition: z.looseObject({
    ...base,
    status: text.optional(),
    name: text.optional(),
    title: text.optional(),
    description: z.string().optional(),
    usage: z.string().optional(),
    topic: z.array(concept).optional(),
    timingDuration: quantity.optional(),
  }),
  Encounter: z.looseObject({
    ...base,
    status: text,
    class: coding.optional(),
    type: z.array(concept).optional(),
    subject: reference,
    participant: z.array(z.looseObject({ individual: reference.optional() })).optional(),
    period: z.looseObject({ start: instant, end: instant.optional() }),
    reasonCode: z.array(concept).optional(),
  }),
  Condition: z.looseObject({
    ...base,
    ...onset,
    clinicalStatus: concept.optional(),
    code: concept,
    subject: reference,
    abatementDateTime: date.optional(),
    abatementPeriod: period.optional(),
  }),
  Procedure: z.looseObject({
    ...base,
    status: text.optional(),
    code: concept,
    subject: reference,
    performedDateTime: date.optional(),
    performedPeriod: period.optional(),
    note: z.array(annotation).optional(),
  }),
  MedicationRequest: z.looseObject({
    ...base,
    status: text.optional(),
    medicationCodeableConcept: concept.optional(),
    medicationReference: reference.optional(),
    contained: z.array(z.looseObject({ id: text.optional(), code: concept.optional() })).optional(),
    subject: reference,
    authoredOn: date.optional(),
    dispenseRequest: z.looseObject({ validityPeriod: period.optional() }).optional(),
    dosageInstruction: z.array(z.looseObject({ text: text.optional() })).optional(),
  }),
  Medication: z.looseObject({ ...base, code: concept.optional() }),
  AllergyIntolerance: z.looseObject({
    ...base,
    ...onset,
    clinicalStatus: concept.optional(),
    code: concept,
    patient: reference,
    lastOccurrence: date.optional(),
    reaction: z.array(z.looseObject({ manifestation: z.array(concept).optional() })).optional(),
  }),
  Observation: z.looseObject({
    ...base,
    ...effective,
    ...findings,
    status: text,
    code: concept,
    subject: reference,
    encounter: reference.optional(),
    performer: z.array(reference).optional(),
    component: z.array(z.looseObject({ ...findings, code: concept })).optional(),
  }),
  DiagnosticReport: z.looseObject({
    ...base,
    ...effective,
    status: text,
    code: concept,
    subject: reference,
    encounter: reference.optional(),
    performer: z.array(reference).optional(),
    conclusion: z.string().optional(),
    result: z.array(reference).optional(),
  }),
  DocumentReference: z.looseObject({
    ...base,
    status: text,
    type: concept.optional(),
    description: z.string().optional(),
    subject: reference,
    date: instant.optional(),
    content: z
      .array(
        z.looseObject({
          attachment: z.looseObject({
            contentType: text.optional(),
            data: z.string().optional(),
            url: text.optional(),
            title: text.optional(),
          }),
        }),
      )
      .min(1),
  }),
};

export type ResourceType = keyof typeof resources;
export type Resource<Type extends ResourceType> = z.infer<(typeof resources)[Type]>;

export const isMapped = (type: string): type is ResourceType => Object.hasOwn(resources, type);

export const getResourceSchema = <Type extends ResourceType>(type: Type): (typeof resources)[Type] => resources[type];
