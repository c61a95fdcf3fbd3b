import * as z from 'zod';
import type { ReservationStatus } from '../../../db/schema/index.js';
import {
  fitText,
  getLabel,
  leaveOutIfPresent,
  leaveOutOthers,
  parseDate,
  requireRow,
  toFirstLabel,
  toLabel,
} from './columns.js';
import {
  base,
  type Concept,
  coding,
  concept,
  date,
  period,
  quantity,
  type Reference,
  reference,
  text,
} from './data-types.js';
import { toEndOfDay, toStartOfDay } from './days.js';
import { defineMapping, type MappedRow, type MappingContext, MappingError, NotKeptError } from './mapping.js';
import { modifiers } from './modifiers.js';

const minutesPerUnit = new Map(Object.entries({ min: 1, h: 60, s: 1 / 60, d: 24 * 60 }));

/** The range of the constraint `exams_duration_in_range`. */
const clampDuration = (minutes: number): number => Math.min(480, Math.max(5, Math.round(minutes)));

/** An exam of the catalog. */
export const activityDefinitionMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    status: text.optional(),
    name: text.optional(),
    title: text.optional(),
    description: z.string().optional(),
    usage: z.string().optional(),
    topic: z.array(concept).optional(),
    timingDuration: quantity.optional(),
  }),
  toRows(activity, context) {
    const name = fitText(activity.title ?? activity.name, 200, 'title', context);
    if (name === null) throw new NotKeptError('no title');
    if (activity.title !== undefined) leaveOutIfPresent(activity.name, 'name', 'the title is kept', context);
    const { value, unit, code, comparator } = activity.timingDuration ?? {};
    const minutes = minutesPerUnit.get(code ?? unit ?? '');
    if (value === undefined || minutes === undefined) throw new NotKeptError('no duration');
    if (modifiers['Duration.comparator'].read(comparator) !== undefined)
      throw new NotKeptError('duration with a comparator');
    const duration = clampDuration(value * minutes);
    if (duration !== value * minutes) context.leaveOut('timingDuration', 'not between 5 and 480 whole minutes');
    return [
      {
        table: 'exams',
        values: {
          id: context.toRowId('ActivityDefinition', activity.id),
          name,
          type: toFirstLabel(activity.topic, 100, 'topic', context) ?? 'other',
          description: fitText(activity.description, 2000, 'description', context),
          duration_minutes: duration,
          preparation_instructions: fitText(activity.usage, 2000, 'usage', context),
          active: modifiers['ActivityDefinition.status'].read(activity.status),
        },
      },
    ];
  },
});

/** Duration of an unknown exam whose visit has no end. */
const defaultMinutes = 30;

interface Booking {
  readonly id: string;
  readonly patientId: string;
  readonly medicId: string;
  readonly startsAt: Date;
  /** Without an end, the duration of the exam applies once the exam is known. */
  readonly endsAt: Date | undefined;
  readonly status: ReservationStatus;
  readonly examName: string;
  readonly durationMinutes: number | undefined;
  readonly notes: string | null;
  readonly cancellationReason: string | null;
  readonly reasonCode: readonly Concept[] | undefined;
  readonly reasonReference: readonly Reference[] | undefined;
}

/** Returns a reservation, and its reason in a table of its own: only some readers of reservations may know it. */
function toReservationRows(booking: Booking, context: MappingContext): MappedRow[] {
  const { id, patientId, startsAt, endsAt, examName } = booking;
  const lastedMinutes = endsAt === undefined ? defaultMinutes : (endsAt.getTime() - startsAt.getTime()) / 60_000;
  const reasons = [
    ...(booking.reasonCode ?? []).flatMap((reason) => toLabel(reason, 2000, 'reasonCode', context) ?? []),
    ...(booking.reasonReference ?? []).flatMap(({ display }) => display ?? []),
  ];
  const reason = fitText([...new Set(reasons)].join('; '), 2000, 'reasonCode', context);
  const reservation: MappedRow = {
    table: 'reservations',
    values: {
      id,
      patient_id: patientId,
      medic_id: booking.medicId,
      starts_at: startsAt.toISOString(),
      ends_at: endsAt?.toISOString() ?? null,
      status: booking.status,
      notes: booking.notes,
      cancellation_reason: booking.cancellationReason,
    },
    exam: { name: examName, durationMinutes: clampDuration(booking.durationMinutes ?? lastedMinutes) },
  };
  if (reason === null) return [reservation];
  return [reservation, { table: 'reservation_reasons', values: { id, patient_id: patientId, reason } }];
}

/** Returns the row of the first participant who is a medic. */
function findMedic(participants: readonly Reference[], element: string, context: MappingContext): string {
  const medics = participants.flatMap((participant) => context.findRow(participant, 'Practitioner') ?? []);
  leaveOutOthers(participants.length, medics.length > 0 ? 1 : 0, element, 'one medic is kept', context);
  return medics[0] ?? context.addUnrecordedMedic();
}

