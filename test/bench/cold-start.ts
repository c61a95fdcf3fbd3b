import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Benchmark, type Measurement, median } from './benchmark.js';

const run = promisify(execFile);

const rounds = 15;
const largestModules = 8;

/** Output of `bundles.ts`. */
interface DescribedBundle {
  readonly name: string;
  readonly folder: string;
  readonly atStart: { readonly sizeBytes: number; readonly modules: readonly { path: string; sizeBytes: number }[] };
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Imports a handler and prints the time its process has used: Node's own startup is part of Lambda's init too. On an
 * idle machine CPU time and elapsed time are equal; on a busy one elapsed time includes other processes.
 */
const importer = `
  import(process.argv[1]).then(({ handler }) => {
    const { user, system } = process.cpuUsage();
    const init = { cpu: (user + system) / 1000, clock: performance.now() };
    if (typeof handler !== 'function') throw new Error('There is no handler.');
    process.stdout.write(JSON.stringify(init), () => process.exit());
  });`;

/** In milliseconds. */
interface Init {
  readonly cpu: number;
  readonly clock: number;
}

async function measureInit(file: string, variables: Readonly<Record<string, string>>): Promise<Init> {
  // This machine doesn't have Lambda's certificates.
  const { NODE_EXTRA_CA_CERTS: _certificates, ...deployed } = variables;
  const { stdout } = await run(process.execPath, ['--eval', importer, file], {
    env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1', ...deployed },
  });
  return JSON.parse(stdout) as Init;
}

function listLargestModules(bundles: readonly DescribedBundle[]): string {
  const sizes = new Map(
    bundles.flatMap(({ atStart }) => atStart.modules.map(({ path, sizeBytes }) => [path, sizeBytes])),
  );
  return [...sizes]
    .sort(([, one], [, other]) => other - one)
    .slice(0, largestModules)
    .map(([path, sizeBytes]) => `${path.replace('node_modules/', '')} ${Math.round(sizeBytes / 1000)} KB`)
    .join(', ');
}

/** Measures how long each function's code takes to load, compared with an empty handler. */
export const coldStartBenchmark: Benchmark = {
  name: 'cold-start',
  purpose: 'load time of each function in a fresh process, and bundle size',
  async run({ onProgress }) {
    onProgress('cold-start: bundling');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'test/bench/bundles.ts'], {
      maxBuffer: 2 ** 26,
    });
    const bundles = JSON.parse(stdout) as DescribedBundle[];
    const folder = await mkdtemp(join(tmpdir(), 'healthcare-empty-'));
    try {
      const empty = join(folder, 'handler.mjs');
      await writeFile(empty, 'export const handler = async () => ({ statusCode: 204 });\n');
      const emptyInits: Init[] = [];
      const inits = new Map<string, Init[]>(bundles.map(({ name }) => [name, []]));
      for (let round = 1; round <= rounds; round += 1) {
        onProgress(`cold-start: round ${round} of ${rounds}`);
        emptyInits.push(await measureInit(empty, {}));
        for (const { name, folder: bundle, variables } of bundles) {
          inits.get(name)?.push(await measureInit(join(bundle, 'handler.mjs'), variables));
        }
      }
      const medianTime = (measured: readonly Init[], time: keyof Init) => median(measured.map((init) => init[time]));
      const baseline = medianTime(emptyInits, 'cpu');
      const emptyClock = medianTime(emptyInits, 'clock');
      const measurements = bundles.flatMap(({ name, atStart }): Measurement[] => {
        const measured = inits.get(name) ?? [];
        const figure = medianTime(measured, 'cpu');
        const clock = medianTime(measured, 'clock');
        return [
          { name: `${name}: init`, figure, unit: 'ms', baseline, goal: { atMost: 10 } },
          { name: `${name}: init over empty`, figure: figure - baseline, unit: 'ms', goal: { atMost: 90 } },
          { name: `${name}: elapsed time`, figure: clock, unit: 'ms', baseline: emptyClock, goal: { atMost: 10 } },
          { name: `${name}: elapsed over empty`, figure: clock - emptyClock, unit: 'ms', goal: { atMost: 90 } },
          { name: `${name}: loaded code`, figure: atStart.sizeBytes / 1000, unit: 'KB', goal: { atMost: 450 } },
        ];
      });
      return {
        title: 'Cold start',
        measurements,
        notes: [
          'Init is the CPU time, and elapsed time the wall time, from process start to the imported bundle, with the environment of the deployed function. The baseline is a one-line handler; almost all of its time is Node startup (its import takes less than 1 ms), so the ratio compares whole starts, not imports.',
          'Over empty is the difference to an empty handler. Elapsed time includes other work on the machine; see the load average above.',
          `Medians of ${rounds} alternating rounds, each in a fresh process. Loaded code is the minified size without modules that load on first use.`,
          `Largest modules across all bundles: ${listLargestModules(bundles)}.`,
        ],
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
