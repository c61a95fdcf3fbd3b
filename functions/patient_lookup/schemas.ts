import { z } from '@hono/zod-openapi';
import { genders } from '../../db/schema/index.js';
import { dayInput, dayOutput, emailAddress, idOutput, phoneNumber, textOutput, trimmedText } from '../http/schemas.js';

/** What a patient can be looked up by, in the order of the answer's `matched`. */
export const lookupCriteria = ['name', 'nationalId', 'email', 'phone', 'birthDate'] as const;

/** As people write it: blanks, dots, hyphens and brackets are left out, and a leading 00 is a plus. */
const writtenPhone = z
  .string()
  .trim()
  .max(40)
  .transform((written) => written.replace(/[\s().-]/g, '').replace(/^00/, '+'))
  .pipe(phoneNumber)
  .openapi({ type: 'string', minLength: 3, maxLength: 40 });

/** What is known of a patient. A field that is null is as absent as one that is left out. */
export const PatientLookup = z
  .strictObject({
    name: trimmedText(201)
      .nullish()
      .describe('Given and family names or parts of them, in any order; typos and spellings by ear are forgiven.'),
    nationalId: trimmedText(50)
      .nullish()
      .describe('The whole number, of whatever kind; blanks and hyphens do not matter.'),
    email: emailAddress.nullish().describe('The whole e-mail address.'),
    phone: writtenPhone.nullish().describe('The whole phone number with its country code, such as +1 202 555 0123.'),
    birthDate: dayInput
      .nullish()
      .describe('YYYY-MM-DD. Beside another criterion it raises the score of who was born then, or nearly so.'),
    limit: z.int().min(1).max(10).default(5).openapi({ format: 'int32' }).describe('At most so many patients.'),
  })
  .refine((asked) => lookupCriteria.some((criterion) => asked[criterion] != null), {
    error: `must have at least one of ${lookupCriteria.join(', ')}`,
  })
  .openapi('PatientLookup');
export type PatientLookup = z.infer<typeof PatientLookup>;

/** What tells one person from another, and no more: neither the record nor a number or address that was not asked for. */
export const LookedUpPatient = z
  .strictObject({
    id: idOutput,
    givenName: textOutput(100),
    familyName: textOutput(100),
    fullName: textOutput(201),
    birthDate: dayOutput,
    gender: z.enum(genders).openapi({ description: 'FHIR R4 AdministrativeGender.' }),
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
            description: 'How well all the criteria agree together; 1 is complete agreement.',
          }),
          matched: z.array(z.enum(lookupCriteria)).min(1).max(lookupCriteria.length).openapi({
            description: '`name` where it resembles; the others only where they are the same.',
          }),
        }),
      )
      .max(10),
  })
  .openapi('PatientMatches');
export type PatientMatches = z.infer<typeof PatientMatches>;
