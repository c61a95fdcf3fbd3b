import { formatNumber } from '../../../config/format.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { type Benchmark, type BenchmarkContext, type Measurement, median, quantile } from '../benchmark.js';
import { generateNetwork } from './generate.js';
import { openTimedApi, type TimedApi } from './measure.js';

const rounds = 5;
const warmUps = 8;
const requestsPerRound = 12;
const maxLatencyRatio = 2;

/** Numbers of patients: the baseline first, the one with the goal last. */
const allSizes = [10_000, 100_000, 1_000_000];

/** Sizes that the embedded database reaches within minutes. */
const maxEmbeddedPatients = 100_000;

/** @throws Error unless SCALE_PATIENTS is an ascending list of numbers divisible by the number of patients per medic */
export function parseSizes(setting: string | undefined, isServer: boolean): number[] {
  if (setting === undefined) return allSizes.filter((size) => isServer || size <= maxEmbeddedPatients);
  const sizes = setting.split(',').map(Number);
  const isValid = sizes.every((size, index) => size > (sizes[index - 1] ?? 0) && size % 10_000 === 0);
  if (isValid && sizes.length > 1) return sizes;
  throw new Error(
    `SCALE_PATIENTS must be two or more ascending multiples of 10000, separated by commas, such as 10000,100000 (found "${setting}").`,
  );
}

/** Times every operation on both databases, alternating. */
async function compareSizes(
  small: TimedApi,
  large: TimedApi,
  hasGoal: boolean,
  onProgress: BenchmarkContext['onProgress'],
) {
  const measurements: Measurement[] = [];
  for (const [index, operation] of large.operations.entries()) {
    const smallOperation = small.operations[index];
    if (smallOperation === undefined) throw new Error(`The smaller database has no operation ${operation.name}.`);
    onProgress(`${formatNumber(large.patients)} patients, ${operation.name}`);
    const times: Record<'small' | 'large', number[]> = { small: [], large: [] };
    for (let nth = 0; nth < warmUps; nth += 1) {
      await small.time(smallOperation);
      await large.time(operation);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (let nth = 0; nth < requestsPerRound; nth += 1) times.small.push(await small.time(smallOperation));
      for (let nth = 0; nth < requestsPerRound; nth += 1) times.large.push(await large.time(operation));
    }
    const name = `${formatNumber(large.patients)}, ${operation.name}`;
    measurements.push(
      {
        name,
        figure: median(times.large),
        unit: 'ms',
        baseline: median(times.small),
        ...(hasGoal && !operation.isProportional && { goal: { atMost: maxLatencyRatio } }),
      },
      { name: `${name}, p95`, figure: quantile(times.large, 0.95), unit: 'ms', baseline: quantile(times.small, 0.95) },
    );
  }
  return measurements;
}

/** Measures latency against the number of patients. */
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
        title: 'Latency by number of patients',
        database: small.description,
        measurements,
        notes: [
          `The baseline is the same request with ${formatNumber(baseline)} patients, and the two are measured alternately. The figures are the median and the 95th percentile (p95) of ${rounds * requestsPerRound} sequential requests, from the request to the complete response, without a network.`,
          'The clinic network grows with the number of patients: there is one medic per 500 patients, in one of 20 specialties, with two thirds of the half-hour slots booked for a week. Each patient has a visit, a result, a condition and an access event.',
          'Name frequencies follow a population register: about 4 in 100 patients share the most frequent family name, and most of the 20,000 names are rare.',
          "Availability of all medics has no goal: finding the first slots reads every medic's calendar, and the number of medics grows with the number of patients.",
          'Some searches for several words miss the goal. With 10,000 patients, one statement reads everyone with these names. With more patients, the search first reads a sample, and then as many of the others as it needs to fill a page.',
          'Not measured: counting the matches of a search, and sorting matches by anything but relevance. Both read every match.',
        ],
      };
    } finally {
      for (const database of databases) await database.close();
    }
  },
};
