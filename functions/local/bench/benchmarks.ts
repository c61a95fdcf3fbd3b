import type { Benchmark } from './benchmark.js';
import { start } from './start.js';

/** All of them, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [start];
