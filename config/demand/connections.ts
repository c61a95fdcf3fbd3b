import type { StackConfig } from '../settings/stack.js';

const gibibyte = 1024 ** 3;
const bytesPerAcu = 2 * gibibyte;
const bytesPerConnection = 9_531_392;
const acuStep = 0.5;

/** What memory doesn't limit: fewer where the cluster may shrink to `smallMinimumAcu` or less. */
const maxConnections = { small: 2_000, large: 5_000 };
const smallMinimumAcu = 0.5;

/**
 * What Aurora PostgreSQL lets in: a connection for each 9,531,392 bytes of memory, 5,000 at most, and 2,000 where the
 * cluster may shrink to half a unit or nothing (Aurora user guide, "Maximum connections for Aurora Serverless v2").
 */
export function computeMaxConnections({
  minCapacityAcu,
  maxCapacityAcu,
}: Pick<StackConfig['database'], 'minCapacityAcu' | 'maxCapacityAcu'>): number {
  const byMemory = Math.floor((maxCapacityAcu * bytesPerAcu) / bytesPerConnection);
  return Math.min(byMemory, minCapacityAcu <= smallMinimumAcu ? maxConnections.small : maxConnections.large);
}

/** The least of both capacities that let so many connections in; undefined for more than there can be. */
export function findCapacityForConnections(
  connections: number,
): Pick<StackConfig['database'], 'minCapacityAcu' | 'maxCapacityAcu'> | undefined {
  if (connections > maxConnections.large) return undefined;
  return {
    minCapacityAcu: connections > maxConnections.small ? smallMinimumAcu + acuStep : 0,
    maxCapacityAcu: Math.ceil((connections * bytesPerConnection) / bytesPerAcu / acuStep) * acuStep,
  };
}