const encounterSchema = z.looseObject({
  ...base,
  status: text.optional(),
  class: coding.optional(),
  type: z.array(concept).optional(),
  subject: reference.optional(),
  participant: z.array(z.looseObject({ individual: reference.optional() })).optional(),
  period: period.optional(),
  reasonCode: z.array(concept).optional(),
  reasonReference: z.array(reference).optional(),
});

const appointmentSchema = z.looseObject({
  ...base,
  status: text.optional(),
  serviceType: z.array(concept).optional(),
  appointmentType: concept.optional(),
  description: text.optional(),
  reasonCode: z.array(concept).optional(),
  reasonReference: z.array(reference).optional(),
  cancelationReason: concept.optional(),
  start: date.optional(),
  end: date.optional(),
  minutesDuration: z.number().optional(),
  slot: z.array(reference).optional(),
  comment: z.string().optional(),
  participant: z.array(z.looseObject({ actor: reference.optional(), status: text.optional() })).optional(),
});

type ExamElements = Partial<
  Pick<z.infer<typeof encounterSchema>, 'type' | 'class'> &
    Pick<z.infer<typeof appointmentSchema>, 'serviceType' | 'appointmentType' | 'description'>
>;

/** Returns the name by which the exam of an Encounter or Appointment is found in the catalog. */
export const getExamName = ({ type, class: kind, serviceType, appointmentType, description }: ExamElements) =>
  getLabel(type?.[0]) ?? kind?.code ?? getLabel(serviceType?.[0]) ?? getLabel(appointmentType) ?? description;

/**
 * Returns the times of a visit. One that is known only by its days has taken place on these days, in the clinic's zone;
 * one that is still ahead would occupy time that nobody has planned.
 */
function toVisitTimes({ start, end }: z.infer<typeof period>, status: ReservationStatus, context: MappingContext) {
  if (start === undefined) throw new NotKeptError('no start');
  const first = parseDate(start);
  const last = end === undefined ? undefined : parseDate(end);
  if (first.hasTime && (last === undefined || last.hasTime)) {
    const startsAt = new Date(start);
    const endsAt = end === undefined ? undefined : new Date(end);
    if (endsAt !== undefined && endsAt < startsAt) throw new MappingError('period.end', 'is before period.start');
    // A reservation has a duration.
    if (endsAt?.getTime() === startsAt.getTime()) context.leaveOut('period.end', 'is the same as the start');
    return { startsAt, endsAt: endsAt?.getTime() === startsAt.getTime() ? undefined : endsAt };
  }
  if (first.precision !== 'day' || (last !== undefined && last.precision !== 'day')) throw new NotKeptError('no day');
  if (status === 'scheduled' || status === 'confirmed') throw new NotKeptError('no time of day');
  if (last !== undefined && last.day < first.day) throw new MappingError('period.end', 'is before period.start');
  return {
    startsAt: first.hasTime ? new Date(start) : toStartOfDay(first.day, context.timeZone),
    endsAt: end !== undefined && last?.hasTime ? new Date(end) : toEndOfDay((last ?? first).day, context.timeZone),
  };
}

export const encounterMapping = defineMapping({
  schema: encounterSchema,
  toRows(encounter, context) {
    const status = modifiers['Encounter.status'].read(encounter.status);
    if (status === undefined) throw new NotKeptError('no known status');
    if (encounter.period === undefined) throw new NotKeptError('no period');
    const times = toVisitTimes(encounter.period, status, context);
    const typeName = toFirstLabel(encounter.type, 200, 'type', context);
    if (typeName !== null) leaveOutIfPresent(encounter.class, 'class', 'the type is kept', context);
    const examName = typeName ?? fitText(encounter.class?.code, 200, 'class.code', context);
    if (examName === null) throw new NotKeptError('no type');
    const individuals = (encounter.participant ?? [])
      .map(({ individual }) => individual)
      .filter((individual) => individual !== undefined);
    return toReservationRows(
      {
        id: context.toRowId('Encounter', encounter.id),
        patientId: requireRow(encounter.subject, 'Patient', 'subject', context),
        medicId: findMedic(individuals, 'participant', context),
        ...times,
        status,
        examName,
        durationMinutes: undefined,
        notes: null,
        cancellationReason: null,
        reasonCode: encounter.reasonCode,
        reasonReference: encounter.reasonReference,
      },
      context,
    );
  },
});

const slotSchema = z.looseObject({
  ...base,
  status: text.optional(),
  start: date.optional(),
  end: date.optional(),
  schedule: reference.optional(),
});

/** Free time comes from the medics' working hours. A slot only gives its time to its appointment. */
const availabilityReason = 'availability comes from working hours';

