import type { Benchmark } from './benchmark.js';
import { coldStartBenchmark } from './cold-start.js';
import { databaseDemandBenchmark } from './demand/demand.js';
import { loaderBenchmark } from './loader/loader.js';
import { scaleBenchmark } from './scale/scale.js';
import { startBenchmark } from './start.js';
import { throughputBenchmark } from './throughput/throughput.js';
import { vectorsBenchmark } from './vectors/vectors.js';

/** All benchmarks, in execution order. */
export const benchmarks: readonly Benchmark[] = [
  throughputBenchmark,
  coldStartBenchmark,
  startBenchmark,
  scaleBenchmark,
  vectorsBenchmark,
  loaderBenchmark,
  databaseDemandBenchmark,
];
