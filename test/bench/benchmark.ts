import type { ScratchDatabase } from '../support/scratch-database.js';

/** One measured figure and what it is compared with. */
export interface Measurement {
  readonly name: string;
  readonly figure: number;
  /** For example `requests/s`, `ms`, `KB`. */
  readonly unit: string;
  /** The same figure of the baseline, measured in the same run in the same unit. */
  readonly baseline?: number;
  /** Goal for the ratio to the baseline, or for the figure itself if there is no baseline. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
  /** Further figures, by column name. */
  readonly details?: Readonly<Record<string, number>>;
}

export interface BenchmarkResult {
  readonly title: string;
  /** The database that was used; undefined if none was. */
  readonly database?: string;
  readonly measurements: readonly Measurement[];
  /** Notes that a reader needs to judge the figures: what the baseline is and what is left out. */
  readonly notes: readonly string[];
}

export interface BenchmarkContext {
  /** Creates a migrated database, on a PostgreSQL server if one is available, else embedded. Close it at the end. */
  createDatabase(options?: { poolSize?: number }): Promise<ScratchDatabase>;
  /** Shows progress on a terminal. */
  onProgress(text: string): void;
}

export interface Benchmark {
  readonly name: string;
  /** One sentence for the help. */
  readonly purpose: string;
  run(context: BenchmarkContext): Promise<BenchmarkResult>;
  /** Writes the result to a file that other code uses, with `--write`. */
  save?(result: BenchmarkResult, source: { date: string; machine: string }): Promise<void>;
}

/** Returns the figure as a multiple of its baseline. */
export const computeRatio = ({ figure, baseline }: Measurement): number | undefined =>
  baseline === undefined ? undefined : figure / baseline;

/** @returns undefined if the measurement has no goal */
export function isMet(measurement: Measurement): boolean | undefined {
  const { figure, goal } = measurement;
  if (goal === undefined) return undefined;
  const judged = computeRatio(measurement) ?? figure;
  return 'atLeast' in goal ? judged >= goal.atLeast : judged <= goal.atMost;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (below === undefined || above === undefined) throw new Error('The median of an empty list is undefined.');
  return (below + above) / 2;
}

/** @param share 0 to 1; 0.95 is the 95th percentile */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('The quantile of an empty list is undefined.');
  return value;
}
