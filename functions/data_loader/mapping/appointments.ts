import type { Resource } from '../fhir.js';
import { toRowId } from '../identifiers.js';
import {
  type MappedRow,
  type MappingContext,
  MappingError,
  requireRow,
  toCoding,
  toIsoInstant,
  truncateText,
} from './common.js';

const minutesPer = new Map(Object.entries({ min: 1, h: 60, s: 1 / 60, d: 24 * 60 }));

/** What the catalogue takes (`exams_duration_in_range`). */
const clampDuration = (minutes: number): number => Math.min(480, Math.max(5, Math.round(minutes)));

export function mapActivityDefinition(activity: Resource<'ActivityDefinition'>, context: MappingContext): MappedRow[] {
  const name = truncateText(activity.title ?? activity.name, 200, context);
  if (name === null) throw new MappingError('title', 'is missing');
  const { value, unit, code } = activity.timingDuration ?? {};
  const minutes = minutesPer.get(code ?? unit ?? '');
  if (value === undefined || minutes === undefined) {
    throw new MappingError('timingDuration', 'must be a duration in min or h');
  }
  return [
    {
      table: 'exams',
      values: {
        id: toRowId('ActivityDefinition', activity.id),
        name,
        type:
          truncateText(activity.topic?.[0]?.text ?? activity.topic?.[0]?.coding?.[0]?.display, 100, context) ?? 'other',
        description: truncateText(activity.description, 2000, context),
        duration_minutes: clampDuration(value * minutes),
        preparation_instructions: truncateText(activity.usage, 2000, context),
        active: activity.status !== 'retired',
      },
    },
  ];
}

/** Of an exam that the catalogue lacks, named by an encounter that does not say when it ended. */
const defaultMinutes = 30;

/** EncounterStatus → our status. */
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

/** Why an encounter is no reservation; undefined for one that is. */
export const findEncounterRefusal = ({ status }: Resource<'Encounter'>): string | undefined =>
  statuses.get(status) === undefined
    ? `status ${['entered-in-error', 'unknown'].find((known) => known === status) ?? 'is none of FHIR’s'}`
    : undefined;

export function mapEncounter(encounter: Resource<'Encounter'>, context: MappingContext): MappedRow[] {
  const startsAt = new Date(encounter.period.start);
  const type = encounter.type?.[0];
  const name = truncateText(type?.text ?? type?.coding?.[0]?.display ?? encounter.class?.code, 200, context);
  if (name === null) throw new MappingError('type', 'has neither a text nor a coding');
  const end = encounter.period.end === undefined ? undefined : new Date(encounter.period.end);
  if (end !== undefined && end < startsAt) throw new MappingError('period.end', 'is before period.start');
  const lastedMinutes = end === undefined ? defaultMinutes : (end.getTime() - startsAt.getTime()) / 60_000;
  // Left open: it takes as long as its exam does, which is known once that has been found.
  const endsAt = end && new Date(Math.max(end.getTime(), startsAt.getTime() + 60_000)).toISOString();
  const individuals = (encounter.participant ?? [])
    .map(({ individual }) => individual)
    .filter((one) => one !== undefined);
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
        ends_at: endsAt ?? null,
        status: statuses.get(encounter.status),
        notes: reason ? toCoding(reason, context).display : null,
      },
      exam: { name, durationMinutes: clampDuration(lastedMinutes) },
    },
  ];
}
