import { type Benchmark, type Measurement, median } from '../benchmark.js';
import { startWorker } from '../worker.js';
import { type LoadRequest, sendLoad } from './load.js';
import { installPeers, peerNames } from './peers.js';
import { familyNames, type SeededClinic, seedClinic } from './seed.js';

const concurrency = 16;
const rounds = 7;
const warmUpMilliseconds = 1_500;
const roundMilliseconds = 1_500;

const routes = ['get', 'list', 'search', 'create', 'book'] as const;
type Route = (typeof routes)[number];

/** Throughput goals as shares of the bare server's. */
const goals: Partial<Record<Route, number>> = { get: 0.8, list: 0.8, create: 0.7, book: 0.7 };

/** The operations that peers implement. */
const peerRoutes: readonly Route[] = ['get', 'list'];
const isPeer = (name: string): boolean => peerNames.includes(name);

/** The requests of one route. No two bookings share a time and a medic or patient. */
function buildRequests({ patientIds, medicIds, examId }: SeededClinic): Record<Route, () => LoadRequest> {
  let count = 0;
  const pickNext = <Item>(items: readonly Item[]) => items[count % items.length] as Item;
  const withCount = (make: () => LoadRequest) => () => {
    count += 1;
    return make();
  };
  const tomorrow = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000;
  const post = (path: string, body: object): LoadRequest => ({ method: 'POST', path, body: JSON.stringify(body) });
  return {
    get: withCount(() => ({ method: 'GET', path: `/v1/patients/${pickNext(patientIds)}` })),
    list: withCount(() => ({ method: 'GET', path: '/v1/patients' })),
    search: withCount(() => ({
      method: 'GET',
      path: `/v1/patients?search=${encodeURIComponent(pickNext(familyNames))}`,
    })),
    create: withCount(() =>
      post('/v1/patients', {
        givenName: 'Rosa',
        familyName: `Nueva ${count}`,
        birthDate: '1990-05-17',
        gender: 'female',
      }),
    ),
    book: withCount(() => {
      const startsAt = new Date(tomorrow + Math.floor(count / medicIds.length) * 1_800_000).toISOString();
      return post('/v1/reservations', {
        patientId: pickNext(patientIds),
        medicId: pickNext(medicIds),
        examId,
        startsAt,
      });
    }),
  };
}

async function startPeer(name: string, url: string) {
  const { child, message: port } = await startWorker<number>(new URL('./server.ts', import.meta.url), [name, url]);
  return { name, origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

/** Measures requests per second, each server in its own process, alternating. */
export const throughputBenchmark: Benchmark = {
  name: 'throughput',
  purpose: 'requests per second of get, list, search, create and book against a bare server',
  async run({ createDatabase, onProgress }) {
    const database = await createDatabase();
    const peers: Awaited<ReturnType<typeof startPeer>>[] = [];
    try {
      const requests = buildRequests(await seedClinic(database.sql));
      onProgress('installing the peers');
      const hasPeers = await installPeers();
      for (const name of ['ours', 'bare', ...(hasPeers ? peerNames : [])]) {
        peers.push(await startPeer(name, database.url));
      }
      const measurements: Measurement[] = [];
      for (const route of routes) {
        const racing = peers.filter(({ name }) => !isPeer(name) || peerRoutes.includes(route));
        const results = new Map<string, number[]>(racing.map(({ name }) => [name, []]));
        for (let round = 0; round <= rounds; round += 1) {
          onProgress(`${route}: round ${round} of ${rounds}`);
          for (const { name, origin } of racing) {
            const milliseconds = round === 0 ? warmUpMilliseconds : roundMilliseconds;
            const requestsPerSecond = await sendLoad(origin, requests[route], { concurrency, milliseconds });
            if (round > 0) results.get(name)?.push(requestsPerSecond);
          }
        }
        const compareWith = (baseline: string, name: string, atLeast?: number): Measurement => ({
          name,
          figure: median(results.get('ours') ?? []),
          unit: 'requests/s',
          baseline: median(results.get(baseline) ?? []),
          ...(atLeast !== undefined && { goal: { atLeast } }),
        });
        measurements.push(compareWith('bare', route, goals[route]));
        for (const { name } of racing.filter((peer) => isPeer(peer.name))) {
          measurements.push(compareWith(name, `${route}, compared with ${name}`, 1));
        }
      }
      return {
        title: 'Throughput',
        database: database.description,
        measurements,
        notes: [
          'The baseline is a bare server: node:http and postgres.js, with the same SQL, transaction, caller, access limit and audit event.',
          'The baseline waits for each result before it sends the next statement, as handwritten code usually does. Our code pipelines statements that need no earlier result. A ratio near 1 therefore means that pipelining saves as much time as our overhead costs, not that there is no overhead.',
          `Medians of ${rounds} alternating rounds, ${concurrency} concurrent requests; server, load and database share one machine.`,
          hasPeers
            ? 'express-prisma and fastify-drizzle run the queries that a simple first version would use, without a transaction, caller, access limit or audit event: a response costs one or two reads, while ours also writes and commits. "With our guarantees", they do all four, one statement after the other, as their libraries send them. For a list, the bare server is slower than they are too: the expensive parts are the audit event, with the ids of all patients on the page, and its commit.'
            : 'express-prisma and fastify-drizzle are not measured: their packages could not be installed here.',
        ],
      };
    } finally {
      for (const peer of peers) peer.stop();
      await database.close();
    }
  },
};
