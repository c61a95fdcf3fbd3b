import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { type ContradictionId, contradictionIds, findContradictions } from './contradictions.js';
import { getUsagePreset, listPresetSources } from './presets.js';
import { growUsage, PlannedUsage, resolveUsage, UsageSettings } from './usage.js';

const study = getUsagePreset('study2025');
const settings = (values: object = {}) => UsageSettings.parse(values);

const listNumberPaths = (value: unknown, path: string): string[] => {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => listNumberPaths(part, path === '' ? key : `${path}.${key}`));
};

describe('the demand of the 2025 cost study', () => {
  it('is complete, and each number has a source', () => {
    expect(PlannedUsage.parse(study)).toEqual(study);
    const sources = listPresetSources('study2025');
    expect([...sources.keys()]).toEqual(listNumberPaths(study, ''));
    expect([...sources.values()].filter((source) => !/^(2025 cost study|estimate|10,000 users)/.test(source))).toEqual(
      [],
    );
  });

  it('has the contradictions that the audit lists', () => {
    const found = findContradictions(study).map(({ id, found, expected }) => [id, found, Number(expected.toFixed(2))]);
    expect(found).toEqual([
      ['average-against-requests', 333, 7.72],
      ['peak-against-average', 500, 154.32],
      ['invocations-against-requests', 5_800_000, 10_000_000],
      ['data-events-against-invocations', 500_000, 5_800_000],
      ['log-volume-against-invocations', 40, 11.6],
      ['input-tokens-against-questions', 0, 8_000],
      ['output-tokens-against-questions', 0, 500],
      ['file-requests-against-data-events', 0, 500_000],
      ['audit-storage-against-events', 0, 0.16],
      ['hours-of-the-month', 720, 730],
    ]);
  });
});

describe('growth', () => {
  const grown = growUsage(study, 100_000);

  it('is proportional to the users for what each user causes', () => {
    expect(grown.users).toMatchObject({ activePerMonth: 100_000, registered: 1_000_000, sessionsPerActiveUser: 20 });
    expect(grown.api).toMatchObject({ requestsPerMonth: 100_000_000, peakRequestsPerSecond: 5_000 });
    expect(grown.functions.patients).toEqual({ requestsPerMonth: 10_000_000, durationMilliseconds: 200 });
    expect(grown.database).toMatchObject({ storageGb: 5_000, ioRequestsMillions: 2_000 });
    expect(grown.logs.storedGb).toBe(1_000);
  });

  it('is sixfold for database capacity at ten times the users, 3.5-fold at five times', () => {
    expect(grown.database.periods[0]?.writerAcu).toBeCloseTo(60, 0);
    expect(growUsage(study, 50_000).database.periods[0]?.writerAcu).toBeCloseTo(35, 0);
  });

  it('does not apply to fixed numbers', () => {
    expect(grown.functions.db_initialization).toEqual(study.functions.db_initialization);
    expect(grown.functions.data_loader.requestsPerMonth).toBe(1);
    expect(grown.monitoring.metricCount).toBe(50);
    expect(grown.registry.storedGb).toBe(2);
  });

  it.each([1, 37, 10_000, 1_000_000])('results in a valid demand, at %d users', (users) => {
    expect(PlannedUsage.parse(growUsage(study, users)).users.activePerMonth).toBe(users);
  });
});

