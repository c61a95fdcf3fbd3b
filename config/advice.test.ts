import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Advised, adviceOf } from './advice.js';
import type { BudgetedService } from './budgets.js';
import { ioOptimizedFromMillions } from './io-optimized.js';
import { checkStackConfig } from './load.js';
import type { StackConfig } from './stack.js';
import { growUsage, type Usage } from './usage.js';
import { usagePreset } from './usage-presets.js';

const report = usagePreset('report');

/** A demand whose numbers agree, of a clinic that the defaults are enough for. */
const sound: Usage = {
  ...report,
  api: { ...report.api, averageRequestsPerSecond: 7.7, peakRequestsPerSecond: 100, requestsPerMonth: 10_000_000 },
};

function settings(values: Record<string, unknown> = {}): StackConfig {
  const checked = checkStackConfig({
    clinic: { timeZone: 'UTC' },
    alerts: { emails: ['ada@clinic.example'] },
    ...values,
  });
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

const reserved = (each: number) => ({
  accountConcurrency: 2000,
  overrides: Object.fromEntries(
    [
      'patients',
      'medics',
      'exams',
      'reservations',
      'files',
      'agent_integration',
      'patient_lookup',
      'db_initialization',
      'data_loader',
    ].map((name) => [name, { reservedConcurrency: each }]),
  ),
});

const ids = (values: Record<string, unknown>, more: Partial<Omit<Advised, 'config'>> = {}) =>
  adviceOf({
    config: settings({ functions: reserved(50), database: { maxCapacityAcu: 40 }, ...values }),
    usage: sound,
    ...more,
  })
    .map(({ id }) => id)
    .filter((id) => !demandIds.has(id));

/** What the report's own demand contradicts; tested beside it. */
const demandIds = new Set(
  adviceOf({ config: settings(), usage: sound })
    .map(({ id }) => id)
    .filter((id) => id.includes('-against-') || id === 'hours-of-the-month'),
);

const database = (values: object) => ({ database: { maxCapacityAcu: 40, ...values } });
const agent = (instances: number) => ({
  functions: {
    overrides: {
      ...reserved(50).overrides,
      agent_integration: { reservedConcurrency: 50, provisionedConcurrency: { instances } },
    },
  },
});
const agentReserved = (reservedConcurrency: number) => ({
  functions: { overrides: { ...reserved(50).overrides, agent_integration: { reservedConcurrency } } },
});
const withDatabase = (values: Partial<Usage['database']>): Usage => ({
  ...sound,
  database: { ...sound.database, ...values },
});
const breakEven = ioOptimizedFromMillions(settings(), sound);
const period = { name: 'all day', hoursPerDay: 24, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 };

describe('advice', () => {
  it('is none where settings and demand agree', () => {
    expect(ids({})).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['throttle-below-peak', { api: { throttleRequestsPerSecond: 99 } }, { api: { throttleRequestsPerSecond: 100 } }],
    ['burst-below-peak', { api: { throttleBurst: 99 } }, { api: { throttleBurst: 100 } }],
    ['connections-below-concurrency', { functions: reserved(112) }, { functions: reserved(111) }],
    ['proxy-unneeded', { ...database({ proxy: true }) }, { ...database({ proxy: true }), functions: reserved(112) }],
    ['capacity-below-demand', database({ maxCapacityAcu: 9.5 }), database({ maxCapacityAcu: 10 })],
    ['reader-held-at-writer', database({ readerPromotionTier: 1 }), database({ readerPromotionTier: 2 })],
    ['backup-below-longest', database({ backupRetentionDays: 34 }), database({ backupRetentionDays: 35 })],
    ['nobody-to-take-over', database({ readerCount: 0 }), database({ readerCount: 1 })],
    ['io-optimized-too-early', database({ storage: 'ioOptimized' }), database({ storage: 'standard' })],
    // 2.0 of 5.8 of 100 requests a second, for 0.55 s each.
    ['reserved-below-peak', agentReserved(18), agentReserved(19)],
    ['unreserved-below-peak', { functions: { accountConcurrency: 37 } }, { functions: { accountConcurrency: 38 } }],
    ['provisioned-never-reached', agent(20), agent(3)],
    ['provisioned-rarely-reached', agent(5), agent(4)],
    ['dearer-architecture', { functions: { ...reserved(50), architecture: 'x86_64' } }, {}],
    ['nat-in-one-zone', { network: { natStrategy: 'single' } }, { network: { natStrategy: 'onePerAz' } }],
    ['nat-beside-ipv6', { network: { natStrategy: 'onePerAz' } }, { network: { natStrategy: 'none' } }],
    [
      'endpoints-dearer-than-nat',
      { network: { interfaceEndpoints: ['bedrock-runtime', 'secretsmanager', 'logs'] } },
      { network: { interfaceEndpoints: ['bedrock-runtime', 'secretsmanager'] } },
    ],
    ['retention-below-record-keeping', { audit: { logRetentionDays: 1827 } }, { audit: { logRetentionDays: 2192 } }],
    [
      'plus-without-protection',
      { identity: { threatProtection: 'off' } },
      { identity: { tier: 'essentials', threatProtection: 'off' } },
    ],
    ['alerts-to-nobody', { alerts: { emails: [] } }, { alerts: { emails: ['bob@clinic.example'] } }],
  ])('%s is given past its line, and not on it', (id, past, onTheLine) => {
    expect(ids(past)).toContain(id);
    expect(ids(onTheLine)).not.toContain(id);
  });

  it.each<[string, Usage, Usage]>([
    [
      'io-optimized-pays',
      withDatabase({ ioRequestsMillions: breakEven + 1 }),
      withDatabase({ ioRequestsMillions: breakEven }),
    ],
    [
      'capacity-below-demand',
      withDatabase({ periods: [{ ...period, writerAcu: 41 }] }),
      withDatabase({ periods: [{ ...period, writerAcu: 40 }] }),
    ],
    [
      'capacity-below-demand',
      withDatabase({ periods: [{ ...period, readerAcu: 41 }] }),
      withDatabase({ periods: [{ ...period, readerAcu: 40 }] }),
    ],
  ])('%s follows the demand', (id, past, onTheLine) => {
    expect(ids({}, { usage: past })).toContain(id);
    expect(ids({}, { usage: onTheLine })).not.toContain(id);
  });

  it('io-optimized-pays follows the capacity that readers and the least capacity make of the demand', () => {
    const busy = withDatabase({ ioRequestsMillions: 1_600 });
    const judged = (values: object) => ids(database(values), { usage: busy });
    expect(judged({ readerPromotionTier: 2 })).toContain('io-optimized-pays');
    expect(judged({ readerPromotionTier: 1 })).not.toContain('io-optimized-pays');
    expect(judged({ minCapacityAcu: 4 })).not.toContain('io-optimized-pays');
  });

  it('on budgets follows what is planned: none, one that always fires, one with room', () => {
    expect(ids({}, { plannedUsd: 1000 })).toEqual(['no-budget']);
    expect(ids({ budgets: { monthlyUsd: 1000 } }, { plannedUsd: 1000 })).toEqual(['budget-fires-at-baseline']);
    expect(ids({ budgets: { monthlyUsd: 1001 } }, { plannedUsd: 1000 })).toEqual([]);
  });

  it('on budgets of services is given for one that always fires, and not for one with room', () => {
    const budgets = { monthlyUsd: 2000, services: { database: 900, identity: 100 } };
    const judged = (plannedServicesUsd: Advised['plannedServicesUsd']) =>
      ids({ budgets }, { plannedUsd: 1000, plannedServicesUsd });
    expect(judged({ database: 900, functions: 5000 })).toEqual(['service-budget-fires-at-baseline']);
    expect(judged({ database: 899.99 })).toEqual([]);
  });

  /** The cost report's alerts, by the amount at which each tells, and what the report plans for it. */
  it.each<[string, 'total' | BudgetedService, number, number]>([
    ['80 % of the whole', 'total', 1440, 1675],
    ['90 % of the whole', 'total', 1620, 1675],
    ['Aurora', 'database', 807.5, 878.1],
    ['Cognito', 'identity', 540, 555],
    ['Lambda', 'functions', 102, 104.5],
    // The rest of its 1,800 is a budget of the rest of its services.
    ['the other services', 'total', 130, 136.3],
  ])('names the report’s budget alert that always fires: %s', (_what, budget, tellsAt, planned) => {
    const judged = (amount: number) => {
      const isTotal = budget === 'total';
      const budgets = isTotal ? { monthlyUsd: amount, services: {} } : { services: { [budget]: amount } };
      const config = { ...settings(), budgets: { ...settings().budgets, ...budgets } };
      const costs = isTotal ? { plannedUsd: planned } : { plannedServicesUsd: { [budget]: planned } };
      return adviceOf({ config, usage: sound, ...costs }).filter(({ id }) => id.endsWith('fires-at-baseline'));
    };
    const always = {
      id: budget === 'total' ? 'budget-fires-at-baseline' : 'service-budget-fires-at-baseline',
      severity: 'error',
      needed: planned,
      message: expect.stringContaining(budget === 'total' ? 'The budget is' : `The budget of ${budget} is`),
    };
    expect(judged(tellsAt)).toMatchObject([{ ...always, found: tellsAt }]);
    expect(judged(planned)).toMatchObject([{ ...always, found: planned }]);
    expect(judged(planned + 0.01)).toEqual([]);
  });

  it('has what was found, what is needed and what to do, errors first', () => {
    const config = settings({
      functions: reserved(50),
      api: { throttleRequestsPerSecond: 20 },
      alerts: { emails: [] },
    });
    const [first, ...others] = adviceOf({ config, usage: sound });
    expect(first).toEqual({
      id: 'throttle-below-peak',
      severity: 'error',
      found: 20,
      needed: 100,
      message:
        'The API lets 20 requests a second through and 100 are planned for: 80 % of the peak would be answered 429.',
      mend: 'Raise api.throttleRequestsPerSecond, or correct usage.api.peakRequestsPerSecond.',
    });
    const severities = others.map(({ severity }) => severity);
    expect(severities).toEqual([...severities].sort());
  });

  it('at ten times the users says which reservation its peak outgrows, and which it does not', () => {
    const usage = growUsage(report, 100_000);
    const judged = (agent: number, patients: number) => {
      const overrides = {
        agent_integration: { reservedConcurrency: agent },
        patients: { reservedConcurrency: patients },
      };
      const config = settings({ functions: { accountConcurrency: 2000, overrides } });
      return adviceOf({ config, usage }).filter(({ id }) => id === 'reserved-below-peak');
    };
    expect(judged(60, 216)).toEqual([
      {
        id: 'reserved-below-peak',
        severity: 'error',
        found: 60,
        needed: 949,
        message:
          'agent_integration may run 60 times at once and runs 949 times in the planned peak: Lambda would refuse the rest.',
        mend: 'Raise functions.overrides.agent_integration.reservedConcurrency in Pulumi.<stack>.yaml to 949, or correct usage.functions.agent_integration.',
      },
    ]);
    expect(judged(949, 216)).toEqual([]);
    expect(judged(948, 215).map(({ found, needed }) => [found, needed])).toEqual([
      [215, 216],
      [948, 949],
    ]);
  });

  it('never says that a function is too small for a peak that it is no part of', () => {
    const overrides = { data_loader: { reservedConcurrency: 1 } };
    const loading = { requestsPerMonth: 100_000, durationMilliseconds: 900_000 };
    const usage = { ...sound, functions: { ...sound.functions, data_loader: loading } };
    expect(ids({ functions: { overrides } }, { usage })).not.toContain('reserved-below-peak');
  });

  it('at a million users says that an instance has an end', () => {
    const advice = adviceOf({
      config: settings(database({ maxCapacityAcu: 256 })),
      usage: growUsage(report, 1_000_000),
    });
    expect(advice.find(({ id }) => id === 'capacity-below-demand')?.mend).toContain('256 ACU');
  });

  it('has no id that is not tried here or, where it is on the demand alone, beside it', async () => {
    const idsIn = async (file: string) =>
      [...(await readFile(file, 'utf8')).matchAll(/\bid: .*$/gm)].flatMap(([line]) =>
        [...line.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, id]) => id ?? ''),
      );
    const tried = await Promise.all(
      ['config/advice.test.ts', 'config/usage.test.ts'].map((file) => readFile(file, 'utf8')),
    );
    const rules = (await readdir('config/advice')).map((file) => `config/advice/${file}`);
    const given = (await Promise.all([...rules, 'config/usage-contradictions.ts'].map(idsIn))).flat();
    expect(given.length).toBeGreaterThan(30);
    expect(given.filter((id) => !tried.some((text) => text.includes(`'${id}'`)))).toEqual([]);
  });

  it('tells what the report’s own demand contradicts', () => {
    const found = adviceOf({ config: settings(), usage: report }).map(({ id }) => id);
    expect(found).toEqual(
      expect.arrayContaining(['peak-against-average', 'hours-of-the-month', 'invocations-against-requests']),
    );
  });

  it.each([
    [['files', 'functions'], ['data-events-against-invocations', 'file-requests-against-data-events'], 0.165],
    [['files'], ['file-requests-against-data-events'], 0.09],
    [['functions'], ['data-events-against-invocations'], 0.09],
    [[], [], 0.015],
  ])('on the demand counts the data events that the trail selects: %j', (dataEvents, told, storedGb) => {
    const advice = adviceOf({ config: settings({ audit: { dataEvents } }), usage: report });
    expect(advice.map(({ id }) => id).filter((id) => id.includes('data-events'))).toEqual(told);
    const stored = advice.filter(({ id }) => id === 'audit-storage-against-events');
    expect(stored.map(({ needed }) => needed)).toEqual([expect.closeTo(storedGb, 6)]);
  });
});
