import type { Benchmark } from './benchmark.js';
import { start } from './start.js';
import { throughput } from './throughput/throughput.js';

/** All of them, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [throughput, start];