describe('the demand of a stack', () => {
  it('is the preset if the file sets nothing', () => {
    expect(resolveUsage(study, settings())).toEqual(study);
  });

  it('is the preset scaled to the users of the stack, then overridden by its file', () => {
    const usage = resolveUsage(study, settings({ users: { activePerMonth: 50 }, logs: { functionsGb: 3 } }));
    expect(usage.users).toMatchObject({ activePerMonth: 50, registered: 500 });
    expect(usage.logs).toMatchObject({ functionsGb: 3, accessGb: 0.025 });
  });

  it('reports a log volume that was not adjusted to more users', () => {
    const usage = resolveUsage(study, settings({ users: { activePerMonth: 100_000 }, logs: { functionsGb: 8 } }));
    expect(findContradictions(usage)).toContainEqual(
      expect.objectContaining({ id: 'log-volume-against-invocations', found: 8, expected: 29 }),
    );
  });

  it('accepts the former name of the preset', () => {
    expect(settings({ preset: 'report' })).toEqual(settings({ preset: 'study2025' }));
  });

  it('rejects unknown numbers, negative numbers and unknown presets', () => {
    for (const wrong of [
      { logs: { gigabytes: 1 } },
      { logs: { functionsGb: -1 } },
      { preset: 'guess' },
      { api: { businessHoursPerMonth: 0 } },
      { database: { periods: [{ name: 'day', hoursPerDay: 8, daysPerMonth: 22, writerAcu: 10, readerAcu: 5 }] } },
      { database: { periods: [{ name: 'day', hoursPerDay: 24, daysPerMonth: 0, writerAcu: 10, readerAcu: 5 }] } },
      { database: { periods: [...study.database.periods, ...study.database.periods] } },
      { api: { businessHoursPerMonth: 745 } },
      { moon: {} },
    ]) {
      expect(UsageSettings.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe('contradictions', () => {
  const consistent = resolveUsage(
    study,
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
  type Changes = z.input<typeof UsageSettings>;
  const change = (values: Changes) =>
    findContradictions(resolveUsage(consistent, settings(values))).map(({ id, found, expected }) => [
      id,
      found,
      expected,
    ]);
  const periods = (hours: number) => {
    const quiet = { writerAcu: 1, readerAcu: 1 };
    return [
      { name: 'most of it', hoursPerDay: 24, daysPerMonth: 30, ...quiet },
      { name: 'the rest', hoursPerDay: hours - 720, daysPerMonth: 1, ...quiet },
    ];
  };
  const patients = (requestsPerMonth: number) => ({ patients: { requestsPerMonth, durationMilliseconds: 200 } });

  it('are none if the numbers agree', () => {
    expect(findContradictions(consistent)).toEqual([]);
  });

  /** A change just past a limit with the contradiction that it causes, and the change at the limit, which causes none. */
  const cases: [ContradictionId, past: Changes, found: number, expected: number, onTheLine: Changes][] = [
    [
      'requests-against-sessions',
      { users: { callsPerSession: 49.01 } },
      10_000_000,
      9_802_000,
      { users: { callsPerSession: 49.02 } },
    ],
    [
      'requests-against-sessions',
      { users: { callsPerSession: 51.03 } },
      10_000_000,
      10_206_000,
      { users: { callsPerSession: 51.02 } },
    ],
    ['active-against-registered', { users: { registered: 9_999 } }, 9_999, 10_000, { users: { registered: 10_000 } }],
    [
      'average-against-requests',
      { api: { averageRequestsPerSecond: 7.871 } },
      7.871,
      7.716,
      { api: { averageRequestsPerSecond: 7.87 } },
    ],
    [
      'average-against-requests',
      { api: { averageRequestsPerSecond: 7.561 } },
      7.561,
      7.716,
      { api: { averageRequestsPerSecond: 7.562 } },
    ],
    // From the average to twenty times as much.
    [
      'peak-against-average',
      { api: { peakRequestsPerSecond: 7.71 } },
      7.71,
      7.716,
      { api: { peakRequestsPerSecond: 7.72 } },
    ],
    [
      'peak-against-average',
      { api: { peakRequestsPerSecond: 154.33 } },
      154.33,
      154.321,
      { api: { peakRequestsPerSecond: 154.32 } },
    ],
    [
      'invocations-against-requests',
      { functions: patients(5_400_001) },
      10_200_001,
      10_000_000,
      { functions: patients(5_400_000) },
    ],
    [
      'invocations-against-requests',
      { functions: patients(4_999_999), trail: { functionEventsPerMonth: 9_800_000 } },
      9_799_999,
      10_000_000,
      { functions: patients(5_000_000), trail: { functionEventsPerMonth: 9_800_000 } },
    ],
    [
      'data-events-against-invocations',
      { trail: { functionEventsPerMonth: 10_200_001 } },
      10_200_001,
      10_000_000,
      { trail: { functionEventsPerMonth: 10_200_000 } },
    ],
    [
      'data-events-against-invocations',
      { trail: { functionEventsPerMonth: 9_799_999 } },
      9_799_999,
      10_000_000,
      { trail: { functionEventsPerMonth: 9_800_000 } },
    ],
    ['log-volume-against-invocations', { logs: { functionsGb: 20.01 } }, 20.01, 20, { logs: { functionsGb: 20 } }],
    ['log-volume-against-invocations', { logs: { functionsGb: 4.99 } }, 4.99, 5, { logs: { functionsGb: 5 } }],
    [
      'input-tokens-against-questions',
      { models: { inputTokensMillions: 0 } },
      0,
      8_000,
      { models: { inputTokensMillions: 1 } },
    ],
    [
      'output-tokens-against-questions',
      { models: { outputTokensMillions: 0 } },
      0,
      500,
      { models: { outputTokensMillions: 1 } },
    ],
    [
      'file-requests-against-data-events',
      { files: { readsPerMonth: 389_999 } },
      489_999,
      500_000,
      { files: { readsPerMonth: 390_000 } },
    ],
    [
      'file-requests-against-data-events',
      { files: { readsPerMonth: 410_001 } },
      510_001,
      500_000,
      { files: { readsPerMonth: 410_000 } },
    ],
    // 10.6 million events of 1,500 bytes, a tenth of it when it is packed.
    [
      'audit-storage-against-events',
      { files: { auditStoredGb: 1.58 } },
      1.58,
      1.59,
      { files: { auditStoredGb: 1.59 } },
    ],
    ['hours-of-the-month', { database: { periods: periods(732) } }, 732, 730, { database: { periods: periods(731) } }],
    ['hours-of-the-month', { database: { periods: periods(728) } }, 728, 730, { database: { periods: periods(729) } }],
    ['bedrock-against-outbound', { network: { outboundGb: 49 } }, 50, 49, { network: { outboundGb: 50 } }],
  ];

  it.each(cases)('%s is reported past its limit and not at it', (id, past, found, expected, onTheLine) => {
    expect(change(past)).toEqual([[id, expect.closeTo(found, 3), expect.closeTo(expected, 3)]]);
    expect(change(onTheLine)).toEqual([]);
  });

  it('are all covered by a case', () => {
    expect(contradictionIds.filter((id) => !cases.some(([tried]) => tried === id))).toEqual([]);
  });

  it('ignore tokens without questions to the assistant', () => {
    const changes: Changes = {
      functions: { agent_integration: { requestsPerMonth: 0, durationMilliseconds: 500 }, ...patients(7_200_000) },
      models: { inputTokensMillions: 0, outputTokensMillions: 0 },
    };
    expect(change(changes)).toEqual([]);
  });

  it('ignore data events that are not recorded', () => {
    expect(change({ trail: { functionEventsPerMonth: 0, fileEventsPerMonth: 0 } })).toEqual([]);
  });
});
