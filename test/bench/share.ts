/** The value that this share of the values, 0 to 1, does not exceed: 0.95 is what is called p95. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('There is no share of no values.');
  return value;
}
