import { z } from '@hono/zod-openapi';
import {
  criticalities,
  genders,
  identifierUses,
  medicalHistoryStatuses,
  nameUses,
  reactionSeverities,
  verificationStatuses,
} from '../../db/schema/index.js';
import { anyOf, changesQuery } from '../http/filters.js';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { inBothDirections, pageQuery, toPageSchema } from '../http/pagination.js';
import { partialDate, partialDateOutput } from '../http/partial-dates.js';
import {
  administratorOutputs,
  contactInputs,
  contactOutputs,
  countryCode,
  flag,
  nameInputs,
  nameOutputs,
  nameText,
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
    country: countryCode
      .openapi({ minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2, or XK for Kosovo.' })
      .nullish(),
  })
  .openapi('Address');

const Identifier = z
  .strictObject({
    system: trimmedText(200).openapi({ description: "The URI of the issuer's namespace." }).nullish(),
    type: trimmedText(50).openapi({ description: 'The type, for example MR (HL7 v2-0203).' }).nullish(),
    value: trimmedText(200),
    use: z.enum(identifierUses).nullish(),
  })
  .openapi('Identifier');

const OtherName = z
  .strictObject({
    use: z.enum(nameUses).nullish(),
    givenName: nameText(100).nullish(),
    familyName: nameText(100).nullish(),
  })
  .refine(({ givenName, familyName }) => givenName || familyName, 'must have `givenName` or `familyName`')
  .openapi('OtherName');

/** Maximum identifiers and other names of a patient. */
const maximumIdentifiers = 50;

const coded = {
  system: trimmedText(200)
    .openapi({ description: 'The URI of the code system, for example http://snomed.info/sct.' })
    .nullish(),
  code: trimmedText(100).nullish(),
  display: trimmedText(500),
};

/** The input for an entry. Its first date and its further fields depend on the kind. */
const toEntrySchema = <Fields extends z.core.$ZodLooseShape, const Statuses extends readonly string[]>(
  fields: Fields,
  statuses: Statuses,
) =>
  z.strictObject({
    ...coded,
    ...fields,
    endDate: partialDate.nullish(),
    status: z.enum(statuses).nullish(),
    note: trimmedText(2000).nullish(),
  });

const withdrawal = 'An entry that is entered in error or refuted leaves the medical history.';

const Condition = toEntrySchema(
  {
    onsetDate: partialDate.nullish(),
    verificationStatus: z.enum(verificationStatuses.condition).openapi({ description: withdrawal }).nullish(),
  },
  medicalHistoryStatuses.condition,
).openapi('Condition');
const Procedure = toEntrySchema({ performedDate: partialDate.nullish() }, medicalHistoryStatuses.procedure).openapi(
  'Procedure',
);
const Medication = toEntrySchema(
  {
    startDate: partialDate.nullish(),
    dosage: trimmedText(2000).openapi({ description: 'How to take it, in words.' }).nullish(),
  },
  medicalHistoryStatuses.medication,
).openapi('Medication');
const Reaction = z
  .strictObject({ ...coded, severity: z.enum(reactionSeverities).nullish() })
  .openapi('AllergyReaction', { description: 'A sign or symptom that the allergy caused.' });
const maximumReactions = 50;
const Allergy = toEntrySchema(
  {
    onsetDate: partialDate.nullish(),
    verificationStatus: z.enum(verificationStatuses.allergy).openapi({ description: withdrawal }).nullish(),
    criticality: z.enum(criticalities).nullish(),
    reaction: z.array(Reaction).max(maximumReactions).nullish(),
  },
  medicalHistoryStatuses.allergy,
).openapi('Allergy');

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
    ...nameInputs,
    birthDate: partialDate,
    gender,
    nationalId: NationalId.nullish(),
    identifiers: z
      .array(Identifier)
      .max(maximumIdentifiers)
      .openapi({ description: 'All identifiers besides the national id.' })
      .nullish()
      .default([]),
    otherNames: z
      .array(OtherName)
      .max(maximumIdentifiers)
      .openapi({ description: 'Former names, nicknames and the like, which the search finds too.' })
      .nullish()
      .default([]),
    ...contactInputs,
    address: Address.nullish(),
    medicalHistory: MedicalHistory.nullish(),
    accountSubject: trimmedText(255)
      .openapi({ description: "The `sub` of the patient's account. Only administrators can set it." })
      .nullish(),
    active: z.boolean().default(true),
  })
  .openapi('PatientInput');
export type PatientInput = z.infer<typeof PatientInput>;

export const PatientPatch = toMergePatchSchema(PatientInput).openapi('PatientPatch');

