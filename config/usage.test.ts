import { describe, expect, it } from 'vitest';
import { growUsage, Usage, UsageSettings, usageOf } from './usage.js';
import { contradictionsOf } from './usage-contradictions.js';
import { sourcesOfPreset, usagePreset } from './usage-presets.js';

const report = usagePreset('report');
const settings = (values: object = {}) => UsageSettings.parse(values);

const numbersOf = (value: unknown, path: string): string[] => {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersOf(part, path === '' ? key : `${path}.${key}`));
};

describe('the report’s demand', () => {
  it('is whole, and each of its numbers says where it is from', () => {
    expect(Usage.parse(report)).toEqual(report);
    const sources = sourcesOfPreset('report');
    expect([...sources.keys()]).toEqual(numbersOf(report, ''));
    expect([...sources.values()].filter((source) => !/^(report|estimate|10,000 users)/.test(source))).toEqual([]);
  });

  it('contradicts itself where the audit says so', () => {
    const found = contradictionsOf(report).map(({ id, found, expected }) => [id, found, Number(expected.toFixed(2))]);
    expect(found).toEqual([
      ['average-against-requests', 333, 7.72],
      ['peak-against-average', 500, 154.32],
      ['invocations-against-requests', 5_800_000, 10_000_000],
      ['data-events-against-invocations', 500_000, 5_800_000],
      ['log-volume-against-invocations', (40 * 1e9) / 5_800_000, 2_000],
      ['input-tokens-against-questions', 0, 8_000],
      ['output-tokens-against-questions', 0, 500],
      ['file-requests-against-data-events', 0, 500_000],
      ['audit-storage-against-events', 0, 0.16],
      ['hours-of-the-month', 720, 730],
    ]);
  });
});

describe('growth', () => {
  const grown = growUsage(report, 100_000);

  it('is in step with the users for what each of them causes', () => {
    expect(grown.users).toMatchObject({ activePerMonth: 100_000, registered: 1_000_000, sessionsPerActiveUser: 20 });
    expect(grown.api).toMatchObject({ requestsPerMonth: 100_000_000, peakRequestsPerSecond: 5_000 });
    expect(grown.functions.patients).toEqual({ requestsPerMonth: 10_000_000, durationMilliseconds: 200 });
    expect(grown.database).toMatchObject({ storageGb: 5_000, ioRequestsMillions: 2_000 });
    expect(grown.logs.storedGb).toBe(1_000);
  });

  it('is six times for the database’s capacity at ten times the users, 3.5 at five times', () => {
    expect(grown.database.periods[0]?.writerAcu).toBeCloseTo(60, 0);
    expect(growUsage(report, 50_000).database.periods[0]?.writerAcu).toBeCloseTo(35, 0);
  });

  it('leaves alone what is done once or set once', () => {
    expect(grown.functions.db_initialization).toEqual(report.functions.db_initialization);
    expect(grown.functions.data_loader.requestsPerMonth).toBe(1);
    expect(grown.monitoring.metricCount).toBe(50);
    expect(grown.registry.storedGb).toBe(2);
  });

  it.each([1, 37, 10_000, 1_000_000])('gives a demand that is valid, at %d users', (users) => {
    expect(Usage.parse(growUsage(report, users)).users.activePerMonth).toBe(users);
  });
});

