import { describe, expect, it } from 'vitest';
import { type SettingAdviceId, settingAdviceIds } from './advice/advised.js';
import { type Advice, type Advised, adviceOf } from './advice.js';
import type { BudgetedService } from './budgets.js';
import { peakConcurrency, wholeExecutions } from './concurrency.js';
import { functionNames } from './functions.js';
import { ioOptimizedFromMillions } from './io-optimized.js';
import { checkStackConfig } from './load.js';
import type { StackConfig } from './stack.js';
import { growUsage, type Usage } from './usage.js';
import { contradictionIds } from './usage-contradictions.js';
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
  overrides: Object.fromEntries(functionNames.map((name) => [name, { reservedConcurrency: each }])),
});

/** Settings, and what else advice is given on where it is not the sound demand. */
type Given = readonly [settings: Record<string, unknown>, more?: Partial<Omit<Advised, 'config'>>];

/** Advice on settings; what the report's own demand contradicts is tested beside it. */
const adviceOn = ([values, more]: Given): Advice[] =>
  adviceOf({
    config: settings({ functions: reserved(50), database: { maxCapacityAcu: 40 }, ...values }),
    usage: sound,
    ...more,
  }).filter(({ id }) => !(contradictionIds as readonly string[]).includes(id));

const ids = (...given: Given) => adviceOn(given).map(({ id }) => id);

const database = (values: object) => ({ database: { maxCapacityAcu: 40, ...values } });

/** Every function has a reservation, one of them what the others leave of the sum. */
function reservedTogether(sum: number) {
  const { accountConcurrency, overrides } = reserved(100);
  return { functions: { accountConcurrency, overrides: { ...overrides, files: { reservedConcurrency: sum - 800 } } } };
}

const schedule = { startCron: 'cron(45 7 ? * MON-FRI *)', stopCron: 'cron(15 20 ? * MON-FRI *)' };
const agent = (instances: number, more: object = {}) => ({
  functions: {
    overrides: {
      ...reserved(50).overrides,
      agent_integration: { reservedConcurrency: 50, provisionedConcurrency: { instances, ...more } },
    },
  },
});
const agentReserved = (reservedConcurrency: number, accountConcurrency = 1000) => ({
  functions: {
    accountConcurrency,
    overrides: { ...reserved(50).overrides, agent_integration: { reservedConcurrency } },
  },
});
const withDatabase = (values: Partial<Usage['database']>): Usage => ({
  ...sound,
  database: { ...sound.database, ...values },
});
const withAgent = (values: Partial<Usage['functions']['agent_integration']>): Usage => ({
  ...sound,
  functions: { ...sound.functions, agent_integration: { ...sound.functions.agent_integration, ...values } },
});
const breakEven = ioOptimizedFromMillions(settings(), sound);
const withRequests = (ioRequestsMillions: number) => ({ usage: withDatabase({ ioRequestsMillions }) });
const period = { name: 'all day', hoursPerDay: 24, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 };
const withPeriod = (values: object) => ({ usage: withDatabase({ periods: [{ ...period, ...values }] }) });
const network = (values: object) => ({ network: values });
const endpoints = (...interfaceEndpoints: string[]) => ({ interfaceEndpoints });

