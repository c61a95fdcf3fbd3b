import { describe, expect, it } from 'vitest';
import { type SettingAdviceId, settingAdviceIds } from './advised.js';
import {
  adviceOn,
  agent,
  agentReserved,
  breakEven,
  database,
  endpoints,
  type Given,
  ids,
  network,
  reserved,
  reservedTogether,
  schedule,
  withAgent,
  withPeriod,
  withRequests,
} from './testing.js';

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
    [{ functions: { accountConcurrency: 36 } }],
    36,
    37,
    [{ functions: { accountConcurrency: 37 } }],
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

describe('advice on settings', () => {
  it.each(cases)('%s is given past its line, and nothing on it', (id, past, found, needed, onTheLine) => {
    const given = adviceOn(past).filter((advice) => advice.id === id);
    expect(given.map((advice) => [advice.found, advice.needed])).toEqual([[found, needed]]);
    expect(ids(...onTheLine)).toEqual([]);
  });

  it('has no id that is not tried', () => {
    expect(settingAdviceIds.filter((id) => !cases.some(([tried]) => tried === id))).toEqual([]);
  });
});
