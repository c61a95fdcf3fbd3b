import { z } from '@hono/zod-openapi';
import { genders } from '../../db/schema/index.js';
import { isCountryCode } from '../http/countries.js';
import { mergePatchOf } from '../http/merge-patch.js';
import { pageOf, pageQuery } from '../http/pagination.js';
import {
  day,
  emailAddress,
  flag,
  phoneNumber,
  resourceFields,
  searchTerm,
  sentDay,
  sentInstant,
  text,
} from '../http/schemas.js';

const gender = z.enum(genders).openapi({ description: 'FHIR R4 AdministrativeGender.' });

const NationalId = z
  .strictObject({
    type: text(50).openapi({ description: 'What kind of number it is, such as SS, NI, PPN (HL7 v2-0203).' }),
    number: text(50),
  })
  .openapi('NationalId');

const Address = z
  .strictObject({
    line: z.array(text(200)).max(5).default([]),
    city: text(100).nullish(),
    state: text(100).nullish(),
    postalCode: text(20).nullish(),
    country: z
      .string()
      .refine(isCountryCode, 'must be an ISO 3166-1 alpha-2 code')
      .nullish()
      .openapi({ minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2.' }),
  })
  .openapi('Address');

const coded = {
  system: text(200).nullish().openapi({ description: 'URI of the code system, such as http://snomed.info/sct.' }),
  code: text(100).nullish(),
  display: text(500),
};

const remarks = { note: text(2000).nullish() };

/** Statuses of FHIR R4: condition-clinical, event-status, medicationrequest-status, allergyintolerance-clinical. */
const Condition = z
  .strictObject({
    ...coded,
    onsetDate: day.nullish(),
    endDate: day.nullish(),
    status: z.enum(['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved']).nullish(),
    ...remarks,
  })
  .openapi('Condition');
const Procedure = z
  .strictObject({
    ...coded,
    performedDate: day.nullish(),
    endDate: day.nullish(),
    status: z
      .enum([
        'preparation',
        'in-progress',
        'not-done',
        'on-hold',
        'stopped',
        'completed',
        'entered-in-error',
        'unknown',
      ])
      .nullish(),
    ...remarks,
  })
  .openapi('Procedure');
const Medication = z
  .strictObject({
    ...coded,
    startDate: day.nullish(),
    endDate: day.nullish(),
    status: z
      .enum(['active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown'])
      .nullish(),
    ...remarks,
  })
  .openapi('Medication');
const Allergy = z
  .strictObject({
    ...coded,
    onsetDate: day.nullish(),
    endDate: day.nullish(),
    status: z.enum(['active', 'inactive', 'resolved']).nullish(),
    ...remarks,
  })
  .openapi('Allergy');

/** Entries of one kind: more than any real record has, and few enough to send in one answer. */
const maximumEntries = 1000;

export const MedicalHistory = z
  .strictObject({
    conditions: z.array(Condition).max(maximumEntries).default([]),
    procedures: z.array(Procedure).max(maximumEntries).default([]),
    medications: z.array(Medication).max(maximumEntries).default([]),
    allergies: z.array(Allergy).max(maximumEntries).default([]),
  })
  .openapi('MedicalHistory');
export type MedicalHistory = z.infer<typeof MedicalHistory>;

/** What a client says of a patient. A field that is null is as absent as one that is left out. */
export const PatientInput = z
  .strictObject({
    givenName: text(100),
    familyName: text(100),
    birthDate: day,
    gender,
    nationalId: NationalId.nullish(),
    email: emailAddress.nullish(),
    phone: phoneNumber.nullish(),
    address: Address.nullish(),
    medicalHistory: MedicalHistory.nullish(),
    accountSubject: text(255)
      .nullish()
      .openapi({ description: '`sub` of the patient’s account; administrators only.' }),
    active: z.boolean().default(true),
  })
  .openapi('PatientInput');
export type PatientInput = z.infer<typeof PatientInput>;

export const PatientPatch = mergePatchOf(PatientInput).openapi('PatientPatch');

const sentText = (maximum: number) => z.string().max(maximum);
const sentAddress = z
  .strictObject({
    line: z.array(sentText(200)).max(5),
    city: sentText(100).nullable(),
    state: sentText(100).nullable(),
    postalCode: sentText(20).nullable(),
    country: sentText(2).nullable(),
  })
  .openapi('SentAddress');

const summaryFields = {
  ...resourceFields,
  givenName: sentText(100),
  familyName: sentText(100),
  fullName: sentText(201),
  birthDate: sentDay,
  age: z
    .int()
    .min(0)
    .max(9999)
    .openapi({ format: 'int32', description: 'Full years today, in the clinic’s time zone.' }),
  gender,
  nationalId: z.strictObject({ type: sentText(50), number: sentText(50) }).nullable(),
  email: sentText(254).nullable(),
  phone: sentText(16).nullable(),
  address: sentAddress.nullable(),
  active: z.boolean(),
  accountSubject: sentText(255).nullable().optional().openapi({ description: 'For administrators only.' }),
  removedAt: sentInstant.nullable().optional().openapi({ description: 'For administrators only.' }),
};

/** A patient as lists show it: without the clinical parts, which a list has no need of. */
export const PatientSummary = z.strictObject(summaryFields).openapi('PatientSummary');
export type PatientSummary = z.infer<typeof PatientSummary>;

const sentCoded = { system: sentText(200).nullable(), code: sentText(100).nullable(), display: sentText(500) };
const sentRemarks = { endDate: sentDay.nullable(), status: sentText(30).nullable(), note: sentText(2000).nullable() };
const sentEntries = <Fields extends z.core.$ZodLooseShape>(fields: Fields) =>
  z.array(z.strictObject({ ...sentCoded, ...fields, ...sentRemarks })).max(maximumEntries);

export const Patient = z
  .strictObject({
    ...summaryFields,
    medicalHistory: z
      .strictObject({
        conditions: sentEntries({ onsetDate: sentDay.nullable() }),
        procedures: sentEntries({ performedDate: sentDay.nullable() }),
        medications: sentEntries({ startDate: sentDay.nullable() }),
        allergies: sentEntries({ onsetDate: sentDay.nullable() }),
      })
      .optional()
      .openapi({ description: 'Not for reception.' }),
  })
  .openapi('Patient');
export type Patient = z.infer<typeof Patient>;
export type SentMedicalHistory = NonNullable<Patient['medicalHistory']>;

export const patientSorts = [
  'createdAt',
  '-createdAt',
  'updatedAt',
  '-updatedAt',
  'name',
  '-name',
  'birthDate',
  '-birthDate',
] as const;

export const PatientQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm.optional().openapi({
    param: { name: 'search', in: 'query' },
    description:
      'Parts of the name in any order, with or without accents, also with a typo; or the whole national id, e-mail address or phone number. The best matches come first unless `sort` is given.',
  }),
  birthDate: day.optional().openapi({ param: { name: 'birthDate', in: 'query' } }),
  gender: gender.optional().openapi({ param: { name: 'gender', in: 'query' } }),
  active: flag.optional().openapi({ param: { name: 'active', in: 'query' } }),
  sort: z
    .enum(patientSorts)
    .optional()
    .openapi({ param: { name: 'sort', in: 'query' }, description: '`createdAt` unless there is a search.' }),
});
export type PatientQuery = z.infer<typeof PatientQuery>;

export const PatientPage = pageOf(PatientSummary).openapi('PatientPage');