/** What is advised past a line, with what was found and is needed, and the same on the line, where nothing is. */
const cases: [SettingAdviceId, past: Given, found: number | string, needed: number | string, onTheLine: Given][] = [
  [
    'throttle-below-peak',
    [{ api: { throttleRequestsPerSecond: 99 } }],
    99,
    100,
    [{ api: { throttleRequestsPerSecond: 100 } }],
  ],
  ['burst-below-peak', [{ api: { throttleBurst: 99 } }], 99, 100, [{ api: { throttleBurst: 100 } }]],
  ['connections-below-concurrency', [reservedTogether(1001)], 2000, 2002, [reservedTogether(1000)]],
  [
    'proxy-unneeded',
    [{ ...database({ proxy: true }), ...reservedTogether(1000) }],
    2000,
    2000,
    [{ ...database({ proxy: true }), ...reservedTogether(1001) }],
  ],
  ['capacity-below-demand', [database({ maxCapacityAcu: 9.5 })], 9.5, 10, [database({ maxCapacityAcu: 10 })]],
  ['capacity-below-demand', [{}, withPeriod({ writerAcu: 40.1 })], 40, 40.1, [{}, withPeriod({ writerAcu: 40 })]],
  ['capacity-below-demand', [{}, withPeriod({ readerAcu: 40.1 })], 40, 40.1, [{}, withPeriod({ readerAcu: 40 })]],
  ['reader-held-at-writer', [database({ readerPromotionTier: 1 })], 1, 2, [database({ readerPromotionTier: 2 })]],
  ['nobody-to-take-over', [database({ readerCount: 0 })], 0, 1, [database({ readerCount: 1 })]],
  ['backup-below-longest', [database({ backupRetentionDays: 34 })], 34, 35, [database({ backupRetentionDays: 35 })]],
  [
    'io-optimized-too-early',
    [database({ storage: 'ioOptimized' }), withRequests(breakEven)],
    breakEven,
    breakEven,
    [database({ storage: 'ioOptimized' }), withRequests(breakEven + 1)],
  ],
  ['io-optimized-pays', [{}, withRequests(breakEven + 1)], breakEven + 1, breakEven, [{}, withRequests(breakEven)]],
  // 2.0 of 5.8 of 100 requests a second, for 0.55 s each.
  ['reserved-below-peak', [agentReserved(18)], 18, 19, [agentReserved(19)]],
  [
    'unreserved-below-peak',
    [{ functions: { accountConcurrency: 37 } }],
    37,
    38,
    [{ functions: { accountConcurrency: 38 } }],
  ],
  // More than the peak's 19 are never reached, and more than four rarely.
  ['provisioned-never-reached', [agent(20)], 20, 4, [agent(4)]],
  ['provisioned-never-reached', [agent(20, { schedule })], 20, 19, [agent(19, { schedule })]],
  [
    'provisioned-never-reached',
    [agent(2), { usage: withAgent({ requestsPerMonth: 0 }) }],
    2,
    1,
    [agent(1), { usage: withAgent({ requestsPerMonth: 0 }) }],
  ],
  ['provisioned-rarely-reached', [agent(5)], 5, 4, [agent(4)]],
  // An average of 1.54, of which four times is more than six.
  [
    'provisioned-rarely-reached',
    [agent(7), { usage: withAgent({ durationMilliseconds: 1_000 }) }],
    7,
    6,
    [agent(6), { usage: withAgent({ durationMilliseconds: 1_000 }) }],
  ],
  ['dearer-architecture', [{ functions: { ...reserved(50), architecture: 'x86_64' } }], 'x86_64', 'arm64', [{}]],
  [
    'nat-in-one-zone',
    [network({ natStrategy: 'single', dualStack: false, availabilityZoneCount: 3 })],
    1,
    3,
    [network({ natStrategy: 'onePerAz', dualStack: false, availabilityZoneCount: 3 })],
  ],
  ['nat-in-one-zone', [network({ natStrategy: 'single' })], 1, 0, [network({ natStrategy: 'none' })]],
  ['nat-beside-ipv6', [network({ natStrategy: 'onePerAz' })], 'onePerAz', 'none', [network({ natStrategy: 'none' })]],
  [
    'endpoints-dearer-than-nat',
    [network(endpoints('bedrock-runtime', 'secretsmanager', 'logs'))],
    43.8,
    36.5,
    [network(endpoints('bedrock-runtime', 'secretsmanager'))],
  ],
  [
    'endpoints-dearer-than-nat',
    [network({ ...endpoints('bedrock-runtime', 'secretsmanager'), availabilityZoneCount: 3 })],
    43.8,
    36.5,
    [network({ ...endpoints('bedrock-runtime'), availabilityZoneCount: 3 })],
  ],
  [
    'retention-below-record-keeping',
    [{ audit: { logRetentionDays: 1827 } }],
    1827,
    2192,
    [{ audit: { logRetentionDays: 2192 } }],
  ],
  [
    'retention-below-record-keeping',
    [{ storage: { auditLockDays: 2191 } }],
    2191,
    2192,
    [{ storage: { auditLockDays: 2192 } }],
  ],
  [
    'retention-below-record-keeping',
    [{ storage: { removedFileDays: 2191 } }],
    2191,
    2192,
    [{ storage: { removedFileDays: 2192 } }],
  ],
  [
    'plus-without-protection',
    [{ identity: { threatProtection: 'off' } }],
    'off',
    'enforced',
    [{ identity: { tier: 'essentials', threatProtection: 'off' } }],
  ],
  ['alerts-to-nobody', [{ alerts: { emails: [] } }], 0, 1, [{ alerts: { emails: ['bob@clinic.example'] } }]],
  ['no-budget', [{}, { plannedUsd: 1000 }], 'none', 1000, [{ budgets: { monthlyUsd: 1020 } }, { plannedUsd: 1000 }]],
  // The bill is of 730 hours, a month of 31 days has 744.
  [
    'budget-fires-at-baseline',
    [{ budgets: { monthlyUsd: 744 } }, { plannedUsd: 730 }],
    744,
    744,
    [{ budgets: { monthlyUsd: 745 } }, { plannedUsd: 730 }],
  ],
  [
    'service-budget-fires-at-baseline',
    [{ budgets: { services: { database: 744, identity: 100 } } }, { plannedServicesUsd: { database: 730 } }],
    744,
    744,
    [{ budgets: { services: { database: 745 } } }, { plannedServicesUsd: { database: 730, functions: 5000 } }],
  ],
];

