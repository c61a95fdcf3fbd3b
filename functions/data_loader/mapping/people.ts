import * as z from 'zod';
import type { OtherName, PatientIdentifier } from '../../../db/schema/patients.js';
import { emailAddress } from '../../http/schemas.js';
import { toOwnLicense } from '../identifiers.js';
import {
  dropIfTooLong,
  fitText,
  getLabel,
  leaveOutIfPresent,
  leaveOutOthers,
  parseDate,
  requireRow,
  toDateColumns,
  toFirstLabel,
} from './columns.js';
import { findCountry } from './countries.js';
import {
  base,
  type ContactPoint,
  concept,
  date,
  type FhirAddress,
  type FhirPeriod,
  type HumanName,
  type Identifier,
  period,
  person,
  type Reference,
  reference,
  text,
} from './data-types.js';
import { toDay, toEndOfDay } from './days.js';
import { defineMapping, type MappingContext, MappingError, NotKeptError } from './mapping.js';
import { modifiers } from './modifiers.js';

const patientSchema = z.looseObject({
  ...person,
  birthDate: date.optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).default('unknown'),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: date.optional(),
  link: z.array(z.looseObject({ type: text.optional() })).optional(),
});
type Patient = z.infer<typeof patientSchema>;

function isActive({ active, deceasedBoolean, deceasedDateTime, link }: Patient, context: MappingContext): boolean {
  const isUsable =
    !modifiers['Patient.deceased[x]'].read(deceasedBoolean ?? deceasedDateTime) &&
    !modifiers['Patient.link'].read(link);
  if (!isUsable) leaveOutIfPresent(active, 'active', 'the patient has died, or the record was replaced', context);
  return isUsable && modifiers['Patient.active'].read(active);
}

export const patientMapping = defineMapping({
  schema: patientSchema,
  toRows(patient, context) {
    const { address, country } = toAddress(patient.address, context);
    const { national, others } = sortIdentifiers(patient.identifier, context);
    return [
      {
        table: 'patients',
        values: {
          id: context.toRowId('Patient', patient.id),
          ...toNames(patient.name, context),
          ...toBirthDate(patient.birthDate, context),
          gender: patient.gender,
          ...national,
          identifiers: others,
          email: toEmailAddress(patient.telecom, personalUses, context),
          phone: toPhoneNumber(patient.telecom, personalUses, country, context),
          address,
          active: isActive(patient, context),
        },
      },
    ];
  },
});

function toBirthDate(birthDate: string | undefined, context: MappingContext) {
  if (birthDate === undefined) throw new NotKeptError('no birth date');
  if (parseDate(birthDate).day > toDay(Date.now(), context.timeZone))
    throw new MappingError('birthDate', 'is in the future');
  return toDateColumns('birth_date', birthDate, 'birthDate', context);
}

const practitionerSchema = z.looseObject({
  ...person,
  qualification: z.array(z.looseObject({ code: concept.optional() })).optional(),
});

export const practitionerMapping = defineMapping({
  schema: practitionerSchema,
  toRows(practitioner, context) {
    const { other_names: otherNames, ...names } = toNames(practitioner.name, context);
    if (otherNames !== null) context.leaveOut('name', 'one name is kept');
    const country = practitioner.address?.map(({ country: text }) => findCountry(text ?? '')).find((found) => found);
    const qualifications = practitioner.qualification ?? [];
    leaveOutOthers(qualifications.length, 1, 'qualification', 'only the first is kept', context);
    if (qualifications.length > 0)
      context.leaveOut('qualification.code', 'replaced by the specialty of a role, if one has it');
    return [
      {
        table: 'medics',
        values: {
          id: context.toRowId('Practitioner', practitioner.id),
          ...names,
          license_number: toLicenseNumber(practitioner, context),
          specialty: toFirstLabel(
            qualifications
              .slice(0, 1)
              .map(({ code }) => code)
              .filter((code) => code !== undefined),
            100,
            'qualification.code',
            context,
          ),
          email: toEmailAddress(practitioner.telecom, professionalUses, context),
          phone: toPhoneNumber(practitioner.telecom, professionalUses, country, context),
          active: modifiers['Practitioner.active'].read(practitioner.active),
        },
      },
    ];
  },
});

