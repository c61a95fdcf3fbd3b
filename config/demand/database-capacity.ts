import type { StackConfig } from '../settings/stack.js';
import type { PlannedUsage } from './usage.js';

/** An Aurora Serverless v2 instance has no more. */
export const maxInstanceAcu = 256;

/** Readers up to this failover priority are held at least at the writer's capacity, ready to take its place. */
export const lastTierThatFollowsWriter = 1;

/** What decides how much the instances of a cluster hold. */
export interface ClusterShape {
  readonly minAcu: number;
  /** The failover priority of each reader. */
  readonly readerTiers: readonly number[];
}

/** What the instances of a cluster hold during a period. */
export interface Capacity {
  readonly period: PlannedUsage['database']['periods'][number];
  readonly hours: number;
  readonly writerAcu: number;
  readonly readerAcu: readonly number[];
  readonly totalAcu: number;
}

export const toClusterShape = ({
  minCapacityAcu,
  readerCount,
  readerPromotionTier,
}: Pick<StackConfig['database'], 'minCapacityAcu' | 'readerCount' | 'readerPromotionTier'>): ClusterShape => ({
  minAcu: minCapacityAcu,
  readerTiers: Array.from({ length: readerCount }, () => readerPromotionTier),
});

/**
 * What instances hold by the demand: readers share what may be read from them, no instance is below the cluster's least, and
 * without a reader the writer does all. The highest capacity does not limit it: a demand that is not met is no saving.
 */
export function computeCapacities(
  { minAcu, readerTiers }: ClusterShape,
  { periods }: PlannedUsage['database'],
): Capacity[] {
  return periods.map((period) => {
    const shareAcu = readerTiers.length === 0 ? 0 : period.readerAcu / readerTiers.length;
    const writerAcu = Math.max(minAcu, period.writerAcu + (readerTiers.length === 0 ? period.readerAcu : 0));
    const readerAcu = readerTiers.map((tier) =>
      Math.max(minAcu, shareAcu, tier <= lastTierThatFollowsWriter ? writerAcu : 0),
    );
    const totalAcu = readerAcu.reduce((sum, acu) => sum + acu, writerAcu);
    return { period, hours: period.hoursPerDay * period.daysPerMonth, writerAcu, readerAcu, totalAcu };
  });
}

/** What all instances hold in a month. */
export const sumAcuHours = (capacities: readonly Capacity[]): number =>
  capacities.reduce((sum, { totalAcu, hours }) => sum + totalAcu * hours, 0);