/** The demand of ten times the users, on settings that have all of it but the connections. */
const tenfold = growUsage(report, 100_000);
const forTenfold = (values: object) => ({
  api: { throttleRequestsPerSecond: 5_000, throttleBurst: 5_000 },
  functions: {
    accountConcurrency: 3_000,
    overrides: Object.fromEntries(
      functionNames.map((name) => [
        name,
        { reservedConcurrency: Math.max(1, wholeExecutions(peakConcurrency(tenfold, name))) },
      ]),
    ),
  },
  database: { maxCapacityAcu: 256, ...values },
});

const threeEndpoints = endpoints('bedrock-runtime', 'secretsmanager', 'logs');
const pausing = { minCapacityAcu: 0, autoPauseSeconds: 300 };

/** Settings with what the advice on them says to do, and the same settings after each of the ways that it names. */
const mends: [SettingAdviceId, before: Given, mend: string, ...after: Given[]][] = [
  [
    'connections-below-concurrency',
    [{ database: { maxCapacityAcu: 10 }, ...reservedTogether(1001) }],
    'Lower the functions’ reservedConcurrency to 1000 together, or raise database.minCapacityAcu to 1, or set database.proxy.',
    [{ database: { maxCapacityAcu: 10 }, ...reservedTogether(1000) }],
    [{ database: { maxCapacityAcu: 10, minCapacityAcu: 1 }, ...reservedTogether(1001) }],
    [{ database: { maxCapacityAcu: 10, proxy: true }, ...reservedTogether(1001) }],
  ],
  [
    'connections-below-concurrency',
    [{ functions: {}, database: { maxCapacityAcu: 8 } }, withPeriod({ writerAcu: 8 })],
    'Give every function reservedConcurrency, 900 together at most, or raise database.maxCapacityAcu to 9, or set database.proxy.',
    [
      { functions: { overrides: reserved(100).overrides }, database: { maxCapacityAcu: 8 } },
      withPeriod({ writerAcu: 8 }),
    ],
    [{ functions: {}, database: { maxCapacityAcu: 9 } }, withPeriod({ writerAcu: 8 })],
    [{ functions: {}, database: { maxCapacityAcu: 8, proxy: true } }, withPeriod({ writerAcu: 8 })],
  ],
  [
    'connections-below-concurrency',
    [{ database: { maxCapacityAcu: 10, ...pausing }, ...reservedTogether(1200) }],
    'Lower the functions’ reservedConcurrency to 1000 together, or raise database.minCapacityAcu to 1 without database.autoPauseSeconds and database.maxCapacityAcu to 11, or set database.proxy on a cluster that doesn’t pause.',
    [{ database: { maxCapacityAcu: 10, ...pausing }, ...reservedTogether(1000) }],
    [{ database: { maxCapacityAcu: 11, minCapacityAcu: 1 }, ...reservedTogether(1200) }],
    [{ database: { maxCapacityAcu: 10, proxy: true }, ...reservedTogether(1200) }],
  ],
  [
    'connections-below-concurrency',
    [{ ...database({ minCapacityAcu: 1 }), functions: { ...reserved(300), accountConcurrency: 3_000 } }],
    'Lower the functions’ reservedConcurrency to 2500 together, or set database.proxy.',
    [{ ...database({ minCapacityAcu: 1 }), functions: { ...reserved(277), accountConcurrency: 3_000 } }],
    [{ ...database({ minCapacityAcu: 1, proxy: true }), functions: { ...reserved(300), accountConcurrency: 3_000 } }],
  ],
  // What has been reserved is needed, so that lowering it is no way.
  [
    'connections-below-concurrency',
    [forTenfold({}), { usage: tenfold }],
    'Raise database.minCapacityAcu to 1, or set database.proxy.',
    [forTenfold({ minCapacityAcu: 1 }), { usage: tenfold }],
    [forTenfold({ proxy: true }), { usage: tenfold }],
  ],
  [
    'reserved-below-peak',
    [agentReserved(18, 518)],
    'Have Lambda’s quota of the account raised to 519, say so in functions.accountConcurrency, and raise functions.overrides.agent_integration.reservedConcurrency in Pulumi.<stack>.yaml to 19, or correct usage.functions.agent_integration.',
    [agentReserved(19, 519)],
  ],
  [
    'unreserved-below-peak',
    [{ functions: { accountConcurrency: 37 } }],
    'Have Lambda’s quota of the account raised to 38, then say so in functions.accountConcurrency in Pulumi.<stack>.yaml.',
    [{ functions: { accountConcurrency: 38 } }],
  ],
  [
    'provisioned-never-reached',
    [agent(20)],
    'Lower functions.overrides.agent_integration.provisionedConcurrency.instances to 4, or leave it out.',
    [agent(4)],
    [{}],
  ],
  [
    'provisioned-rarely-reached',
    [agent(19)],
    'Lower functions.overrides.agent_integration.provisionedConcurrency.instances to 4, give it a schedule for its busiest hours, or leave it out.',
    [agent(4)],
    [agent(19, { schedule })],
    [{}],
  ],
  [
    'nat-in-one-zone',
    [network({ natStrategy: 'single', ...endpoints() })],
    'Set network.natStrategy to none and give services without IPv6 an interface endpoint.',
    [network({ natStrategy: 'none', ...endpoints('bedrock-runtime') })],
  ],
  [
    'nat-in-one-zone',
    [network({ natStrategy: 'single', dualStack: false, ...endpoints() })],
    'Set network.natStrategy to onePerAz, or to none with network.dualStack and an interface endpoint for services without IPv6.',
    [network({ natStrategy: 'onePerAz', dualStack: false, ...endpoints() })],
    [network({ natStrategy: 'none', dualStack: true, ...endpoints('bedrock-runtime') })],
  ],
  [
    'nat-beside-ipv6',
    [network({ natStrategy: 'onePerAz', ...endpoints() })],
    'Set network.natStrategy to none and give services without IPv6 an interface endpoint.',
    [network({ natStrategy: 'none', ...endpoints('bedrock-runtime') })],
  ],
  [
    'endpoints-dearer-than-nat',
    [network(threeEndpoints)],
    'Leave out the endpoints of services that have IPv6.',
    [network(endpoints('bedrock-runtime'))],
  ],
  [
    'endpoints-dearer-than-nat',
    [network({ ...threeEndpoints, dualStack: false })],
    'Set network.dualStack and leave out the endpoints of services that have IPv6.',
    [network({ ...endpoints('bedrock-runtime'), dualStack: true })],
  ],
  [
    'endpoints-dearer-than-nat',
    [network({ ...threeEndpoints, dualStack: false, natStrategy: 'onePerAz' })],
    'Leave out endpoints: the NAT gateway reaches their services too.',
    [network({ ...endpoints(), dualStack: false, natStrategy: 'onePerAz' })],
  ],
];