const availableTime = z.looseObject({
  daysOfWeek: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).optional(),
  allDay: z.boolean().optional(),
  availableStartTime: text.optional(),
  availableEndTime: text.optional(),
});

/** Returns the name of an organization or location, which the reference repeats in other words at times. */
function findName(
  target: Reference | undefined,
  type: string,
  element: string,
  context: MappingContext,
): string | undefined {
  const { name } = context.findContent(target, type) ?? {};
  if (typeof name !== 'string') return target?.display;
  if (target?.display !== name) leaveOutIfPresent(target?.display, `${element}.display`, 'the name is kept', context);
  return name;
}

/** A role adds specialty, department and working hours to its medic, who can have several. */
export const practitionerRoleMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    active: z.boolean().optional(),
    period: period.optional(),
    practitioner: reference.optional(),
    organization: reference.optional(),
    location: z.array(reference).optional(),
    specialty: z.array(concept).optional(),
    availableTime: z.array(availableTime).optional(),
  }),
  /** A period that has ended everywhere on earth. */
  findRefusal: ({ period: span }) => (hasEnded(span, { timeZone: 'Etc/GMT+12' }) ? 'period ended' : undefined),
  toRows({ practitioner, organization, location, specialty, availableTime: times = [] }, context) {
    const department =
      findName(organization, 'Organization', 'organization', context) ??
      findName(location?.[0], 'Location', 'location', context);
    if (organization !== undefined) leaveOutIfPresent(location, 'location', 'the organization is kept', context);
    else leaveOutOthers(location?.length ?? 0, 1, 'location', 'only the first is kept', context);
    const periods = times.map(toWorkingPeriods);
    const timed = periods.filter(({ length }) => length > 0);
    leaveOutOthers(periods.length, timed.length, 'availableTime', 'without days or times', context);
    return [
      {
        table: 'medic_roles',
        values: {
          id: requireRow(practitioner, 'Practitioner', 'practitioner', context),
          specialty: toFirstLabel(specialty, 100, 'specialty', context),
          department: fitText(department, 100, 'organization', context),
          working_hours: timed.length > 0 ? timed.flat() : null,
        },
      },
    ];
  },
});

function hasEnded(span: FhirPeriod | undefined, { timeZone }: Pick<MappingContext, 'timeZone'>): boolean {
  if (span?.end === undefined) return false;
  const { day, precision, hasTime } = parseDate(span.end);
  if (hasTime) return Date.parse(span.end) < Date.now();
  // The last day of a year or month is not known to be over before the year or month is.
  const today = toDay(Date.now(), timeZone);
  return precision === 'day'
    ? toEndOfDay(day, timeZone).getTime() <= Date.now()
    : span.end < today.slice(0, span.end.length);
}

/** Returns true for what is in use now: its period has begun, as far as is known, and has not ended. */
function isInUse(span: FhirPeriod | undefined, context: MappingContext): boolean {
  if (hasEnded(span, context)) return false;
  if (span?.start === undefined) return true;
  const { day, hasTime } = parseDate(span.start);
  return hasTime ? Date.parse(span.start) <= Date.now() : day <= toDay(Date.now(), context.timeZone);
}

/** Returns the first of the best ones; if all of these say when they began, the one that began last. */
function chooseBest<Item>(
  items: readonly Item[],
  toRank: (item: Item) => number,
  toPeriod: (item: Item) => FhirPeriod | undefined,
): Item | undefined {
  const lowest = Math.min(...items.map(toRank));
  const best = items.filter((item) => toRank(item) === lowest);
  const toStart = (item: Item) => toPeriod(item)?.start ?? '';
  if (best.some((item) => toStart(item) === '')) return best[0];
  return [...best].sort((one, other) => (toStart(one) > toStart(other) ? -1 : 1))[0];
}