describe('a stack’s own demand', () => {
  it('is the preset where the file says nothing', () => {
    expect(usageOf(report, settings())).toEqual(report);
  });

  it('grows the preset to the stack’s users before it takes what the file says', () => {
    const usage = usageOf(report, settings({ users: { activePerMonth: 50 }, logs: { functionsGb: 3 } }));
    expect(usage.users).toMatchObject({ activePerMonth: 50, registered: 500 });
    expect(usage.logs).toMatchObject({ functionsGb: 3, accessGb: 0.025 });
  });

  it('is found where more users were said and the volume of their logs was not', () => {
    const usage = usageOf(report, settings({ users: { activePerMonth: 100_000 }, logs: { functionsGb: 8 } }));
    expect(contradictionsOf(usage)).toContainEqual(
      expect.objectContaining({ id: 'log-volume-against-invocations', expected: 500 }),
    );
  });

  it('refuses a number that there is not, one below 0, and a preset that there is not', () => {
    for (const wrong of [
      { logs: { gigabytes: 1 } },
      { logs: { functionsGb: -1 } },
      { preset: 'guess' },
      { api: { businessHoursPerMonth: 0 } },
      { database: { periods: [{ name: 'day', hoursPerDay: 8, daysPerMonth: 22, writerAcu: 10, readerAcu: 5 }] } },
      { database: { periods: [{ name: 'day', hoursPerDay: 24, daysPerMonth: 0, writerAcu: 10, readerAcu: 5 }] } },
      { database: { periods: [...report.database.periods, ...report.database.periods] } },
      { api: { businessHoursPerMonth: 745 } },
      { moon: {} },
    ]) {
      expect(UsageSettings.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe('contradictions', () => {
  const consistent = usageOf(
    report,
    settings({
      api: { requestsPerMonth: 10_000_000, averageRequestsPerSecond: 7.72, peakRequestsPerSecond: 100 },
      functions: { patients: { requestsPerMonth: 5_200_000, durationMilliseconds: 200 } },
      trail: { functionEventsPerMonth: 10_000_000 },
      logs: { functionsGb: 10 },
      models: { inputTokensMillions: 8_000, outputTokensMillions: 500 },
      files: { writesPerMonth: 100_000, readsPerMonth: 400_000, auditStoredGb: 10 },
      database: { periods: [{ name: 'always', hoursPerDay: 24, daysPerMonth: 30.42, writerAcu: 1, readerAcu: 1 }] },
    }),
  );
  const change = (values: object) => contradictionsOf(usageOf(consistent, settings(values))).map(({ id }) => id);

  it('are none where the numbers agree', () => {
    expect(contradictionsOf(consistent)).toEqual([]);
  });

  it.each([
    ['requests-against-sessions', { users: { callsPerSession: 60 } }],
    ['active-against-registered', { users: { registered: 9_999 } }],
    ['average-against-requests', { api: { averageRequestsPerSecond: 9 } }],
    ['peak-against-average', { api: { peakRequestsPerSecond: 7 } }],
    ['peak-against-average', { api: { peakRequestsPerSecond: 155 } }],
    ['data-events-against-invocations', { trail: { functionEventsPerMonth: 5_000_000 } }],
    ['log-volume-against-invocations', { logs: { functionsGb: 21 } }],
    ['log-volume-against-invocations', { logs: { functionsGb: 4.9 } }],
    ['input-tokens-against-questions', { models: { inputTokensMillions: 0 } }],
    ['output-tokens-against-questions', { models: { outputTokensMillions: 0 } }],
    ['file-requests-against-data-events', { files: { readsPerMonth: 350_000 } }],
    ['audit-storage-against-events', { files: { auditStoredGb: 1.5 } }],
    ['bedrock-against-outbound', { network: { outboundGb: 49 } }],
  ])('%s is found', (id, values) => {
    expect(change(values)).toEqual([id]);
  });

  it.each([
    ['as many active as registered users', { users: { registered: 10_000 } }],
    ['a peak of twenty times the average', { api: { peakRequestsPerSecond: 154 } }],
    ['2,000 bytes of log for each call', { logs: { functionsGb: 20 } }],
    ['500 bytes of log for each call', { logs: { functionsGb: 5 } }],
    [
      'a model that nobody asks',
      {
        functions: {
          agent_integration: { requestsPerMonth: 0, durationMilliseconds: 500 },
          patients: { requestsPerMonth: 7_200_000, durationMilliseconds: 200 },
        },
        models: { inputTokensMillions: 0, outputTokensMillions: 0 },
      },
    ],
    ['requests of files within 2 % of their data events', { files: { readsPerMonth: 391_000 } }],
    ['an audit bucket with the files of one month', { files: { auditStoredGb: 1.6 } }],
    ['all that leaves goes to Bedrock', { network: { outboundGb: 50 } }],
  ])('%s is none', (_what, values) => {
    expect(change(values)).toEqual([]);
  });
});
