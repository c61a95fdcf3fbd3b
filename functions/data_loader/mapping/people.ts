import type { Resource } from '../fhir.js';
import { toRowId } from '../identifiers.js';
import {
  dropIfTooLong,
  type MappedRow,
  type MappingContext,
  MappingError,
  requireRow,
  toCalendarDay,
  toCountryCode,
  toEmailAddress,
  toNameColumns,
  toPhoneNumber,
  truncateText,
} from './common.js';

/** Kinds of identifier that count as a national id, the best first (HL7 v2-0203). */
const nationalIdTypes = ['SS', 'NI', 'PPN', 'DL'];

function toNationalId({ identifier }: Resource<'Patient'>, context: MappingContext) {
  for (const type of nationalIdTypes) {
    const found = identifier?.find(({ type: concept }) => concept?.coding?.some(({ code }) => code === type));
    const number = dropIfTooLong(found?.value, 50, context);
    if (number !== null) return { national_id_type: type, national_id_number: number };
  }
  return { national_id_type: null, national_id_number: null };
}

export function mapPatient(patient: Resource<'Patient'>, context: MappingContext): MappedRow[] {
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
}

const providerIdentifier = 'http://hl7.org/fhir/sid/us-npi';

/** The number that a practitioner is licensed under; conditional references name practitioners by it. */
export function toLicenseNumber(practitioner: Resource<'Practitioner'>, context: MappingContext): string {
  const identifiers = practitioner.identifier ?? [];
  const best = identifiers.find(({ system }) => system === providerIdentifier) ?? identifiers[0];
  return dropIfTooLong(best?.value, 50, context) ?? `FHIR-${practitioner.id}`.slice(0, 50);
}

export function mapPractitioner(practitioner: Resource<'Practitioner'>, context: MappingContext): MappedRow[] {
  const qualification = practitioner.qualification?.[0]?.code;
  return [
    {
      table: 'medics',
      values: {
        id: toRowId('Practitioner', practitioner.id),
        ...toNameColumns(practitioner.name, context),
        license_number: toLicenseNumber(practitioner, context),
        specialty: truncateText(qualification?.text ?? qualification?.coding?.[0]?.display, 100, context),
        email: toEmailAddress(practitioner, context),
        phone: toPhoneNumber(practitioner, context),
        active: practitioner.active !== false,
      },
    },
  ];
}

const clockTime = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

type AvailableTime = NonNullable<Resource<'PractitionerRole'>['availableTime']>[number];

function toWorkingPeriods({ daysOfWeek, allDay, availableStartTime, availableEndTime }: AvailableTime) {
  const from = allDay ? '00:00' : availableStartTime?.slice(0, 5);
  const to = allDay ? '24:00' : availableEndTime?.slice(0, 5);
  if (from === undefined || to === undefined) return [];
  if (!clockTime.test(from) || !clockTime.test(to) || from === to) {
    throw new MappingError('availableTime', 'must be two different times of day, HH:MM:SS');
  }
  return (daysOfWeek ?? []).flatMap((day) => {
    const weekday = weekdays.indexOf(day) + 1;
    if (from < to) return [{ weekday, from, to }];
    // A night shift: what is left of one day, and the start of the next.
    const untilMidnight = { weekday, from, to: '24:00' };
    return to === '00:00' ? [untilMidnight] : [untilMidnight, { weekday: (weekday % 7) + 1, from: '00:00', to }];
  });
}

/** A role adds to the medic that it is of: specialty, department, working hours. */
export function mapPractitionerRole(role: Resource<'PractitionerRole'>, context: MappingContext): MappedRow[] {
  const specialty = role.specialty?.[0];
  const department = context.findName(role.organization) ?? context.findName(role.location?.[0]);
  const workingHours = (role.availableTime ?? []).flatMap(toWorkingPeriods);
  return [
    {
      table: 'medic_roles',
      values: {
        id: requireRow(role.practitioner, 'Practitioner', 'practitioner', context),
        specialty: truncateText(specialty?.text ?? specialty?.coding?.[0]?.display, 100, context),
        department: truncateText(department, 100, context),
        working_hours: workingHours.length > 0 ? workingHours : null,
      },
    },
  ];
}
