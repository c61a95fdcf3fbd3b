/** Returns the quantile of the values: a share of 0.95 is the 95th percentile. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('The quantile of an empty list is undefined.');
  return value;
}
