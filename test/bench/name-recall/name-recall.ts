import { formatNumber } from '../../../config/format.js';
import { type ApiRouter, createApp } from '../../../functions/http/app.js';
import { toRequestContext } from '../../../functions/http/identity.js';
import { patientLookupRouter } from '../../../functions/patient_lookup/routes.js';
import { patientsRouter } from '../../../functions/patients/routes.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { type Benchmark, type Measurement, median } from '../benchmark.js';
import { generateNetwork } from '../scale/generate.js';
import { accounts, connectServices } from '../throughput/setting.js';
import { editKinds, takingKinds } from './edits.js';
import { createSearches, insertNames, isFound, type NameSearch } from './measure.js';
import type { Name } from './names.js';

/** Share of the searches of each kind that must find the name, in percent. */
const leastFound = 98;

/** Letters of a family name in the search that the others are compared with. */
const prefixLength = 4;

/** Numbers of patients. */
const allSizes = [10_000, 1_000_000];

/** Sizes that the embedded database reaches within minutes. */
const maxEmbeddedPatients = 100_000;

/** @throws Error unless RECALL_PATIENTS is a list of multiples of 10,000, separated by commas */
function parseSizes(setting: string | undefined, isServer: boolean): number[] {
  if (setting === undefined) return allSizes.filter((size) => isServer || size <= maxEmbeddedPatients);
  const sizes = setting.split(',').map(Number);
  if (sizes.every((size) => size > 0 && size % 10_000 === 0)) return sizes;
  throw new Error(`RECALL_PATIENTS must be multiples of 10000, separated by commas (found "${setting}").`);
}

interface TimedResult {
  readonly people: readonly Pick<Name, 'givenName' | 'familyName'>[];
  readonly milliseconds: number;
}

/** The two operations that find people by name. */
interface NameApi {
  search(text: string): Promise<TimedResult>;
  lookUp(name: string): Promise<TimedResult>;
}

function openNameApi(app: ApiRouter): NameApi {
  let count = 0;
  const send = async (path: string, body?: object) => {
    count += 1;
    const requestContext = toRequestContext({ subject: `admin-${count % accounts}`, role: 'admin' });
    const headers = { 'Content-Type': 'application/json' };
    const init = body && { method: 'POST', headers, body: JSON.stringify(body) };
    const startedAt = performance.now();
    const answer = await app.fetch(new Request(`https://localhost${path}`, init), { requestContext });
    const { data } = JSON.parse(await answer.text());
    const milliseconds = performance.now() - startedAt;
    if (!answer.ok) throw new Error(`${path.split('?')[0]} returned ${answer.status}.`);
    return { data, milliseconds };
  };
  return {
    async search(text) {
      const { data, milliseconds } = await send(`/v1/patients?search=${encodeURIComponent(text)}`);
      return { people: data, milliseconds };
    },
    async lookUp(name) {
      const { data, milliseconds } = await send('/v1/patient-lookup', { name, limit: 10 });
      return { people: data.map(({ patient }: { patient: Name }) => patient), milliseconds };
    },
  };
}

async function measureKind(what: string, searches: readonly NameSearch[], find: NameApi['search']) {
  let found = 0;
  const missed: string[] = [];
  const times: number[] = [];
  for (const { name, text } of searches) {
    const { people, milliseconds } = await find(text);
    times.push(milliseconds);
    if (isFound(name, people)) found += 1;
    else missed.push(text);
  }
  if (process.env.RECALL_MISSED !== undefined) process.stderr.write(`${what}: ${missed.join(' | ')}\n`);
  return { share: (100 * found) / searches.length, found, asked: searches.length, milliseconds: median(times) };
}

async function measureSize(database: ScratchDatabase, size: number, report: (text: string) => void) {
  await generateNetwork(database.sql, { from: 0, to: size, onlyPatients: true, onProgress: report });
  await insertNames(database.sql);
  await database.sql`vacuum analyze`;
  const searches = await createSearches(database.sql);
  const shortSearches = await createSearches(database.sql, { leastLetters: 3 });
  const services = connectServices(database.url, 1);
  const api = openNameApi(createApp(services, patientsRouter, patientLookupRouter));
  const measurements: Measurement[] = [];
  try {
    const prefixes = searches
      .map(({ name }) => name.familyName.slice(0, prefixLength))
      .filter((text) => text.length > 1);
    const prefix: number[] = [];
    for (const text of prefixes.slice(0, 200)) prefix.push((await api.search(text)).milliseconds);
    for (const [what, find] of [
      ['search', api.search],
      ['lookup', api.lookUp],
    ] as const) {
      for (const kind of editKinds) {
        const name = `${formatNumber(size)}, ${what}, ${kind}`;
        report(name);
        const measured = await measureKind(
          name,
          searches.filter((search) => search.kind === kind),
          find,
        );
        measurements.push(
          {
            name,
            figure: measured.share,
            unit: '%',
            goal: { atLeast: leastFound },
            details: { found: measured.found, asked: measured.asked },
          },
          { name: `${name}, time`, figure: measured.milliseconds, unit: 'ms', baseline: median(prefix) },
        );
      }
      for (const kind of takingKinds) {
        const name = `${formatNumber(size)}, ${what}, ${kind}, three-letter words too`;
        report(name);
        const { share, found, asked } = await measureKind(
          name,
          shortSearches.filter((search) => search.kind === kind),
          find,
        );
        measurements.push({ name, figure: share, unit: '%', details: { found, asked } });
      }
    }
  } finally {
    await services.database.close();
  }
  return measurements;
}

/** Measures how many mistyped names are found. */
export const nameRecallBenchmark: Benchmark = {
  name: 'name-recall',
  purpose: 'mistyped names that search and lookup find with 10K and 1M patients',
  async run({ createDatabase, onProgress }) {
    const measurements: Measurement[] = [];
    let description = '';
    let sizes = [0];
    for (let nth = 0; nth < sizes.length; nth += 1) {
      const database = await createDatabase();
      try {
        description = database.description;
        sizes = parseSizes(process.env.RECALL_PATIENTS, database.isServer);
        measurements.push(...(await measureSize(database, sizes[nth] ?? 0, onProgress)));
      } finally {
        await database.close();
      }
    }
    return {
      title: 'Mistyped names',
      database: description,
      measurements,
      notes: [
        'For 280 names in fourteen languages and ten scripts: the share of searches after which the name is among the first three different names. Each name is edited once per kind, if its script allows it: two neighboring letters swapped, a letter replaced, dropped or doubled, a particle joined or split, accents left out. A letter with a vowel sign is left as it is.',
        'An edit leaves three letters of its word as they are, so letters are replaced in and dropped from words of at least four letters. "Three-letter words too" measures the same with words of three letters, of which two remain. An edit that makes the name that of another patient is drawn again.',
        'All other pairs of the same given and family names, 5,320 people, are patients too, in addition to the patients of the scale benchmark.',
        'The baseline of a time is a search for the first four letters of a family name; both are medians of sequential requests, without a network.',
      ],
    };
  },
};