/** Splits a name that is written as one text: `family, given` or `given family`. */
function splitName(text: string): { given: string | undefined; family: string | undefined } {
  const [family, ...given] = text.split(/[,،、，]/).map((part) => part.trim());
  if (given.length > 0 && given.join('') !== '') return { family, given: given.join(' ') };
  const words = (family ?? '').split(/\s+/);
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) };
}

/** Characters that the API refuses in names, because they change what is read or make two equal names differ. */
const invisible = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

function fitName(text: string | undefined, element: string, context: MappingContext): string | null {
  const visible = text?.replaceAll(invisible, ' ');
  if (visible !== text) context.leaveOut(element, 'invisible characters');
  return fitText(visible, 100, element, context);
}

/** FHIR R4's NameUse and IdentifierUse. */
const nameUses = ['usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden'];
const identifierUses = ['usual', 'official', 'temp', 'secondary', 'old'];

/** Returns a use that FHIR defines; what has ended is old. */
function toUse(
  { use, period: span }: Pick<HumanName, 'use' | 'period'>,
  uses: readonly string[],
  element: string,
  context: MappingContext,
): string | null {
  if (hasEnded(span, context) && use !== 'maiden') return 'old';
  if (use === undefined || uses.includes(use)) return use ?? null;
  context.leaveOut(element, 'not a code of FHIR R4');
  return null;
}

/** The number of identifiers and of other names that the API returns. */
const maximumItems = 50;

/** Returns a list that fits; null if it is empty. */
function fitList<Item>(items: readonly Item[], element: string, context: MappingContext): Item[] | null {
  leaveOutOthers(items.length, maximumItems, element, `${maximumItems} are kept`, context);
  return items.length > 0 ? items.slice(0, maximumItems) : null;
}

function toNameParts(name: HumanName, context: MappingContext) {
  const givens = name.given?.filter((given) => given !== null).join(' ');
  const given = givens === '' ? undefined : givens;
  const split = given === undefined && name.family === undefined ? splitName(name.text?.trim() ?? '') : undefined;
  const parts = {
    givenName: fitName(split?.given ?? given, 'name.given', context),
    familyName: fitName(split?.family ?? name.family, 'name.family', context),
  };
  const written = [parts.givenName, parts.familyName].filter((part) => part !== null).join(' ');
  if (split === undefined && name.text !== undefined && name.text.trim().replace(/\s+/g, ' ') !== written)
    context.leaveOut('name.text', 'the given and family names are kept');
  return parts;
}

/** Chooses a person's current name; someone with only one name has it in both columns. */
function toNames(names: readonly HumanName[] | undefined, context: MappingContext) {
  const candidates = (names ?? []).map((name) => ({
    name,
    parts: toNameParts(name, context),
    rank: isInUse(name.period, context) ? modifiers['HumanName.use'].read(name.use) : -1,
  }));
  const named = candidates.filter(({ parts }) => parts.givenName !== null || parts.familyName !== null);
  const current = chooseBest(
    named.filter(({ rank }) => rank >= 0),
    ({ rank }) => rank,
    ({ name }) => name.period,
  );
  if (current === undefined) throw new NotKeptError(named.length > 0 ? 'no current name' : 'no name');
  const { givenName, familyName } = current.parts;
  const others = named
    .filter((candidate) => candidate !== current)
    .map(
      ({ name, parts }): OtherName => ({
        use: toUse(name, nameUses, 'name.use', context),
        ...parts,
      }),
    );
  return {
    given_name: givenName ?? familyName,
    family_name: familyName ?? givenName,
    other_names: fitList(others, 'name', context),
  };
}

/** Types of identifier used as national id, in order of preference (HL7 v2-0203). */
const nationalIdTypes = ['SS', 'NI', 'PPN', 'DL'];

/** Namespaces whose numbers are national ids of a known type. */
export const nationalIdSystems: Readonly<Record<string, string>> = {
  'http://hl7.org/fhir/sid/us-ssn': 'SS',
  'urn:oid:2.16.840.1.113883.4.1': 'SS',
};

