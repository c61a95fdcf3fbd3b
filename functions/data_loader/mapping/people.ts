import type { Resource } from '../fhir.js';
import { rowIdOf } from '../identifiers.js';
import {
  countryOf,
  dayOf,
  emailOf,
  fitted,
  type MappedRow,
  type MappingContext,
  MappingError,
  nameOf,
  phoneOf,
  requiredRow,
  whole,
} from './common.js';

/** Kinds of identifier that count as a national id, the best first (HL7 v2-0203). */
const nationalIdTypes = ['SS', 'NI', 'PPN', 'DL'];

function nationalIdOf({ identifier }: Resource<'Patient'>, context: MappingContext) {
  for (const type of nationalIdTypes) {
    const found = identifier?.find(({ type: concept }) => concept?.coding?.some(({ code }) => code === type));
    const number = whole(found?.value, 50, context);
    if (number !== null) return { national_id_type: type, national_id_number: number };
  }
  return { national_id_type: null, national_id_number: null };
}

export function patientRows(patient: Resource<'Patient'>, context: MappingContext): MappedRow[] {
  const [address] = patient.address ?? [];
  const isDeceased = patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined;
  return [
    {
      table: 'patients',
      values: {
        id: rowIdOf('Patient', patient.id),
        ...nameOf(patient.name, context),
        birth_date: dayOf(patient.birthDate),
        gender: patient.gender,
        ...nationalIdOf(patient, context),
        email: emailOf(patient, context),
        phone: phoneOf(patient, context),
        address: address && {
          line: (address.line ?? []).slice(0, 5).flatMap((line) => fitted(line, 200, context) ?? []),
          city: fitted(address.city, 100, context),
          state: fitted(address.state, 100, context),
          postalCode: fitted(address.postalCode, 20, context),
          country: countryOf(patient),
        },
        active: patient.active !== false && !isDeceased,
      },
    },
  ];
}

const providerIdentifier = 'http://hl7.org/fhir/sid/us-npi';

/** The number that a practitioner is licensed under; conditional references name practitioners by it. */
export function licenceOf(practitioner: Resource<'Practitioner'>, context: MappingContext): string {
  const identifiers = practitioner.identifier ?? [];
  const best = identifiers.find(({ system }) => system === providerIdentifier) ?? identifiers[0];
  return whole(best?.value, 50, context) ?? `FHIR-${practitioner.id}`.slice(0, 50);
}

export function practitionerRows(practitioner: Resource<'Practitioner'>, context: MappingContext): MappedRow[] {
  const qualification = practitioner.qualification?.[0]?.code;
  return [
    {
      table: 'medics',
      values: {
        id: rowIdOf('Practitioner', practitioner.id),
        ...nameOf(practitioner.name, context),
        license_number: licenceOf(practitioner, context),
        specialty: fitted(qualification?.text ?? qualification?.coding?.[0]?.display, 100, context),
        email: emailOf(practitioner, context),
        phone: phoneOf(practitioner, context),
        active: practitioner.active !== false,
      },
    },
  ];
}

const clockTime = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

type AvailableTime = NonNullable<Resource<'PractitionerRole'>['availableTime']>[number];

function periodsOf({ daysOfWeek, allDay, availableStartTime, availableEndTime }: AvailableTime) {
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
export function practitionerRoleRows(role: Resource<'PractitionerRole'>, context: MappingContext): MappedRow[] {
  const specialty = role.specialty?.[0];
  const department = context.nameOf(role.organization) ?? context.nameOf(role.location?.[0]);
  const workingHours = (role.availableTime ?? []).flatMap(periodsOf);
  return [
    {
      table: 'medic_roles',
      values: {
        id: requiredRow(role.practitioner, 'Practitioner', 'practitioner', context),
        specialty: fitted(specialty?.text ?? specialty?.coding?.[0]?.display, 100, context),
        department: fitted(department, 100, context),
        working_hours: workingHours.length > 0 ? workingHours : null,
      },
    },
  ];
}
