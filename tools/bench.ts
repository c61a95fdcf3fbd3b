import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Benchmark, type BenchmarkResult, isMet } from '../test/bench/benchmark.js';
import { benchmarks } from '../test/bench/benchmarks.js';
import { renderResultSection, renderResultText, replaceSection } from '../test/bench/present.js';
import { createDatabases } from '../test/bench/server.js';
import { print, runCommand, showProgress, UsageError } from './command.js';

const resultsPage = 'docs/benchmarks.md';

const help = `Measures this system against baselines that run beside it; every goal is on a ratio to one, or on a size or time.

  npm run bench                          all benchmarks
  npm run bench -- NAME …                some of them
  npm run bench -- NAME … --json         for machines
  npm run bench -- NAME … --write        puts the results into ${resultsPage}, and what database-demand
                                         found into config/demand/database-demand.json, which the cost model reads

${benchmarks.map(({ name, purpose }) => `  ${name.padEnd(18)}${purpose}`).join('\n')}

On the PostgreSQL server of DATABASE_URL, on one from .ci/postgres where that can be had, or embedded; the output says
which. Exit code 1 where a goal is missed.`;

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

function findBenchmarks(names: readonly string[]) {
  if (names.length === 0) return benchmarks;
  return names.map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found === undefined) throw new UsageError(`There is no benchmark ${name}.\n\n${help}`);
    return found;
  });
}

const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} CPUs (${cpus()[0]?.model.trim()})`;

/** What else the machine does: with more than its CPUs can take, times say little, and ratios less than they could. */
const describeSystemLoad = () => `load average ${loadavg()[0]?.toFixed(1)} before`;

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

await runCommand(async () => {
  const { values, positionals } = parse();
  if (values.help) return print(help);
  const chosen = findBenchmarks(positionals);
  const databases = createDatabases();
  const results: Record<string, BenchmarkResult> = {};
  try {
    for (const benchmark of chosen) {
      const { name } = benchmark;
      const loadBefore = describeSystemLoad();
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
  if (values.json) print(JSON.stringify({ machine, results }, null, 2));
});
