import * as z from 'zod';
import { emailAddress } from '../../http/schemas.js';
import { toRowId } from '../identifiers.js';
import { dropIfTooLong, getLabel, requireRow, toCalendarDay, truncateText } from './columns.js';
import { base, concept, date, type HumanName, person, type Reference, reference, text } from './data-types.js';
import { defineMapping, type MappingContext, MappingError } from './mapping.js';

const patientSchema = z.looseObject({
  ...person,
  birthDate: date,
  gender: z.enum(['male', 'female', 'other', 'unknown']).default('unknown'),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: date.optional(),
});
type Patient = z.infer<typeof patientSchema>;

export const patientMapping = defineMapping({
  schema: patientSchema,
  toRows(patient, context) {
    const [address] = patient.address ?? [];
    const isDeceased = patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined;
    return [
      {
        table: 'patients',
        values: {
          id: toRowId('Patient', patient.id),
          ...toNameColumns(patient.name, context),
          birth_date: toCalendarDay(patient.birthDate),
          gender: patient.gender,
          ...toNationalId(patient, context),
          email: toEmailAddress(patient, context),
          phone: toPhoneNumber(patient, context),
          address: address && {
            line: (address.line ?? []).slice(0, 5).flatMap((line) => truncateText(line, 200, context) ?? []),
            city: truncateText(address.city, 100, context),
            state: truncateText(address.state, 100, context),
            postalCode: truncateText(address.postalCode, 20, context),
            country: toCountryCode(patient),
          },
          active: patient.active !== false && !isDeceased,
        },
      },
    ];
  },
});

const practitionerSchema = z.looseObject({
  ...person,
  qualification: z.array(z.looseObject({ code: concept })).optional(),
});
type Practitioner = z.infer<typeof practitionerSchema>;

export const practitionerMapping = defineMapping({
  schema: practitionerSchema,
  toRows: (practitioner, context) => [
    {
      table: 'medics',
      values: {
        id: toRowId('Practitioner', practitioner.id),
        ...toNameColumns(practitioner.name, context),
        license_number: toLicenseNumber(practitioner, context),
        specialty: truncateText(getLabel(practitioner.qualification?.[0]?.code), 100, context),
        email: toEmailAddress(practitioner, context),
        phone: toPhoneNumber(practitioner, context),
        active: practitioner.active !== false,
      },
    },
  ],
});

const availableTime = z.looseObject({
  daysOfWeek: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).optional(),
  allDay: z.boolean().optional(),
  availableStartTime: text.optional(),
  availableEndTime: text.optional(),
});

function findName(target: Reference | undefined, type: string, context: MappingContext): string | undefined {
  const { name } = context.findContent(target, type) ?? {};
  return typeof name === 'string' ? name : target?.display;
}

/** A role adds specialty, department and working hours to its medic. */
export const practitionerRoleMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    practitioner: reference,
    organization: reference.optional(),
    location: z.array(reference).optional(),
    specialty: z.array(concept).optional(),
    availableTime: z.array(availableTime).optional(),
  }),
  toRows(role, context) {
    const department =
      findName(role.organization, 'Organization', context) ?? findName(role.location?.[0], 'Location', context);
    const workingHours = (role.availableTime ?? []).flatMap(toWorkingPeriods);
    return [
      {
        table: 'medic_roles',
        values: {
          id: requireRow(role.practitioner, 'Practitioner', 'practitioner', context),
          specialty: truncateText(getLabel(role.specialty?.[0]), 100, context),
          department: truncateText(department, 100, context),
          working_hours: workingHours.length > 0 ? workingHours : null,
        },
      },
    ];
  },
});

/** Splits a person's official name in two; someone with only one name has it in both columns. */
function toNameColumns(names: readonly HumanName[], context: MappingContext) {
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  const words = name?.text?.trim().split(/\s+/) ?? [];
  const givenName = truncateText(name?.given?.join(' ') ?? words.slice(0, -1).join(' '), 100, context);
  const familyName = truncateText(name?.family ?? words.at(-1), 100, context);
  if (givenName === null && familyName === null)
    throw new MappingError('name', 'has neither a given nor a family name');
  return { given_name: givenName ?? familyName, family_name: familyName ?? givenName };
}

/** Types of identifier used as national id, in order of preference (HL7 v2-0203). */
const nationalIdTypes = ['SS', 'NI', 'PPN', 'DL'];

function toNationalId({ identifier }: Patient, context: MappingContext) {
  for (const type of nationalIdTypes) {
    const found = identifier?.find(({ type: concept }) => concept?.coding?.some(({ code }) => code === type));
    const number = dropIfTooLong(found?.value, 50, context);
    if (number !== null) return { national_id_type: type, national_id_number: number };
  }
  return { national_id_type: null, national_id_number: null };
}

const nationalProviderIdentifier = 'http://hl7.org/fhir/sid/us-npi';

/** Chooses the identifier that the medic is licensed under. Conditional references use it. */
function toLicenseNumber({ id, identifier = [] }: Practitioner, context: MappingContext): string {
  const best = identifier.find(({ system }) => system === nationalProviderIdentifier) ?? identifier[0];
  return dropIfTooLong(best?.value, 50, context) ?? `FHIR-${id}`.slice(0, 50);
}

type Contacts = Pick<Patient, 'telecom' | 'address'>;

function toEmailAddress({ telecom }: Contacts, context: MappingContext): string | null {
  const value = telecom?.find(({ system }) => system === 'email')?.value;
  if (value === undefined) return null;
  // An address that the API rejects would make every later update of the record fail.
  const { data: email } = emailAddress.safeParse(value);
  if (email !== undefined) return email;
  context.note('an invalid email address was left out');
  return null;
}

const phoneFormats: Readonly<Record<string, { prefix: string; digits: number }>> = {
  US: { prefix: '+1', digits: 10 },
  CA: { prefix: '+1', digits: 10 },
  CO: { prefix: '+57', digits: 10 },
  MX: { prefix: '+52', digits: 10 },
  ES: { prefix: '+34', digits: 9 },
  BR: { prefix: '+55', digits: 11 },
};

/** Converts a phone number to E.164, with the country code of the person's address. */
function toPhoneNumber(person: Contacts, context: MappingContext): string | null {
  const value = person.telecom?.find(({ system }) => system === 'phone')?.value;
  if (value === undefined) return null;
  const digits = value.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
  const country = phoneFormats[toCountryCode(person) ?? ''];
  const national =
    digits.length === 11 && digits.startsWith('1') && country?.prefix === '+1' ? digits.slice(1) : digits;
  const phone =
    country !== undefined && national.length === country.digits && !national.startsWith('+')
      ? country.prefix + national
      : digits;
  if (/^\+[1-9]\d{1,14}$/.test(phone)) return phone;
  context.note('a phone number that cannot be converted to E.164 was left out');
  return null;
}

function toCountryCode({ address }: Contacts): string | null {
  const country = address?.[0]?.country?.trim().toUpperCase();
  if (country === undefined) return null;
  if (country === 'USA' || country === 'UNITED STATES') return 'US';
  return /^[A-Z]{2}$/.test(country) ? country : null;
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
