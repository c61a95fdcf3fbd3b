import type { StackConfig } from '../settings/stack.js';
import type { PlannedUsage } from './usage.js';

type DatabaseSettings = StackConfig['database'];

/** Maximum capacity of an Aurora Serverless v2 instance, in ACU. */
export const maxInstanceAcu = 256;

/** Readers up to this failover priority have at least the writer's capacity, so that they can take over. */
export const lastTierThatFollowsWriter = 1;

export interface ClusterShape {
  readonly minAcu: number;
  /** The failover priority of each reader. */
  readonly readerTiers: readonly number[];
}

/** Average capacity of a cluster's instances during a period. */
export interface Capacity {
  readonly period: PlannedUsage['database']['periods'][number];
  readonly hours: number;
  readonly writerAcu: number;
  readonly readerAcu: readonly number[];
  readonly totalAcu: number;
}

type CapacitySettings = Pick<DatabaseSettings, 'minCapacityAcu' | 'readerCount' | 'readerPromotionTier'>;

export const toClusterShape = ({
  minCapacityAcu,
  readerCount,
  readerPromotionTier,
}: CapacitySettings): ClusterShape => ({
  minAcu: minCapacityAcu,
  readerTiers: Array.from({ length: readerCount }, () => readerPromotionTier),
});

/**
 * Computes the capacity that the demand requires of each instance. Readers share the reads that they can serve, no instance
 * is below the cluster's minimum, and without a reader the writer serves everything. The maximum capacity doesn't limit the
 * result: unmet demand saves nothing.
 */
export function computeCapacities(
  { minAcu, readerTiers }: ClusterShape,
  { periods }: PlannedUsage['database'],
): Capacity[] {
  return periods.map((period) => {
    const writerAcu = Math.max(minAcu, period.writerAcu + (readerTiers.length === 0 ? period.readerAcu : 0));
    const readerAcu = readerTiers.map((tier) =>
      Math.max(minAcu, period.readerAcu / readerTiers.length, tier <= lastTierThatFollowsWriter ? writerAcu : 0),
    );
    const totalAcu = readerAcu.reduce((sum, acu) => sum + acu, writerAcu);
    return { period, hours: period.hoursPerDay * period.daysPerMonth, writerAcu, readerAcu, totalAcu };
  });
}

export const sumAcuHours = (capacities: readonly Capacity[]): number =>
  capacities.reduce((sum, { totalAcu, hours }) => sum + totalAcu * hours, 0);

const bytesPerAcu = 2 * 1024 ** 3;
const bytesPerConnection = 9_531_392;
const acuStep = 0.5;

/** Connection limits regardless of memory; the lower one applies to clusters with a minimum of `smallMinimumAcu` or less. */
const maxConnections = { small: 2_000, large: 5_000 };
const smallMinimumAcu = 0.5;

/**
 * Computes the connection limit of Aurora PostgreSQL: one connection per 9,531,392 bytes of memory, at most 5,000, and at
 * most 2,000 for a minimum capacity of 0.5 ACU or less (Aurora user guide, "Maximum connections for Aurora Serverless v2").
 */
export function computeMaxConnections({
  minCapacityAcu,
  maxCapacityAcu,
}: Pick<DatabaseSettings, 'minCapacityAcu' | 'maxCapacityAcu'>): number {
  const byMemory = Math.floor((maxCapacityAcu * bytesPerAcu) / bytesPerConnection);
  return Math.min(byMemory, minCapacityAcu <= smallMinimumAcu ? maxConnections.small : maxConnections.large);
}

/** Returns the lowest capacities that allow a number of connections; undefined above Aurora's limit. */
export function findCapacityForConnections(connections: number) {
  if (connections > maxConnections.large) return undefined;
  return {
    minCapacityAcu: connections > maxConnections.small ? smallMinimumAcu + acuStep : 0,
    maxCapacityAcu: Math.ceil((connections * bytesPerConnection) / bytesPerAcu / acuStep) * acuStep,
  };
}

/**
 * Prices in us-east-1, in US dollars (https://aws.amazon.com/rds/aurora/pricing/): the surcharge of I/O-Optimized storage per
 * ACU-hour and GB-month, and the price of a million I/O requests, which it doesn't bill.
 * `infra/cost/io-optimized.test.ts` compares them with the price book.
 */
const addedUsd = { acuHour: 0.036, gbMonth: 0.125 };
const millionRequestsUsd = 0.2;

/** Price of the alarm on two metrics that watches for the break-even; a stack with I/O-Optimized storage has none. */
const alarmUsd = 0.2;

/** Millions of I/O requests per month from which I/O-Optimized storage costs less; at least 1. */
export function computeIoBreakEvenMillions(
  { database, observability }: { database: CapacitySettings; observability: { alarms: boolean } },
  usage: PlannedUsage,
): number {
  const acuHours = sumAcuHours(computeCapacities(toClusterShape(database), usage.database));
  const surchargeUsd = addedUsd.acuHour * acuHours + addedUsd.gbMonth * usage.database.storageGb;
  return Math.max(1, (surchargeUsd - (observability.alarms ? alarmUsd : 0)) / millionRequestsUsd);
}
