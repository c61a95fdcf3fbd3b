import { z } from '@hono/zod-openapi';
import { genders, medicalHistoryStatuses } from '../../db/schema/index.js';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { inBothDirections, pageQuery, toPageSchema } from '../http/pagination.js';
import {
  countryCode,
  dayInput,
  dayOutput,
  emailAddress,
  emailOutput,
  flag,
  forAdministrators,
  instantOutput,
  nameOutputs,
  phoneNumber,
  phoneOutput,
  resourceFields,
  searchTerm,
  textOutput,
  trimmedText,
} from '../http/schemas.js';

const gender = z.enum(genders).openapi({ description: 'The FHIR R4 administrative gender.' });

const NationalId = z
  .strictObject({
    type: trimmedText(50).openapi({ description: 'The type of the number, for example SS, NI or PPN (HL7 v2-0203).' }),
    number: trimmedText(50),
  })
  .openapi('NationalId');

const Address = z
  .strictObject({
    line: z.array(trimmedText(200)).max(5).default([]),
    city: trimmedText(100).nullish(),
    state: trimmedText(100).nullish(),
    postalCode: trimmedText(20).nullish(),
    country: countryCode.nullish().openapi({ minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2.' }),
  })
  .openapi('Address');

const coded = {
  system: trimmedText(200)
    .nullish()
    .openapi({ description: 'The URI of the code system, for example http://snomed.info/sct.' }),
  code: trimmedText(100).nullish(),
  display: trimmedText(500),
};

/** The input for an entry, whose first date depends on the kind. */
const toEntrySchema = <Dates extends z.core.$ZodLooseShape, const Statuses extends readonly string[]>(
  dates: Dates,
  statuses: Statuses,
) =>
  z.strictObject({
    ...coded,
    ...dates,
    endDate: dayInput.nullish(),
    status: z.enum(statuses).nullish(),
    note: trimmedText(2000).nullish(),
  });

const onset = { onsetDate: dayInput.nullish() };
const Condition = toEntrySchema(onset, medicalHistoryStatuses.condition).openapi('Condition');
const Procedure = toEntrySchema({ performedDate: dayInput.nullish() }, medicalHistoryStatuses.procedure).openapi(
  'Procedure',
);
const Medication = toEntrySchema({ startDate: dayInput.nullish() }, medicalHistoryStatuses.medication).openapi(
  'Medication',
);
const Allergy = toEntrySchema(onset, medicalHistoryStatuses.allergy).openapi('Allergy');

/** Maximum entries per kind: more than any real record has, and few enough for one response. */
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

/** The input for a patient. Null means the same as an absent field. */
export const PatientInput = z
  .strictObject({
    givenName: trimmedText(100),
    familyName: trimmedText(100),
    birthDate: dayInput,
    gender,
    nationalId: NationalId.nullish(),
    email: emailAddress.nullish(),
    phone: phoneNumber.nullish(),
    address: Address.nullish(),
    medicalHistory: MedicalHistory.nullish(),
    accountSubject: trimmedText(255)
      .nullish()
      .openapi({ description: "The `sub` of the patient's account. Only administrators can set it." }),
    active: z.boolean().default(true),
  })
  .openapi('PatientInput');
export type PatientInput = z.infer<typeof PatientInput>;

export const PatientPatch = toMergePatchSchema(PatientInput).openapi('PatientPatch');

const addressOutput = z
  .strictObject({
    line: z.array(textOutput(200)).max(5),
    city: textOutput(100).nullable(),
    state: textOutput(100).nullable(),
    postalCode: textOutput(20).nullable(),
    country: textOutput(2).nullable(),
  })
  .openapi('SentAddress');

const summaryFields = {
  ...resourceFields,
  ...nameOutputs,
  birthDate: dayOutput,
  age: z
    .int()
    .min(0)
    .max(9999)
    .openapi({ format: 'int32', description: "Age in full years today, in the clinic's time zone." }),
  gender,
  nationalId: z.strictObject({ type: textOutput(50), number: textOutput(50) }).nullable(),
  email: emailOutput.nullable(),
  phone: phoneOutput.nullable(),
  address: addressOutput.nullable(),
  active: z.boolean(),
  accountSubject: forAdministrators(textOutput(255)),
  removedAt: forAdministrators(instantOutput),
};

/** A patient as lists show it, without the clinical parts. */
export const PatientSummary = z.strictObject(summaryFields).openapi('PatientSummary');
export type PatientSummary = z.infer<typeof PatientSummary>;

const codeFieldsOutput = {
  system: textOutput(200).nullable(),
  code: textOutput(100).nullable(),
  display: textOutput(500),
};
const remarkFieldsOutput = {
  endDate: dayOutput.nullable(),
  status: textOutput(30).nullable(),
  note: textOutput(2000).nullable(),
};
const entriesOutput = <Fields extends z.core.$ZodLooseShape>(fields: Fields) =>
  z.array(z.strictObject({ ...codeFieldsOutput, ...fields, ...remarkFieldsOutput })).max(maximumEntries);

export const Patient = z
  .strictObject({
    ...summaryFields,
    medicalHistory: z
      .strictObject({
        conditions: entriesOutput({ onsetDate: dayOutput.nullable() }),
        procedures: entriesOutput({ performedDate: dayOutput.nullable() }),
        medications: entriesOutput({ startDate: dayOutput.nullable() }),
        allergies: entriesOutput({ onsetDate: dayOutput.nullable() }),
      })
      .optional()
      .openapi({ description: 'Not visible to staff.' }),
  })
  .openapi('Patient');
export type Patient = z.infer<typeof Patient>;
export type MedicalHistoryOutput = NonNullable<Patient['medicalHistory']>;

export const patientSorts = inBothDirections('createdAt', 'updatedAt', 'name', 'birthDate');

export const PatientQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm.optional().openapi({
    description:
      'Parts of the name in any order, ignoring accents and tolerating a typo in each word, with particles joined or not; or a complete identifier, email address or phone number as people write it. At least 2 letters, or 1 Chinese, Japanese or Korean letter. The best matches come first unless `sort` is set.',
  }),
  birthDate: dayInput.optional(),
  gender: gender.optional(),
  active: flag.optional(),
  sort: z
    .enum(patientSorts)
    .optional()
    .openapi({ description: 'Defaults to `createdAt`, or to relevance if `search` is set.' }),
});
export type PatientQuery = z.infer<typeof PatientQuery>;

export const PatientPage = toPageSchema(PatientSummary).openapi('PatientPage');
