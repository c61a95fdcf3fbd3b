import { describe, expect, it } from 'vitest';
import {
  type AdviceCase,
  breakEven,
  keepAgentWarm,
  listAdviceIds,
  listSettingAdvice,
  reserveAgent,
  reserveEach,
  reserveInTotal,
  schedule,
  withAgentUsage,
  withDatabaseSettings,
  withEndpoints,
  withIoRequests,
  withNetworkSettings,
  withPeriod,
} from './testing.js';
import { type SettingAdviceId, settingAdviceIds } from './types.js';

/** A setting just past a limit with the advice that it causes, and the setting at the limit, which causes none. */
type LimitCase = [
  SettingAdviceId,
  past: AdviceCase,
  found: number | string,
  needed: number | string,
  onTheLine: AdviceCase,
];

const retentionCase = (pastDays: number, build: (days: number) => AdviceCase[0]): LimitCase => [
  'retention-below-record-keeping',
  [build(pastDays)],
  pastDays,
  2192,
  [build(2192)],
];

const cases: LimitCase[] = [
  [
    'throttle-below-peak',
    [{ api: { throttleRequestsPerSecond: 99 } }],
    99,
    100,
    [{ api: { throttleRequestsPerSecond: 100 } }],
  ],
  ['burst-below-peak', [{ api: { throttleBurst: 99 } }], 99, 100, [{ api: { throttleBurst: 100 } }]],
  ['connections-below-concurrency', [reserveInTotal(1001)], 2000, 2002, [reserveInTotal(1000)]],
  [
    'proxy-unneeded',
    [{ ...withDatabaseSettings({ proxy: true }), ...reserveInTotal(1000) }],
    2000,
    2000,
    [{ ...withDatabaseSettings({ proxy: true }), ...reserveInTotal(1001) }],
  ],
  [
    'capacity-below-demand',
    [withDatabaseSettings({ maxCapacityAcu: 9.5 })],
    9.5,
    10,
    [withDatabaseSettings({ maxCapacityAcu: 10 })],
  ],
  ['capacity-below-demand', [{}, withPeriod({ writerAcu: 40.1 })], 40, 40.1, [{}, withPeriod({ writerAcu: 40 })]],
  ['capacity-below-demand', [{}, withPeriod({ readerAcu: 40.1 })], 40, 40.1, [{}, withPeriod({ readerAcu: 40 })]],
  [
    'reader-held-at-writer',
    [withDatabaseSettings({ readerPromotionTier: 1 })],
    1,
    2,
    [withDatabaseSettings({ readerPromotionTier: 2 })],
  ],
  ['nobody-to-take-over', [withDatabaseSettings({ readerCount: 0 })], 0, 1, [withDatabaseSettings({ readerCount: 1 })]],
  [
    'backup-below-longest',
    [withDatabaseSettings({ backupRetentionDays: 34 })],
    34,
    35,
    [withDatabaseSettings({ backupRetentionDays: 35 })],
  ],
  [
    'io-optimized-too-early',
    [withDatabaseSettings({ storage: 'ioOptimized' }), withIoRequests(breakEven)],
    breakEven,
    breakEven,
    [withDatabaseSettings({ storage: 'ioOptimized' }), withIoRequests(breakEven + 1)],
  ],
  ['io-optimized-pays', [{}, withIoRequests(breakEven + 1)], breakEven + 1, breakEven, [{}, withIoRequests(breakEven)]],
  // 2.0 of 5.8 of 100 requests a second, for 0.55 s each.
  ['reserved-below-peak', [reserveAgent(18)], 18, 19, [reserveAgent(19)]],
  [
    'unreserved-below-peak',
    [{ functions: { accountConcurrency: 36 } }],
    36,
    37,
    [{ functions: { accountConcurrency: 37 } }],
  ],
  // More than the peak's 19 are never reached, and more than four rarely.
  ['provisioned-never-reached', [keepAgentWarm(20)], 20, 4, [keepAgentWarm(4)]],
  ['provisioned-never-reached', [keepAgentWarm(20, { schedule })], 20, 19, [keepAgentWarm(19, { schedule })]],
  [
    'provisioned-never-reached',
    [keepAgentWarm(2), { usage: withAgentUsage({ requestsPerMonth: 0 }) }],
    2,
    1,
    [keepAgentWarm(1), { usage: withAgentUsage({ requestsPerMonth: 0 }) }],
  ],
  ['provisioned-rarely-reached', [keepAgentWarm(5)], 5, 4, [keepAgentWarm(4)]],
  // An average of 1.54, of which four times is more than six.
  [
    'provisioned-rarely-reached',
    [keepAgentWarm(7), { usage: withAgentUsage({ durationMilliseconds: 1_000 }) }],
    7,
    6,
    [keepAgentWarm(6), { usage: withAgentUsage({ durationMilliseconds: 1_000 }) }],
  ],
  ['dearer-architecture', [{ functions: { ...reserveEach(50), architecture: 'x86_64' } }], 'x86_64', 'arm64', [{}]],
  [
    'nat-in-one-zone',
    [withNetworkSettings({ natStrategy: 'single', dualStack: false, availabilityZoneCount: 3 })],
    1,
    3,
    [withNetworkSettings({ natStrategy: 'onePerAz', dualStack: false, availabilityZoneCount: 3 })],
  ],
  [
    'nat-in-one-zone',
    [withNetworkSettings({ natStrategy: 'single' })],
    1,
    0,
    [withNetworkSettings({ natStrategy: 'none' })],
  ],
  [
    'nat-beside-ipv6',
    [withNetworkSettings({ natStrategy: 'onePerAz' })],
    'onePerAz',
    'none',
    [withNetworkSettings({ natStrategy: 'none' })],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings(withEndpoints('bedrock-runtime', 'secretsmanager', 'logs'))],
    43.8,
    36.5,
    [withNetworkSettings(withEndpoints('bedrock-runtime', 'secretsmanager'))],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings({ ...withEndpoints('bedrock-runtime', 'secretsmanager'), availabilityZoneCount: 3 })],
    43.8,
    36.5,
    [withNetworkSettings({ ...withEndpoints('bedrock-runtime'), availabilityZoneCount: 3 })],
  ],
  retentionCase(1827, (logRetentionDays) => ({ audit: { logRetentionDays } })),
  retentionCase(2191, (auditLockDays) => ({ storage: { auditLockDays } })),
  retentionCase(2191, (removedFileDays) => ({ storage: { removedFileDays } })),
  [
    'plus-without-protection',
    [{ identity: { threatProtection: 'off' } }],
    'off',
    'enforced',
    [{ identity: { tier: 'essentials', threatProtection: 'off' } }],
  ],
  ['alerts-to-nobody', [{ alerts: { emails: [] } }], 0, 1, [{ alerts: { emails: ['bob@clinic.example'] } }]],
  ['no-budget', [{}, { plannedUsd: 1000 }], 'none', 1000, [{ budgets: { monthlyUsd: 1020 } }, { plannedUsd: 1000 }]],
  // The bill covers 730 hours, but a month of 31 days has 744.
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

describe('advice on settings', () => {
  it.each(cases)('%s is given past its limit and not at it', (id, past, found, needed, onTheLine) => {
    const given = listSettingAdvice(past).filter((advice) => advice.id === id);
    expect(given.map((advice) => [advice.found, advice.needed])).toEqual([[found, needed]]);
    expect(listAdviceIds(...onTheLine)).toEqual([]);
  });

  it('is covered by a case for every ID', () => {
    expect(settingAdviceIds.filter((id) => !cases.some(([tried]) => tried === id))).toEqual([]);
  });
});