/** Code system of the types of Colombian national ids, such as CC; in HL7 v2-0203, CC is a credit card. */
const colombianTypes = /ColombianPersonIdentifier/i;

/** Returns the type under which an identifier can be the national id. */
function findNationalType({ system, type }: Identifier): string | undefined {
  const codings = type?.coding ?? [];
  const local = codings.find(({ system: types }) => colombianTypes.test(types ?? ''))?.code;
  return (
    nationalIdTypes.find((national) => codings.some(({ code }) => code === national)) ??
    // NNxxx: the national person identifier of a country.
    codings.find(({ code }) => /^NN[A-Z]{3}$/.test(code ?? ''))?.code ??
    local ??
    nationalIdSystems[system ?? '']
  );
}

function sortIdentifiers(identifiers: readonly Identifier[] | undefined, context: MappingContext) {
  const isCurrent = ({ use, period: span }: Identifier) =>
    !modifiers['Identifier.use'].read(use) && !hasEnded(span, context);
  const toRank = (type: string) =>
    (nationalIdTypes.indexOf(type) + nationalIdTypes.length + 1) % (nationalIdTypes.length + 1);
  const valued = (identifiers ?? []).filter(({ value }) => value !== undefined);
  leaveOutOthers(identifiers?.length ?? 0, valued.length, 'identifier', 'without a value', context);
  const [national] = valued
    .flatMap((identifier) => {
      const type = findNationalType(identifier);
      const fits = (identifier.value?.trim().length ?? 0) <= 50 && (type?.length ?? 0) <= 50;
      return type !== undefined && fits && isCurrent(identifier) ? [{ identifier, type }] : [];
    })
    .sort((one, other) => toRank(one.type) - toRank(other.type));
  if (national !== undefined) {
    const { system, use } = national.identifier;
    if (nationalIdSystems[system ?? ''] === undefined)
      leaveOutIfPresent(system, 'identifier.system', 'the national id is kept by its type', context);
    leaveOutIfPresent(use, 'identifier.use', 'the national id is kept by its type', context);
  }
  const others = valued.flatMap((identifier): PatientIdentifier[] => {
    const { system, type } = identifier;
    const value = dropIfTooLong(identifier.value, 200, 'identifier.value', context);
    if (identifier === national?.identifier || value === null) return [];
    return [
      {
        system: dropIfTooLong(system, 200, 'identifier.system', context),
        type: dropIfTooLong(
          type?.coding?.find(({ code }) => code !== undefined)?.code ?? getLabel(type),
          50,
          'identifier.type',
          context,
        ),
        value,
        use: toUse(identifier, identifierUses, 'identifier.use', context),
      },
    ];
  });
  return {
    national: {
      national_id_type: national?.type ?? null,
      national_id_number: fitText(national?.identifier.value, 50, 'identifier.value', context),
    },
    others: fitList(others, 'identifier', context),
  };
}

const nationalProviderIdentifier = 'http://hl7.org/fhir/sid/us-npi';

/** Chooses the identifier that the medic is licensed under. Conditional references use it. */
function toLicenseNumber({ id, identifier = [] }: z.infer<typeof practitionerSchema>, context: MappingContext): string {
  const current = identifier.filter(
    ({ use, value, period: span }) =>
      value !== undefined && !modifiers['Identifier.use'].read(use) && !hasEnded(span, context),
  );
  const best = current.find(({ system }) => system === nationalProviderIdentifier) ?? current[0];
  leaveOutOthers(
    identifier.length,
    best === undefined ? 0 : 1,
    'identifier',
    'only the license number is kept',
    context,
  );
  return dropIfTooLong(best?.value, 50, 'identifier.value', context) ?? toOwnLicense(id);
}

/** Orders of preference; a point without a use comes where `undefined` is. */
const personalUses = ['mobile', 'home', undefined, 'work', 'temp'];
const professionalUses = ['work', undefined, 'mobile', 'home', 'temp'];

