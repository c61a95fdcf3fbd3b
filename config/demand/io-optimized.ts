import type { StackConfig } from '../settings/stack.js';
import { computeCapacities, sumAcuHours, toClusterShape } from './database-capacity.js';
import type { PlannedUsage } from './usage.js';

/**
 * US dollars in us-east-1 (https://aws.amazon.com/rds/aurora/pricing/): what I/O-Optimized storage adds to an ACU-hour and to a
 * GB-month, and the million requests that it doesn't bill. `infra/cost/io-optimized.test.ts` holds them to the price book.
 */
const addedUsd = { acuHour: 0.036, gbMonth: 0.125 };
const millionRequestsUsd = 0.2;

/** The alarm on two metrics that watches for this very line; a stack with I/O-Optimized storage has none. */
const alarmUsd = 0.2;

/** What of the settings moves the line. */
export interface IoSettings {
  readonly database: Parameters<typeof toClusterShape>[0];
  readonly observability: Pick<StackConfig['observability'], 'alarms'>;
}

/** Requests of a month, in millions, from which I/O-Optimized storage costs less; at least one, below which no line is. */
export function computeIoBreakEvenMillions({ database, observability }: IoSettings, usage: PlannedUsage): number {
  const acuHours = sumAcuHours(computeCapacities(toClusterShape(database), usage.database));
  const dearerUsd = addedUsd.acuHour * acuHours + addedUsd.gbMonth * usage.database.storageGb;
  return Math.max(1, (dearerUsd - (observability.alarms ? alarmUsd : 0)) / millionRequestsUsd);
}
