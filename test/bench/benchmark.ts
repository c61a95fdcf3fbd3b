import type { ScratchDatabase } from '../support/scratch-database.js';

/** One figure, with what it is held against. */
export interface Measurement {
  readonly name: string;
  readonly figure: number;
  /** Such as `requests/s`, `ms`, `KB`. */
  readonly unit: string;
  /** The same measured beside it on the bare minimum, in the same unit. */
  readonly baseline?: number;
  /** What is asked of the ratio where there is a baseline, of the figure itself where there is none. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
  /** More about it, by the name of a column. */
  readonly details?: Readonly<Record<string, number>>;
}

export interface BenchmarkResult {
  readonly title: string;
  /** On what database it was measured; left out where there was none. */
  readonly database?: string;
  readonly measurements: readonly Measurement[];
  /** Sentences that a reader needs to judge the figures: what the baseline is, what was left out. */
  readonly notes: readonly string[];
}

/** What a benchmark is given. */
export interface BenchmarkContext {
  /** A migrated database of its own, on a PostgreSQL server where one can be had, embedded else. Close it at the end. */
  createDatabase(options?: { poolSize?: number }): Promise<ScratchDatabase>;
  /** Says how far the work is, on a terminal. */
  onProgress(text: string): void;
}

export interface Benchmark {
  /** By which `npm run bench -- NAME` knows it. */
  readonly name: string;
  /** One sentence for the help. */
  readonly purpose: string;
  run(context: BenchmarkContext): Promise<BenchmarkResult>;
  /** Where others reckon with the result: puts it there, with `--write`. */
  save?(result: BenchmarkResult, source: { date: string; machine: string }): Promise<void>;
}

/** The figure as a multiple of its baseline. */
export const computeRatio = ({ figure, baseline }: Measurement): number | undefined =>
  baseline === undefined ? undefined : figure / baseline;

/** Whether the goal is met; undefined where there is none. */
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
  if (below === undefined || above === undefined) throw new Error('There is no median of no values.');
  return (below + above) / 2;
}
