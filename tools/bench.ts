import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { type Benchmark, type BenchmarkResult, isMet } from '../test/bench/benchmark.js';
import { coldStartBenchmark } from '../test/bench/cold-start.js';
import { databaseDemandBenchmark } from '../test/bench/demand/demand.js';
import { loaderBenchmark } from '../test/bench/loader/loader.js';
import { nameRecallBenchmark } from '../test/bench/name-recall/name-recall.js';
import { renderResultSection, renderResultText, replaceSection } from '../test/bench/present.js';
import { scaleBenchmark } from '../test/bench/scale/scale.js';
import { createDatabases } from '../test/bench/server.js';
import { startBenchmark } from '../test/bench/start.js';
import { throughputBenchmark } from '../test/bench/throughput/throughput.js';
import { vectorsBenchmark } from '../test/bench/vectors/vectors.js';
import { print, printJson, runCommand, showProgress, UsageError } from './command.js';

/** In execution order. */
const benchmarks: readonly Benchmark[] = [
  throughputBenchmark,
  coldStartBenchmark,
  startBenchmark,
  scaleBenchmark,
  nameRecallBenchmark,
  vectorsBenchmark,
  loaderBenchmark,
  databaseDemandBenchmark,
];

const resultsPage = 'docs/benchmarks.md';

const help = `Runs benchmarks against baselines measured in the same run. Goals are ratios to a baseline, sizes or times.

  npm run bench                          run all benchmarks
  npm run bench -- NAME …                run the named benchmarks
  npm run bench -- NAME … --json         print the results as JSON
  npm run bench -- NAME … --write        write the results to ${resultsPage}; database-demand also writes
                                         config/demand/database-demand.json, which the cost model reads

${benchmarks.map(({ name, purpose }) => `  ${name.padEnd(18)}${purpose}`).join('\n')}

Uses the PostgreSQL server of DATABASE_URL, else one from .ci/postgres if it can run here, else the embedded database;
the output says which. Exit code 1: a goal was missed.`;

const options = { json: { type: 'boolean' }, write: { type: 'boolean' } } as const;

function findBenchmarks(names: readonly string[]) {
  if (names.length === 0) return benchmarks;
  return names.map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found === undefined) throw new UsageError(`Unknown benchmark ${name}.`);
    return found;
  });
}

const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} CPUs (${cpus()[0]?.model.trim()})`;

async function saveResult(benchmark: Benchmark, result: BenchmarkResult, loadBefore: string): Promise<void> {
  const { name } = benchmark;
  const day = new Date().toISOString().slice(0, 10);
  const page = await readFile(resultsPage, 'utf8');
  await writeFile(
    resultsPage,
    replaceSection(page, name, renderResultSection(name, result, `${day}, ${machine}, ${loadBefore}`)),
  );
  await benchmark.save?.(result, { date: day, machine });
}

await runCommand({ help, options, allowPositionals: true }, async ({ values, positionals }) => {
  const chosen = findBenchmarks(positionals);
  const databases = createDatabases();
  const results: Record<string, BenchmarkResult> = {};
  try {
    for (const benchmark of chosen) {
      const { name } = benchmark;
      // A load above the number of CPUs makes times unreliable and ratios noisy.
      const loadBefore = `load average ${loadavg()[0]?.toFixed(1)} before`;
      const result = await benchmark.run({ createDatabase: databases.create, onProgress: showProgress });
      showProgress();
      results[name] = result;
      if (!values.json) print(`${renderResultText(result)}\n`);
      if (values.write) await saveResult(benchmark, result, loadBefore);
      if (result.measurements.some((measurement) => isMet(measurement) === false)) process.exitCode = 1;
    }
  } finally {
    await databases.close();
  }
  if (values.json) printJson({ machine, results });
});