/** Lists the contact points of a system that are in use, by rank, then by use. */
function listPoints(
  points: readonly ContactPoint[] | undefined,
  systems: readonly string[],
  uses: readonly (string | undefined)[],
  context: MappingContext,
): ContactPoint[] {
  const ofSystem = (points ?? []).filter(({ system, value }) => value !== undefined && systems.includes(system ?? ''));
  const toRank = ({ rank, use }: ContactPoint) => {
    const preference = uses.indexOf(modifiers['ContactPoint.use'].read(use));
    return { preference, order: (rank ?? 1_000_000) * uses.length + preference };
  };
  const inUse = ofSystem.filter((point) => toRank(point).preference >= 0 && isInUse(point.period, context));
  leaveOutOthers(ofSystem.length, inUse.length, 'telecom', 'not in use', context);
  return inUse.sort((one, other) => toRank(one).order - toRank(other).order);
}

function toEmailAddress(
  points: readonly ContactPoint[] | undefined,
  uses: readonly (string | undefined)[],
  context: MappingContext,
): string | null {
  const candidates = listPoints(points, ['email'], uses, context);
  // An address that the API rejects would make every later update of the record fail.
  const valid = candidates.flatMap(({ value }) => emailAddress.safeParse(value?.replace(/^mailto:/i, '')).data ?? []);
  leaveOutOthers(candidates.length, valid.length, 'telecom.value', 'not an email address', context);
  leaveOutOthers(valid.length, 1, 'telecom', 'one email address is kept', context);
  return valid[0] ?? null;
}

function toPhoneNumber(
  points: readonly ContactPoint[] | undefined,
  uses: readonly (string | undefined)[],
  country: string | undefined,
  context: MappingContext,
): string | null {
  const candidates = listPoints(points, ['phone', 'sms'], uses, context);
  const valid = candidates.flatMap(({ value }) => formatPhoneNumber(value ?? '', country, context) ?? []);
  leaveOutOthers(candidates.length, valid.length, 'telecom.value', 'not convertible to an E.164 phone number', context);
  leaveOutOthers(valid.length, 1, 'telecom', 'one phone number is kept', context);
  const other = points?.some(
    ({ system, value }) => value === undefined || !['phone', 'sms', 'email'].includes(system ?? ''),
  );
  if (other) context.leaveOut('telecom', 'neither a phone number nor an email address');
  return valid[0] ?? null;
}

const phoneFormats: Readonly<Record<string, { prefix: string; digits: number }>> = {
  US: { prefix: '+1', digits: 10 },
  CA: { prefix: '+1', digits: 10 },
  CO: { prefix: '+57', digits: 10 },
  MX: { prefix: '+52', digits: 10 },
  ES: { prefix: '+34', digits: 9 },
  BR: { prefix: '+55', digits: 11 },
  CZ: { prefix: '+420', digits: 9 },
  DK: { prefix: '+45', digits: 8 },
  GR: { prefix: '+30', digits: 10 },
  HK: { prefix: '+852', digits: 8 },
  NO: { prefix: '+47', digits: 8 },
  PL: { prefix: '+48', digits: 9 },
  PT: { prefix: '+351', digits: 9 },
  SG: { prefix: '+65', digits: 8 },
};

/** Countries where a number is dialed with a zero first, which E.164 leaves out (ITU-T E.164, national prefixes). */
const zeroPrefixes: Readonly<Record<string, string>> = {
  ...{ AT: '+43', AU: '+61', BE: '+32', CH: '+41', CN: '+86', DE: '+49', FI: '+358', FR: '+33', GB: '+44', HR: '+385' },
  ...{ ID: '+62', IE: '+353', IL: '+972', IN: '+91', JP: '+81', KE: '+254', KR: '+82', MY: '+60', NG: '+234' },
  ...{ NL: '+31', NZ: '+64', PH: '+63', RO: '+40', RS: '+381', SE: '+46', SI: '+386', SK: '+421', TH: '+66' },
  ...{ TR: '+90', TW: '+886', UA: '+380', XK: '+383', ZA: '+27' },
};

const extension = /\s*(?:;?\s*ext(?:ension|n)?\b\.?|;ext=|\bx)\s*[=:]?\s*\d+\s*$/i;

