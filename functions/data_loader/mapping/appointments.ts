import * as z from 'zod';
import { toRowId } from '../identifiers.js';
import { getLabel, requireRow, toCoding, toIsoInstant, truncateText } from './columns.js';
import { base, coding, concept, instant, quantity, reference, text } from './data-types.js';
import { defineMapping, MappingError } from './mapping.js';

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
    const name = truncateText(activity.title ?? activity.name, 200, context);
    if (name === null) throw new MappingError('title', 'is missing');
    const { value, unit, code } = activity.timingDuration ?? {};
    const minutes = minutesPerUnit.get(code ?? unit ?? '');
    if (value === undefined || minutes === undefined) {
      throw new MappingError('timingDuration', 'must be a duration in s, min, h or d');
    }
    return [
      {
        table: 'exams',
        values: {
          id: toRowId('ActivityDefinition', activity.id),
          name,
          type: truncateText(getLabel(activity.topic?.[0]), 100, context) ?? 'other',
          description: truncateText(activity.description, 2000, context),
          duration_minutes: clampDuration(value * minutes),
          preparation_instructions: truncateText(activity.usage, 2000, context),
          active: activity.status !== 'retired',
        },
      },
    ];
  },
});

/** Duration of an unknown exam whose encounter has no end. */
const defaultMinutes = 30;

/** EncounterStatus → status of the reservation. */
const statuses = new Map(
  Object.entries({
    planned: 'scheduled',
    arrived: 'confirmed',
    triaged: 'confirmed',
    'in-progress': 'confirmed',
    onleave: 'confirmed',
    finished: 'completed',
    cancelled: 'cancelled',
  }),
);

const encounterSchema = z.looseObject({
  ...base,
  status: text,
  class: coding.optional(),
  type: z.array(concept).optional(),
  subject: reference,
  participant: z.array(z.looseObject({ individual: reference.optional() })).optional(),
  period: z.looseObject({ start: instant, end: instant.optional() }),
  reasonCode: z.array(concept).optional(),
});

/** Returns the name by which an encounter's exam is found in the catalog. */
export const getExamName = ({ type, class: kind }: z.infer<typeof encounterSchema>): string | undefined =>
  getLabel(type?.[0]) ?? kind?.code;

export const encounterMapping = defineMapping({
  schema: encounterSchema,
  findRefusal({ status }) {
    if (statuses.has(status)) return undefined;
    return status === 'entered-in-error' || status === 'unknown' ? `status ${status}` : 'invalid status';
  },
  toRows(encounter, context) {
    const startsAt = new Date(encounter.period.start);
    const name = truncateText(getExamName(encounter), 200, context);
    if (name === null) throw new MappingError('type', 'has neither text nor a coding');
    const end = encounter.period.end === undefined ? undefined : new Date(encounter.period.end);
    if (end !== undefined && end < startsAt) throw new MappingError('period.end', 'is before period.start');
    const lastedMinutes = end === undefined ? defaultMinutes : (end.getTime() - startsAt.getTime()) / 60_000;
    const individuals = (encounter.participant ?? [])
      .map(({ individual }) => individual)
      .filter((individual) => individual !== undefined);
    const medicId =
      individuals.map((individual) => context.findRow(individual, 'Practitioner')).find((row) => row) ??
      context.findRequiredRow(individuals[0], 'Practitioner') ??
      context.addUnrecordedMedic();
    const reason = encounter.reasonCode?.[0];
    return [
      {
        table: 'reservations',
        values: {
          id: toRowId('Encounter', encounter.id),
          patient_id: requireRow(encounter.subject, 'Patient', 'subject', context),
          medic_id: medicId,
          starts_at: toIsoInstant(encounter.period.start),
          // Without an end, the duration of the exam applies once the exam is known.
          ends_at: end ? new Date(Math.max(end.getTime(), startsAt.getTime() + 60_000)).toISOString() : null,
          status: statuses.get(encounter.status),
          notes: reason ? toCoding(reason, context).display : null,
        },
        exam: { name, durationMinutes: clampDuration(lastedMinutes) },
      },
    ];
  },
});
