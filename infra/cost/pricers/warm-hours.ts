import { hoursPerMonth } from '../../../config/demand/usage.js';
import { filterByType, readInputNumber } from '../../policies/policy.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { readTextInput } from './pricer.js';

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
 * Returns the minutes of the week, counted from Monday, at which a schedule fires. The schedule must fire once a day on some
 * weekdays, as `cron(45 7 ? * MON-FRI *)` does.
 * @throws Error for any other schedule
 */
export function parseCronMinutes(cron: string): number[] {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = /^cron\((.*)\)$/.exec(cron)?.[1]?.split(' ') ?? [];
  const days = parseDays(dayOfWeek ?? '');
  const isOnce = /^[0-5]?\d$/.test(minute ?? '') && /^([01]?\d|2[0-3])$/.test(hour ?? '');
  if (!isOnce || days === undefined || !['?', '*'].includes(dayOfMonth ?? '') || month !== '*' || year !== '*') {
    throw new Error(
      `Can't price the schedule ${cron}. Use one like cron(45 7 ? * MON-FRI *), which fires once on each of some weekdays.`,
    );
  }
  return [...days].map((day) => day * minutesPerDay + Number(hour) * minutesPerHour + Number(minute));
}

/**
 * Returns the hours of a month from each start to the next stop.
 * @throws Error if both schedules fire at the same minute, because their order is then undefined
 */
export function computeWarmHours(startCron: string, stopCron: string): number {
  const stops = parseCronMinutes(stopCron);
  const starts = parseCronMinutes(startCron);
  if (starts.some((start) => stops.includes(start))) {
    throw new Error(`Can't price the schedules ${startCron} and ${stopCron}: they start and stop at the same minute.`);
  }
  const untilNext = (moments: readonly number[], from: number): number =>
    Math.min(...moments.map((moment) => (moment - from + minutesPerWeek) % minutesPerWeek || minutesPerWeek));
  // A start while the environments are warm already changes nothing.
  const minutes = starts.reduce((sum, start) => sum + Math.min(untilNext(stops, start), untilNext(starts, start)), 0);
  return (minutes * hoursPerMonth) / minutesPerWeek;
}

/** Environments of a function that are kept warm. */
export interface WarmEnvironments {
  readonly functionName: string;
  readonly instances: number;
  /** Hours a month. */
  readonly hours: number;
}

function readScheduledEnvironments(target: PlannedResource, plan: readonly PlannedResource[]): WarmEnvironments {
  const resourceId = readTextInput(target, 'resourceId') ?? '';
  const actions = filterByType(plan, 'aws:appautoscaling/scheduledAction:ScheduledAction')
    .filter((action) => readTextInput(action, 'resourceId') === resourceId)
    .map((action) => ({
      cron: readTextInput(action, 'schedule') ?? '',
      instances: readInputNumber(action, 'scalableTargetAction.maxCapacity'),
    }));
  const start = actions.find(({ instances }) => instances > 0);
  const stop = actions.find(({ instances }) => instances === 0);
  if (start === undefined || stop === undefined) {
    throw new Error(
      `Can't price ${target.name}: it needs one schedule that starts environments and one that stops them.`,
    );
  }
  return {
    functionName: resourceId.split(':')[1] ?? '',
    instances: start.instances,
    hours: computeWarmHours(start.cron, stop.cron),
  };
}

/** Lists the environments that the plan keeps warm, either always or on a schedule. */
export const listWarmEnvironments = (plan: readonly PlannedResource[]): WarmEnvironments[] => [
  ...filterByType(plan, 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig').map((config) => ({
    functionName: readTextInput(config, 'functionName') ?? '',
    instances: readInputNumber(config, 'provisionedConcurrentExecutions'),
    hours: hoursPerMonth,
  })),
  ...filterByType(plan, 'aws:appautoscaling/target:Target').map((target) => readScheduledEnvironments(target, plan)),
];