/** Converts a phone number to E.164, with the country code of the person's address. */
function formatPhoneNumber(value: string, country: string | undefined, context: MappingContext): string | undefined {
  if (extension.test(value)) context.leaveOut('telecom.value', 'the extension of a phone number');
  const written = value.replace(extension, '');
  const digits = written
    // +44 (0)20: the zero is dialed only within the country.
    .replace(/^(\D*(?:\+|00)[\d\s]*)\(0\)/, '$1')
    .replace(/[^\d+]/g, '')
    .replace(/(?!^)\+/g, '')
    .replace(/^00/, '+');
  const zeroPrefix = zeroPrefixes[country ?? ''];
  if (zeroPrefix !== undefined && /^0[1-9]\d{6,11}$/.test(digits)) return zeroPrefix + digits.slice(1);
  const format = phoneFormats[country ?? ''];
  const national = digits.length === 11 && digits.startsWith('1') && format?.prefix === '+1' ? digits.slice(1) : digits;
  const phone =
    format !== undefined && national.length === format.digits && !national.startsWith('+')
      ? format.prefix + national
      : digits;
  return /^\+[1-9]\d{1,14}$/.test(phone) ? phone : undefined;
}

/** Chooses the current address, and the country that phone numbers are in. */
function toAddress(addresses: readonly FhirAddress[] | undefined, context: MappingContext) {
  const toRank = ({ use, type }: FhirAddress) => modifiers['Address.use'].read(use) * 2 + (type === 'postal' ? 1 : 0);
  const current = (addresses ?? []).filter(
    (one) => modifiers['Address.use'].read(one.use) >= 0 && isInUse(one.period, context),
  );
  leaveOutOthers(addresses?.length ?? 0, current.length, 'address', 'not in use', context);
  leaveOutOthers(current.length, 1, 'address', 'one address is kept', context);
  const chosen = chooseBest(current, toRank, ({ period: span }) => span);
  if (chosen === undefined) return { address: null, country: undefined };
  const country = findCountry(chosen.country ?? '');
  if (country === undefined) {
    leaveOutIfPresent(chosen.country, 'address.country', 'not a country of ISO 3166-1', context);
    if (chosen.country !== undefined) context.note('a country that does not exist was left out');
  }
  const written = (chosen.line ?? []).filter((line) => line !== null);
  const isStructured = written.length > 0 || chosen.city !== undefined;
  if (isStructured) leaveOutIfPresent(chosen.text, 'address.text', 'the parts are kept', context);
  const lines = isStructured ? written : (chosen.text ?? '').split('\n');
  leaveOutOthers(lines.length, 5, 'address.line', 'five lines are kept', context);
  const address = {
    line: lines.slice(0, 5).flatMap((line) => fitText(line, 200, 'address.line', context) ?? []),
    city: fitText(chosen.city, 100, 'address.city', context),
    state: fitText(chosen.state, 100, 'address.state', context),
    postalCode: dropIfTooLong(chosen.postalCode, 20, 'address.postalCode', context),
    country: country ?? null,
  };
  return { address, country };
}

const clockTime = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function toWorkingPeriods({ daysOfWeek, allDay, ...times }: z.infer<typeof availableTime>) {
  const from = allDay ? '00:00' : times.availableStartTime?.slice(0, 5);
  const to = allDay ? '24:00' : times.availableEndTime?.slice(0, 5);
  if (from === undefined || to === undefined) return [];
  if (!clockTime.test(from) || !clockTime.test(to) || from === to) {
    throw new MappingError('availableTime', 'must be two different times of day, HH:MM:SS');
  }
  return (daysOfWeek ?? []).flatMap((day) => {
    const weekday = weekdays.indexOf(day) + 1;
    if (from < to) return [{ weekday, from, to }];
    // A night shift ends on the next day.
    const untilMidnight = { weekday, from, to: '24:00' };
    return to === '00:00' ? [untilMidnight] : [untilMidnight, { weekday: (weekday % 7) + 1, from: '00:00', to }];
  });
}