/** Free or busy time. An Appointment takes from it the times that it doesn't have itself. */
export const slotMapping = defineMapping({
  noRowsReason: availabilityReason,
  schema: slotSchema,
  toRows: () => [],
  toContent: ({ start, end, status, schedule }) => ({ start, end, status, schedule }),
});

/** Whose time the slots of a schedule are. */
export const scheduleMapping = defineMapping({
  noRowsReason: availabilityReason,
  schema: z.looseObject({ ...base, active: z.boolean().optional(), actor: z.array(reference).optional() }),
  toRows: () => [],
  toContent: ({ active, actor }) => ({ active, actor }),
});

const slotContent = slotSchema.pick({ start: true, end: true, schedule: true });
const scheduleContent = z.object({ actor: z.array(reference).optional() });

/** Returns what the first known slot of an appointment adds to it. */
function findSlot(slots: readonly Reference[] = [], context: MappingContext) {
  const [content] = slots.flatMap((slot) => context.findContent(slot, 'Slot') ?? []);
  const { start, end, schedule } = slotContent.parse(content ?? {});
  const actors = scheduleContent.parse(context.findContent(schedule, 'Schedule') ?? {}).actor ?? [];
  return { start, end, actors };
}

/** Only instants can be booked. */
const hasTime = (time: string | undefined): time is string => time !== undefined && parseDate(time).hasTime;

export const appointmentMapping = defineMapping({
  schema: appointmentSchema,
  toRows(appointment, context) {
    const status = modifiers['Appointment.status'].read(appointment.status);
    if (status === undefined) throw new NotKeptError('no known status');
    const slot = findSlot(appointment.slot, context);
    const start = appointment.start ?? slot.start;
    if (start === undefined) throw new NotKeptError('no start');
    if (!hasTime(start)) throw new NotKeptError('no time of day');
    const startsAt = new Date(start);
    const { minutesDuration: minutes } = appointment;
    const end = appointment.end ?? (appointment.start === undefined ? slot.end : undefined);
    const endsAt = hasTime(end) ? new Date(end) : undefined;
    if (endsAt !== undefined && endsAt <= startsAt) throw new MappingError('end', 'is not after start');
    const planned = minutes === undefined || minutes <= 0 ? undefined : new Date(startsAt.getTime() + minutes * 60_000);
    if (endsAt !== undefined && planned?.getTime() !== endsAt.getTime())
      leaveOutIfPresent(minutes, 'minutesDuration', 'the end is kept', context);
    const taking = (appointment.participant ?? []).filter((one) => one.status !== 'declined');
    const actors = taking.map(({ actor }) => actor).filter((actor) => actor !== undefined);
    const ofType = (pattern: RegExp) => actors.filter(({ reference: target }) => pattern.test(target ?? ''));
    const patients = actors.filter((actor) => context.findRow(actor, 'Patient') !== undefined);
    const patient = patients[0] ?? ofType(/(^|\/)Patient[/?]/)[0];
    const others = actors.filter((actor) => !patients.includes(actor) && actor !== patient);
    const medics = others.filter((actor) => context.findRow(actor, 'Practitioner') !== undefined);
    const named = medics.length > 0 ? medics : ofType(/(^|\/)Practitioner(Role)?[/?]/);
    const candidates = named.length > 0 ? named : slot.actors;
    const kept = (patient === undefined ? 0 : 1) + (named.length > 0 ? 1 : 0);
    leaveOutOthers(
      appointment.participant?.length ?? 0,
      kept,
      'participant',
      'one patient and one medic are kept',
      context,
    );
    return toReservationRows(
      {
        id: context.toRowId('Appointment', appointment.id),
        patientId: requireRow(patient, 'Patient', 'participant', context),
        medicId: findMedic(candidates, 'participant', context),
        startsAt,
        endsAt: endsAt ?? planned,
        status,
        examName: toAppointmentExam(appointment, context),
        durationMinutes: minutes,
        notes: fitText(appointment.comment, 2000, 'comment', context),
        cancellationReason: toLabel(appointment.cancelationReason, 500, 'cancelationReason', context),
        reasonCode: appointment.reasonCode,
        reasonReference: appointment.reasonReference,
      },
      context,
    );
  },
});

/** The exam of appointments that say nothing about it. */
const unnamedExam = 'Appointment';

function toAppointmentExam(appointment: z.infer<typeof appointmentSchema>, context: MappingContext): string {
  const { serviceType, appointmentType, description } = appointment;
  const service = toFirstLabel(serviceType, 200, 'serviceType', context);
  const type = service === null ? toLabel(appointmentType, 200, 'appointmentType', context) : null;
  if (service !== null) leaveOutIfPresent(appointmentType, 'appointmentType', 'the service type is kept', context);
  const named = service ?? type;
  if (named !== null) {
    leaveOutIfPresent(description, 'description', 'the type is kept', context);
    return named;
  }
  return fitText(description, 200, 'description', context) ?? unnamedExam;
}
