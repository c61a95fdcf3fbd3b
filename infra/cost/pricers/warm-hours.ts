import { hoursPerMonth } from '../../../config/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { ofType, textInput } from './pricer.js';

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const hoursPerWeek = 168;

interface Moment {
  readonly hour: number;
  readonly days: number;
}

function daysOf(field: string): number | undefined {
  if (field === '*' || field === '?') return weekdays.length;
  const parts = field.split(',').map((part) => {
    const [from, to = from] = part.split('-').map((day) => weekdays.indexOf(day));
    return from === undefined || to === undefined || from < 0 || to < from ? undefined : to - from + 1;
  });
  return parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
}

/** A moment that comes once on some weekdays, such as `cron(45 7 ? * MON-FRI *)`. @throws Error for any other schedule */
export function momentOf(cron: string): Moment {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = /^cron\((.*)\)$/.exec(cron)?.[1]?.split(' ') ?? [];
  const days = daysOf(dayOfWeek ?? '');
  const isOnce = /^\d+$/.test(minute ?? '') && /^\d+$/.test(hour ?? '');
  if (!isOnce || days === undefined || !['?', '*'].includes(dayOfMonth ?? '') || month !== '*' || year !== '*') {
    throw new Error(`The schedule ${cron} can't be priced; one like cron(45 7 ? * MON-FRI *) can.`);
  }
  return { hour: Number(hour) + Number(minute) / 60, days };
}

/** Hours of a month between the moment that starts and the one that stops on the same days. */
export function hoursBetween(startCron: string, stopCron: string): number {
  const start = momentOf(startCron);
  const stop = momentOf(stopCron);
  const hoursPerDay = (stop.hour - start.hour + 24) % 24;
  return (hoursPerDay * start.days * hoursPerMonth) / hoursPerWeek;
}

/** How long a month the environments of a function are kept warm, and how many. */
export interface Warm {
  readonly functionName: string;
  readonly instances: number;
  readonly hours: number;
}

function scheduledOf(target: PlannedResource, plan: readonly PlannedResource[]): Warm {
  const resourceId = textInput(target, 'resourceId') ?? '';
  const actions = ofType(plan, 'aws:appautoscaling/scheduledAction:ScheduledAction')
    .filter((action) => textInput(action, 'resourceId') === resourceId)
    .map((action) => ({
      cron: textInput(action, 'schedule') ?? '',
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
    hours: hoursBetween(start.cron, stop.cron),
  };
}

/** Everything that the plan keeps warm: always, or on a schedule. */
export const warmOf = (plan: readonly PlannedResource[]): Warm[] => [
  ...ofType(plan, 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig').map((config) => ({
    functionName: textInput(config, 'functionName') ?? '',
    instances: Number(config.inputs.provisionedConcurrentExecutions),
    hours: hoursPerMonth,
  })),
  ...ofType(plan, 'aws:appautoscaling/target:Target').map((target) => scheduledOf(target, plan)),
];