describe('advice', () => {
  it('is none where settings and demand agree', () => {
    expect(ids({})).toEqual([]);
  });

  it.each(cases)('%s is given past its line, and nothing on it', (id, past, found, needed, onTheLine) => {
    const given = adviceOn(past).filter((advice) => advice.id === id);
    expect(given.map((advice) => [advice.found, advice.needed])).toEqual([[found, needed]]);
    expect(ids(...onTheLine)).toEqual([]);
  });

  it('has no id that is not tried', () => {
    expect(settingAdviceIds.filter((id) => !cases.some(([tried]) => tried === id))).toEqual([]);
  });

  it.each(mends)('%s says what ends it and brings no other advice', (id, before, mend, ...after) => {
    expect(adviceOn(before).find((advice) => advice.id === id)?.mend).toBe(mend);
    for (const given of after) expect(ids(...given)).toEqual([]);
  });

  it.each([
    ['single', 2, '1 NAT gateway is 36.5 US$'],
    ['onePerAz', 2, '2 NAT gateways are 73 US$'],
    ['onePerAz', 3, '3 NAT gateways are 110 US$'],
  ])('counts the NAT gateways that IPv6 saves: %s in %d zones', (natStrategy, availabilityZoneCount, text) => {
    const advice = adviceOn([network({ natStrategy, availabilityZoneCount })]);
    expect(advice.find(({ id }) => id === 'nat-beside-ipv6')?.message).toContain(text);
  });

  it('io-optimized-pays follows the capacity that readers and the least capacity make of the demand', () => {
    const busy = withDatabase({ ioRequestsMillions: 1_600 });
    const judged = (values: object) => ids(database(values), { usage: busy });
    expect(judged({ readerPromotionTier: 2 })).toContain('io-optimized-pays');
    expect(judged({ readerPromotionTier: 1 })).not.toContain('io-optimized-pays');
    expect(judged({ minCapacityAcu: 4 })).not.toContain('io-optimized-pays');
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
    const inLongestMonth = (planned * 744) / 730;
    const always = {
      id: budget === 'total' ? 'budget-fires-at-baseline' : 'service-budget-fires-at-baseline',
      severity: 'error',
      needed: expect.closeTo(inLongestMonth, 6),
      message: expect.stringContaining(budget === 'total' ? 'The budget is' : `The budget of ${budget} is`),
    };
    expect(judged(tellsAt)).toMatchObject([{ ...always, found: tellsAt }]);
    expect(judged(planned)).toMatchObject([{ ...always, found: planned }]);
    expect(judged(inLongestMonth - 0.01)).toHaveLength(1);
    expect(judged(inLongestMonth + 0.01)).toEqual([]);
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
