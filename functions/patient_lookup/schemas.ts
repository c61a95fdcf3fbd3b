import { z } from '@hono/zod-openapi';
import { genders } from '../../db/schema/index.js';
import { dayInput, dayOutput, emailAddress, idOutput, phoneNumber, textOutput, trimmedText } from '../http/schemas.js';

/** The lookup criteria, in the order of `matched`. */
export const lookupCriteria = ['name', 'nationalId', 'email', 'phone', 'birthDate'] as const;

/** A phone number as people write it. Ignores spaces, dots, hyphens and parentheses; a leading 00 is a plus. */
const writtenPhone = z
  .string()
  .trim()
  .max(40)
  .transform((written) => written.replace(/[\s().-]/g, '').replace(/^00/, '+'))
  .pipe(phoneNumber)
  .openapi({ type: 'string', minLength: 3, maxLength: 40 });

/** The known details of a patient. Null means the same as an absent field. */
export const PatientLookup = z
  .strictObject({
    name: trimmedText(201)
      .nullish()
      .describe('Given and family names or parts of them, in any order. Tolerates typos and phonetic spellings.'),
    nationalId: trimmedText(50)
      .nullish()
      .describe('The complete national id number, whatever its type. Spaces and hyphens are ignored.'),
    email: emailAddress.nullish().describe('The complete email address.'),
    phone: writtenPhone.nullish().describe('The complete phone number with its country code, such as +1 202 555 0123.'),
    birthDate: dayInput
      .nullish()
      .describe(
        'YYYY-MM-DD. On its own, finds everyone born on that day. With other criteria, it only affects the score.',
      ),
    limit: z.int().min(1).max(10).default(5).openapi({ format: 'int32' }).describe('Maximum number of patients.'),
  })
  .refine((asked) => lookupCriteria.some((criterion) => asked[criterion] != null), {
    error: `must have at least one of ${lookupCriteria.join(', ')}`,
  })
  .openapi('PatientLookup');
export type PatientLookup = z.infer<typeof PatientLookup>;

/** Just enough to tell people apart. No identifiers that the caller didn't ask for. */
export const LookedUpPatient = z
  .strictObject({
    id: idOutput,
    givenName: textOutput(100),
    familyName: textOutput(100),
    fullName: textOutput(201),
    birthDate: dayOutput,
    gender: z.enum(genders).openapi({ description: 'The FHIR R4 administrative gender.' }),
    active: z.boolean(),
  })
  .openapi('LookedUpPatient');
export type LookedUpPatient = z.infer<typeof LookedUpPatient>;

export const PatientMatches = z
  .strictObject({
    data: z
      .array(
        z.strictObject({
          patient: LookedUpPatient,
          score: z.number().min(0).max(1).openapi({
            format: 'double',
            description: 'How well the patient matches all criteria; 1 is a perfect match.',
          }),
          matched: z.array(z.enum(lookupCriteria)).min(1).max(lookupCriteria.length).openapi({
            description: 'The criteria that matched. `name` matches if it is similar; the others must be equal.',
          }),
        }),
      )
      .max(10),
  })
  .openapi('PatientMatches');
export type PatientMatches = z.infer<typeof PatientMatches>;
