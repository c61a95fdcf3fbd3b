import type { StackConfig } from './stack.js';

const gibibyte = 1024 ** 3;
const gibibytesPerAcu = 2;

/**
 * What Aurora PostgreSQL lets in: a connection for each 9,531,392 bytes of memory, 5,000 at most, and 2,000 where the
 * cluster may shrink to half a unit or nothing (Aurora user guide, "Maximum connections for Aurora Serverless v2").
 */
export function maximumConnections({
  minCapacityAcu,
  maxCapacityAcu,
}: Pick<StackConfig['database'], 'minCapacityAcu' | 'maxCapacityAcu'>): number {
  const byMemory = Math.floor((maxCapacityAcu * gibibytesPerAcu * gibibyte) / 9_531_392);
  return Math.min(byMemory, minCapacityAcu <= 0.5 ? 2_000 : 5_000);
}
