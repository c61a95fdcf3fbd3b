import type { Benchmark } from './benchmark.js';
import { coldStart } from './cold-start.js';
import { scale } from './scale/scale.js';
import { start } from './start.js';
import { throughput } from './throughput/throughput.js';

/** All of them, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [throughput, coldStart, start, scale];
