import type { ScratchDatabase } from '../../support/scratch-database.js';
import { type Benchmark, type BenchmarkContext, type Measurement, median } from '../benchmark.js';
import { generateNetwork } from './generate.js';
import { openTimedApi, type TimedApi } from './measure.js';

const rounds = 5;
const warmUps = 8;
const requestsPerRound = 12;
const maxLatencyRatio = 2;

/** Numbers of patients: the baseline's first, the one that the goal is for last. */
const allSizes = [10_000, 100_000, 1_000_000];

/** What the embedded database makes within minutes. */
const maxEmbeddedPatients = 100_000;

/** @throws Error where SCALE_PATIENTS is no ascending list of numbers that the generated medics divide */
export function parseSizes(setting: string | undefined, isServer: boolean): number[] {
  if (setting === undefined) return allSizes.filter((size) => isServer || size <= maxEmbeddedPatients);
  const sizes = setting.split(',').map(Number);
  const isSound = sizes.every((size, index) => size > (sizes[index - 1] ?? 0) && size % 10_000 === 0);
  if (isSound && sizes.length > 1) return sizes;
  throw new Error(
    `SCALE_PATIENTS is "${setting}"; allowed are two or more ascending multiples of 10000 with commas between, such as 10000,100000.`,
  );
}

const percentile95 = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? 0;

const formatCount = (patients: number) => patients.toLocaleString('en-US');

/** Times every operation on both, in turns. */
async function compareSizes(
  small: TimedApi,
  large: TimedApi,
  hasGoal: boolean,
  onProgress: BenchmarkContext['onProgress'],
) {
  const measurements: Measurement[] = [];
  for (const [index, operation] of large.operations.entries()) {
    const smallOperation = small.operations[index];
    if (smallOperation === undefined) throw new Error(`There is no ${operation.name} on the smaller database.`);
    onProgress(`${formatCount(large.patients)} patients, ${operation.name}`);
    const times: Record<'small' | 'large', number[]> = { small: [], large: [] };
    for (let nth = 0; nth < warmUps; nth += 1) {
      await small.time(smallOperation);
      await large.time(operation);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (let nth = 0; nth < requestsPerRound; nth += 1) times.small.push(await small.time(smallOperation));
      for (let nth = 0; nth < requestsPerRound; nth += 1) times.large.push(await large.time(operation));
    }
    const name = `${formatCount(large.patients)}, ${operation.name}`;
    measurements.push(
      {
        name,
        figure: median(times.large),
        unit: 'ms',
        baseline: median(times.small),
        ...(hasGoal && !operation.isProportional && { goal: { atMost: maxLatencyRatio } }),
      },
      {
        name: `${name}, 95 of 100`,
        figure: percentile95(times.large),
        unit: 'ms',
        baseline: percentile95(times.small),
      },
    );
  }
  return measurements;
}

/** Latency of what clients do most against the number of patients. */
export const scaleBenchmark: Benchmark = {
  name: 'scale',
  purpose: 'latency of get, list, search, availability and booking with 10K, 100K and 1M patients',
  async run({ createDatabase, onProgress }) {
    const databases: ScratchDatabase[] = [];
    const create = async () => {
      const database = await createDatabase();
      databases.push(database);
      return database;
    };
    try {
      const [small, large] = [await create(), await create()];
      const [baseline = 0, ...larger] = parseSizes(process.env.SCALE_PATIENTS, small.isServer);
      await generateNetwork(small.sql, { from: 0, to: baseline, onProgress });
      const measurements: Measurement[] = [];
      let from = 0;
      for (const to of [baseline, ...larger]) {
        await generateNetwork(large.sql, { from, to, onProgress });
        from = to;
        if (to === baseline) continue;
        const subjects = [await openTimedApi(small, baseline), await openTimedApi(large, to)] as const;
        try {
          measurements.push(...(await compareSizes(...subjects, to === larger.at(-1), onProgress)));
        } finally {
          for (const subject of subjects) await subject.close();
        }
      }
      return {
        title: 'Latency against the number of patients',
        database: small.description,
        measurements,
        notes: [
          `The baseline is the same request on ${formatCount(baseline)} patients, measured in turns with it: medians of ${rounds * requestsPerRound} requests, one at a time, from the request to the API to its whole answer, without network; then what 95 of 100 stay below.`,
          'A network that grows: a medic for each 500 patients, of one of 20 specialties, with two of three half hours of a week taken; for each patient a visit, a result, a condition and an access on the trail.',
          'Names are as frequent as in a register: the first family name belongs to some 4 in 100 patients, and of 20,000 most belong to a few.',
          'Free slots of all medics have no goal: to tell which come first, the calendar of each medic is looked at, and there are as many times more of them as of patients.',
          'Searches of several words stay above the goal where they do: with 10,000 patients one statement looks at all who bear them, with more a sample comes first, and then as much of the rest as fills a page.',
          'Counting a search and another order than the best first are not measured: both take all who match.',
        ],
      };
    } finally {
      for (const database of databases) await database.close();
    }
  },
};