export const addressOutput = z
  .strictObject({
    line: z.array(textOutput(200)).max(5),
    city: textOutput(100).nullable(),
    state: textOutput(100).nullable(),
    postalCode: textOutput(20).nullable(),
    country: countryCode.nullable().openapi({ minLength: 2, maxLength: 2 }),
  })
  .openapi('SentAddress');

export const identifiersOutput = z
  .array(
    z.strictObject({
      system: textOutput(200).nullable(),
      type: textOutput(50).nullable(),
      value: textOutput(200),
      use: z.enum(identifierUses).nullable(),
    }),
  )
  .max(maximumIdentifiers);

export const otherNamesOutput = z
  .array(
    z.strictObject({
      use: z.enum(nameUses).nullable(),
      givenName: textOutput(100).nullable(),
      familyName: textOutput(100).nullable(),
    }),
  )
  .max(maximumIdentifiers);

const summaryFields = {
  ...resourceFields,
  ...nameOutputs,
  birthDate: partialDateOutput,
  age: z.int().min(0).max(9999).nullable().openapi({
    format: 'int32',
    description:
      "Age in full years today, in the clinic's time zone. Null if the birth date is known only in part and allows two ages.",
  }),
  gender,
  nationalId: z.strictObject({ type: textOutput(50), number: textOutput(50) }).nullable(),
  identifiers: identifiersOutput,
  otherNames: otherNamesOutput,
  ...contactOutputs,
  address: addressOutput.nullable(),
  active: z.boolean(),
  ...administratorOutputs,
};

/** A patient as lists show it, without the clinical parts. */
export const PatientSummary = z.strictObject(summaryFields).openapi('PatientSummary');
export type PatientSummary = z.infer<typeof PatientSummary>;

const codeFieldsOutput = {
  system: textOutput(200).nullable(),
  code: textOutput(100).nullable(),
  display: textOutput(500),
};
const entriesOutput = <Fields extends z.core.$ZodLooseShape, const Statuses extends readonly string[]>(
  fields: Fields,
  statuses: Statuses,
) =>
  z
    .array(
      z.strictObject({
        ...codeFieldsOutput,
        ...fields,
        endDate: partialDateOutput.nullable(),
        status: z.enum(statuses).nullable(),
        note: textOutput(2000).nullable(),
      }),
    )
    .max(maximumEntries);

export const reactionOutput = z
  .array(z.strictObject({ ...codeFieldsOutput, severity: z.enum(reactionSeverities).nullable() }))
  .max(maximumReactions);

const medicalHistoryOutput = z.strictObject({
  conditions: entriesOutput(
    {
      onsetDate: partialDateOutput.nullable(),
      verificationStatus: z.enum(verificationStatuses.condition).nullable(),
    },
    medicalHistoryStatuses.condition,
  ),
  procedures: entriesOutput({ performedDate: partialDateOutput.nullable() }, medicalHistoryStatuses.procedure),
  medications: entriesOutput(
    { startDate: partialDateOutput.nullable(), dosage: textOutput(2000).nullable() },
    medicalHistoryStatuses.medication,
  ),
  allergies: entriesOutput(
    {
      onsetDate: partialDateOutput.nullable(),
      verificationStatus: z.enum(verificationStatuses.allergy).nullable(),
      criticality: z.enum(criticalities).nullable(),
      reaction: reactionOutput.nullable(),
    },
    medicalHistoryStatuses.allergy,
  ),
});

export const Patient = z
  .strictObject({
    ...summaryFields,
    medicalHistory: medicalHistoryOutput.optional().openapi({ description: 'Not visible to staff.' }),
  })
  .openapi('Patient');
export type Patient = z.infer<typeof Patient>;
export type MedicalHistoryOutput = z.infer<typeof medicalHistoryOutput>;

export const patientSorts = inBothDirections('createdAt', 'updatedAt', 'name', 'birthDate');

export const PatientQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm(
    'Parts of the name in any order, ignoring accents and tolerating a typo in each word, with particles joined or not; or a complete identifier, email address or phone number as people write it. At least 2 letters, or 1 Chinese, Japanese or Korean letter. The best matches come first unless `sort` is set.',
  ),
  birthDate: partialDate.optional().openapi({
    description: 'A FHIR date. A patient matches if both dates, as precise as they are, can be the same day.',
  }),
  gender: anyOf(gender).openapi({ description: 'The FHIR R4 administrative gender.' }),
  active: flag.optional(),
  ...changesQuery,
  sort: z
    .enum(patientSorts)
    .optional()
    .openapi({ description: 'Defaults to `createdAt`, or to relevance if `search` is set.' }),
});
export type PatientQuery = z.infer<typeof PatientQuery>;

export const PatientPage = toPageSchema(PatientSummary).openapi('PatientPage');
