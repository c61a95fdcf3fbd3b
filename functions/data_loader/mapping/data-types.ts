import * as z from 'zod';

// Elements of FHIR R4 data types that the mappings read (https://hl7.org/fhir/R4/datatypes.html). Others pass through, so
// that the report can name them.

export const text = z.string().min(1);

/** A repeated primitive. Null fills the place of a value that has only an extension. */
const texts = z.array(text.nullable());

const datePattern =
  /^[1-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00)))?)?)?$/;

/** Rejects days that don't exist, so that the report says where they are; the database would reject the whole file. */
function isDate(value: string): boolean {
  if (!datePattern.test(value)) return false;
  const day = value.slice(0, 10);
  return day.length < 10 || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** Rejects instants whose UTC year doesn't have four digits: database and clients can't represent them. */
function isInstant(value: string): boolean {
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && /^[1-9]\d{3}-/.test(instant.toISOString());
}

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a time with its zone; years 1000 to 9999. */
export const date = z
  .string()
  .refine(isDate, { error: 'must be a FHIR date', abort: true })
  .refine(isInstant, 'must be a FHIR dateTime');

/** Ids are printed in reports, so they can't be arbitrary text. */
export const resourceIdPattern = /^[A-Za-z0-9\-.]{1,64}$/;

export const reference = z.looseObject({
  reference: text.optional(),
  display: text.optional(),
  identifier: z.looseObject({ system: text.optional(), value: text.optional() }).optional(),
});
export type Reference = z.infer<typeof reference>;

export const coding = z.looseObject({
  system: text.optional(),
  code: text.optional(),
  display: text.optional(),
  userSelected: z.boolean().optional(),
});
export const concept = z.looseObject({ coding: z.array(coding).optional(), text: text.optional() });
export type Concept = z.infer<typeof concept>;

export const period = z.looseObject({ start: date.optional(), end: date.optional() });
export type FhirPeriod = z.infer<typeof period>;
export const quantity = z.looseObject({
  value: z.number().optional(),
  comparator: text.optional(),
  unit: text.optional(),
  code: text.optional(),
});
export type Quantity = z.infer<typeof quantity>;
export const annotation = z.looseObject({ text: z.string().optional() });
export type Annotation = z.infer<typeof annotation>;

const identifier = z.looseObject({
  use: text.optional(),
  type: concept.optional(),
  system: text.optional(),
  value: text.optional(),
  period: period.optional(),
});
export type Identifier = z.infer<typeof identifier>;
const humanName = z.looseObject({
  use: text.optional(),
  text: text.optional(),
  family: text.optional(),
  given: texts.optional(),
  period: period.optional(),
});
export type HumanName = z.infer<typeof humanName>;
const contactPoint = z.looseObject({
  system: text.optional(),
  value: text.optional(),
  use: text.optional(),
  rank: z.number().optional(),
  period: period.optional(),
});
export type ContactPoint = z.infer<typeof contactPoint>;
const address = z.looseObject({
  use: text.optional(),
  type: text.optional(),
  text: text.optional(),
  line: texts.optional(),
  city: text.optional(),
  state: text.optional(),
  postalCode: text.optional(),
  country: text.optional(),
  period: period.optional(),
});
export type FhirAddress = z.infer<typeof address>;

export const attachment = z.looseObject({
  contentType: text.optional(),
  data: z.string().optional(),
  url: text.optional(),
  title: text.optional(),
});
export type Attachment = z.infer<typeof attachment>;

/** Elements of every resource. */
export const base = {
  id: z.string().regex(resourceIdPattern, 'must be a FHIR id'),
  meta: z.looseObject({ lastUpdated: date.optional() }).optional(),
};

/** Elements shared by Patient and Practitioner. */
export const person = {
  ...base,
  active: z.boolean().optional(),
  name: z.array(humanName).min(1).optional(),
  identifier: z.array(identifier).optional(),
  telecom: z.array(contactPoint).optional(),
  address: z.array(address).optional(),
};
