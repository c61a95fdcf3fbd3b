import { hoursPerMonth } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { readTextInput, selectByType } from './pricer.js';

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const minutesPerHour = 60;
const minutesPerDay = 24 * minutesPerHour;
const minutesPerWeek = 7 * minutesPerDay;

function parseDays(field: string): ReadonlySet<number> | undefined {
  if (field === '*' || field === '?') return new Set(weekdays.map((_day, index) => index));
  const parts = field.split(',').map((part) => {
    const [from = -1, to = from] = part.split('-').map((day) => weekdays.indexOf(day));
    return from < 0 || to < from
      ? []
      : weekdays.map((_day, index) => index).filter((index) => index >= from && index <= to);
  });
  return parts.some(({ length }) => length === 0) ? undefined : new Set(parts.flat());
}

/**
 * The minutes of a week, from Monday on, at which a schedule comes that comes once on some weekdays, such as
 * `cron(45 7 ? * MON-FRI *)`.
 * @throws Error for any other schedule
 */
export function parseCronMinutes(cron: string): number[] {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = /^cron\((.*)\)$/.exec(cron)?.[1]?.split(' ') ?? [];
  const days = parseDays(dayOfWeek ?? '');
  const isOnce = /^[0-5]?\d$/.test(minute ?? '') && /^([01]?\d|2[0-3])$/.test(hour ?? '');
  if (!isOnce || days === undefined || !['?', '*'].includes(dayOfMonth ?? '') || month !== '*' || year !== '*') {
    throw new Error(`The schedule ${cron} can't be priced; one like cron(45 7 ? * MON-FRI *) can.`);
  }
  return [...days].map((day) => day * minutesPerDay + Number(hour) * minutesPerHour + Number(minute));
}

/**
 * Hours of a month that what one schedule starts and the other stops is there: from each start to the next stop.
 * @throws Error where both come at one moment, so that nobody can say which holds
 */
export function computeWarmHours(startCron: string, stopCron: string): number {
  const stops = parseCronMinutes(stopCron);
  const starts = parseCronMinutes(startCron);
  if (starts.some((start) => stops.includes(start))) {
    throw new Error(
      `The schedules ${startCron} and ${stopCron} start and stop at one moment, so they can't be priced.`,
    );
  }
  const untilNext = (moments: readonly number[], from: number): number =>
    Math.min(...moments.map((moment) => (moment - from + minutesPerWeek) % minutesPerWeek || minutesPerWeek));
  // A start that comes while it is there already changes nothing.
  const minutes = starts.reduce((sum, start) => sum + Math.min(untilNext(stops, start), untilNext(starts, start)), 0);
  return (minutes * hoursPerMonth) / minutesPerWeek;
}

/** How long a month the environments of a function are kept warm, and how many. */
export interface WarmEnvironments {
  readonly functionName: string;
  readonly instances: number;
  readonly hours: number;
}

function readScheduledEnvironments(target: PlannedResource, plan: readonly PlannedResource[]): WarmEnvironments {
  const resourceId = readTextInput(target, 'resourceId') ?? '';
  const actions = selectByType(plan, 'aws:appautoscaling/scheduledAction:ScheduledAction')
    .filter((action) => readTextInput(action, 'resourceId') === resourceId)
    .map((action) => ({
      cron: readTextInput(action, 'schedule') ?? '',
      instances: Number(Reflect.get(Object(action.inputs.scalableTargetAction), 'maxCapacity')),
    }));
  const start = actions.find(({ instances }) => instances > 0);
  const stop = actions.find(({ instances }) => instances === 0);
  if (start === undefined || stop === undefined) {
    throw new Error(`${target.name} is not both warmed and let go on a schedule, so it can't be priced.`);
  }
  return {
    functionName: resourceId.split(':')[1] ?? '',
    instances: start.instances,
    hours: computeWarmHours(start.cron, stop.cron),
  };
}

/** Everything that the plan keeps warm: always, or on a schedule. */
export const listWarmEnvironments = (plan: readonly PlannedResource[]): WarmEnvironments[] => [
  ...selectByType(plan, 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig').map((config) => ({
    functionName: readTextInput(config, 'functionName') ?? '',
    instances: Number(config.inputs.provisionedConcurrentExecutions),
    hours: hoursPerMonth,
  })),
  ...selectByType(plan, 'aws:appautoscaling/target:Target').map((target) => readScheduledEnvironments(target, plan)),
];
