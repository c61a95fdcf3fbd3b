import { z } from '@hono/zod-openapi';

/** PostgreSQL can't store NUL in text, and a lone surrogate is not a valid character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for NUL
const isStorable = (text: string): boolean => !/\u0000/.test(text) && text.isWellFormed();

/** Text entered by a person: trimmed, not empty, at most `maximum` characters. */
export const trimmedText = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .refine(isStorable, { abort: true, error: 'must not contain NUL or unpaired surrogates' })
    .openapi({ minLength: 1, maxLength: maximum });

/** Text kept letter for letter, blanks included: not empty, at most `maximum` characters. */
export const exactText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine((text) => text.trim() !== '', 'must not be empty')
    .refine(isStorable, { abort: true, error: 'must not contain NUL or unpaired surrogates' })
    .openapi({ minLength: 1, maxLength: maximum });

/** Scripts in which a zero-width joiner or non-joiner changes the shape of letters (Unicode UAX #31, rules A1 to B). */
const joinedScripts =
  'Arab Syrc Mong Nkoo Mand Phag Mani Rohg Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt Bali Java Sund'
    .split(' ')
    .map((name) => `\\p{Script_Extensions=${name}}`)
    .join('');
const joiners = new RegExp(
  [
    `(?<=[${joinedScripts}])[\\u200c\\u200d](?=[${joinedScripts}])`,
    `(?<=[[${joinedScripts}]&&\\p{M}])[\\u200c\\u200d]`,
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
  ].join('|'),
  'gv',
);
const invisibleClass = '[\\p{Cc}\\p{Zl}\\p{Zp}[\\p{Default_Ignorable_Code_Point}--\\p{Variation_Selector}]]';
const invisible = new RegExp(invisibleClass, 'v');

/**
 * Returns true for a name without control characters and invisible characters, which make two names look the same.
 * Allowed are variation selectors, and zero-width joiners and non-joiners where they are part of the spelling: between
 * letters of a script that needs them, after a vowel sign or virama of one, and within an emoji.
 */
export const isVisibleName = (name: string): boolean => !invisible.test(name.replace(joiners, ''));

/** A name of a person. */
export const nameText = (maximum: number) =>
  trimmedText(maximum).refine(isVisibleName, 'must not contain control or invisible characters');

export const id = z
  .guid('must be a UUID')
  .transform((value) => value.toLowerCase())
  .openapi({ format: 'uuid', minLength: 36, maxLength: 36 });

/** An RFC 3339 instant with any offset. Responses use UTC with milliseconds. */
export const instantInput = z.iso
  .datetime({ offset: true, abort: true, error: 'must be an RFC 3339 time such as 2026-01-31T09:30:00Z' })
  .refine(isInRange, { abort: true, error: 'must be between the years 1000 and 9999' })
  .transform((value) => new Date(value))
  .openapi({ format: 'date-time', maxLength: 40 });

function isInRange(value: string): boolean {
  const year = new Date(value).getUTCFullYear();
  return year >= 1000 && year <= 9999;
}

/** A calendar date, `YYYY-MM-DD`. */
export const dayInput = z.iso
  .date({ error: 'must be a date in the format YYYY-MM-DD' })
  .refine((value) => value >= '1000-01-01', 'must not be before the year 1000')
  .openapi({ format: 'date', minLength: 10, maxLength: 10 });

export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: 'must be an email address' }))
  .openapi({ format: 'email', maxLength: 254 });

/** A phone number in E.164 format. */
export const phoneNumber = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{1,14}$/, 'must be a phone number in E.164 format, such as +12025550123')
  .openapi({ pattern: '^\\+[1-9]\\d{1,14}$', minLength: 3, maxLength: 16 });

export const version = z
  .int()
  .min(1)
  .max(2_147_483_647)
  .openapi({ format: 'int32', description: 'The number in the ETag. Increases with every change.' });

/** An instant in a response, in UTC. */
export const instantOutput = z.string().max(30).openapi({ format: 'date-time' });
export const dayOutput = z.string().max(10).openapi({ format: 'date' });
export const idOutput = z.string().max(36).openapi({ format: 'uuid' });
export const textOutput = (maximum: number) => z.string().max(maximum);
export const emailOutput = textOutput(254);
export const phoneOutput = textOutput(16);

/** The name fields in the input for a patient or medic. */
export const nameInputs = { givenName: nameText(100), familyName: nameText(100) };

/** The contact fields in the input for a patient or medic. */
export const contactInputs = { email: emailAddress.nullish(), phone: phoneNumber.nullish() };

/** The name fields of patients and medics. */
export const nameOutputs = { givenName: textOutput(100), familyName: textOutput(100), fullName: textOutput(201) };

/** The contact fields of a patient. A medic's are not visible to everyone. */
export const contactOutputs = { email: emailOutput.nullable(), phone: phoneOutput.nullable() };

/** The fields that reservations share with bookings that the assistant proposes. */
export const reservationOutputs = {
  medicId: idOutput,
  medicName: textOutput(201),
  examId: idOutput,
  examName: textOutput(200),
  startsAt: instantOutput,
  endsAt: instantOutput,
};

export const forAdministrators = <Field extends z.ZodType>(field: Field) =>
  field.nullable().optional().openapi({ description: 'Visible to administrators only.' });

/** The fields of patients and medics that only administrators see. */
export const administratorOutputs = {
  accountSubject: forAdministrators(textOutput(255)),
  removedAt: forAdministrators(instantOutput),
};

/** The fields that all resources share. */
export const resourceFields = {
  id: idOutput,
  createdAt: instantOutput,
  updatedAt: instantOutput,
  version,
};

/** A boolean in a query string. */
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .openapi({ type: 'boolean' });

/** Characters without a shape of their own, which copied text can contain. Line breaks and tabs become spaces. */
const withoutInvisible = (text: string) => text.replace(/[\t\n\v\f\r]/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');

/** In scripts whose letters stand for syllables or words, one letter can be a whole name. */
const isLongEnough = (term: string) => term.length > 1 || /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hira}\p{sc=Kana}]/u.test(term);

/** The optional search of a list. */
export const searchTerm = (description: string) =>
  z
    .string()
    .max(100)
    .refine(isStorable, { abort: true, error: 'must not contain NUL or unpaired surrogates' })
    .transform((text) => withoutInvisible(text).trim())
    .refine(isLongEnough, 'must have at least 2 letters, or 1 Chinese, Japanese or Korean letter')
    .openapi({ minLength: 1, maxLength: 100 })
    .optional()
    .openapi({ description });

/** The path parameter of a single resource. */
export const idPath = z.strictObject({ id: id });

/**
 * The 249 officially assigned ISO 3166-1 alpha-2 codes, from https://www.iso.org/obp/ui, and `XK` for Kosovo, which is
 * user-assigned but widely used (https://cldr.unicode.org).
 */
const countryCodes = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS XK YE YT ZA ZM ZW`.split(/\s/),
);

export const isCountryCode = (code: string): boolean => countryCodes.has(code);

export const countryCode = z
  .string()
  .refine(isCountryCode, 'must be an ISO 3166-1 alpha-2 country code, such as US, or XK');
