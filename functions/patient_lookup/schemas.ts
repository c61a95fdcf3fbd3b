import { z } from '@hono/zod-openapi';
import { genders } from '../../db/schema/index.js';
import { partialDateOutput } from '../http/partial-dates.js';
import { dayInput, emailAddress, idOutput, textOutput, trimmedText } from '../http/schemas.js';

/** The lookup criteria, in the order of `matched`. */
export const lookupCriteria = ['name', 'nationalId', 'email', 'phone', 'birthDate'] as const;

/** A phone number as people write it, with or without its country code. */
const writtenPhone = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+\p{Nd}\s()./\p{Pd}]*$/u, { abort: true, error: 'must be a phone number' })
  .refine((written) => written.replace(/\P{Nd}/gu, '').length >= 7, 'must have at least 7 digits')
  .openapi({ minLength: 7, maxLength: 40 });

/** The known details of a patient. Null means the same as an absent field. */
export const PatientLookup = z
  .strictObject({
    name: trimmedText(201)
      .nullish()
      .describe(
        'Given and family names or parts of them, in any order. Tolerates typos, phonetic spellings, and parts joined or split. Former names count less.',
      ),
    nationalId: trimmedText(50)
      .nullish()
      .describe(
        'The complete national id number or another identifier, whatever its type. Spaces and hyphens are ignored.',
      ),
    email: emailAddress.nullish().describe('The complete email address.'),
    phone: writtenPhone
      .nullish()
      .describe(
        'The phone number, such as +1 202 555 0123 or 202 555 0123. Without its country code, it must be complete to count as matched.',
      ),
    birthDate: dayInput
      .nullish()
      .describe(
        'YYYY-MM-DD. On its own, finds everyone born on that day. With other criteria, it only affects the score. A recorded date without day or month never counts as matched.',
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
    birthDate: partialDateOutput,
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
            description:
              'The criteria that matched. `name` matches if it is similar, `phone` also without its country code; the others must be equal.',
          }),
        }),
      )
      .max(10),
  })
  .openapi('PatientMatches');
export type PatientMatches = z.infer<typeof PatientMatches>;
