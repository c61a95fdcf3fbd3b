import type { Benchmark } from './benchmark.js';
import { coldStart } from './cold-start.js';
import { databaseDemand } from './demand/demand.js';
import { loader } from './loader/loader.js';
import { scale } from './scale/scale.js';
import { start } from './start.js';
import { throughput } from './throughput/throughput.js';
import { vectors } from './vectors/vectors.js';

/** All of them, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [throughput, coldStart, start, scale, vectors, loader, databaseDemand];
