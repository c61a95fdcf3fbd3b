import { expect, it } from 'vitest';
import { computePeakConcurrency, roundUpExecutions } from '../demand/concurrency.js';
import { growUsage } from '../demand/usage.js';
import { functionNames } from '../functions.js';
import {
  type AdviceCase,
  keepAgentWarm,
  listAdviceIds,
  listSettingAdvice,
  quotaWithAgent,
  reserveAgent,
  reserveInTotal,
  schedule,
  studyUsage,
  withDatabaseSettings,
  withEndpoints,
  withNetworkSettings,
  withPeriod,
} from './testing.js';
import type { SettingAdviceId } from './types.js';

/** The demand of ten times the users, and settings that meet it except for the connections. */
const tenfold = growUsage(studyUsage, 100_000);
const forTenfold = (values: object) => ({
  api: { throttleRequestsPerSecond: 5_000, throttleBurst: 5_000 },
  functions: {
    accountConcurrency: 3_000,
    overrides: Object.fromEntries(
      functionNames.map((name) => [
        name,
        { reservedConcurrency: Math.max(1, roundUpExecutions(computePeakConcurrency(tenfold, name))) },
      ]),
    ),
  },
  database: { maxCapacityAcu: 256, ...values },
});

const threeEndpoints = withEndpoints('bedrock-runtime', 'secretsmanager', 'logs');
const pausing = { minCapacityAcu: 0, autoPauseSeconds: 300 };

/** Settings with the fix that their advice names, and the settings after each alternative of the fix. */
const fixes: [SettingAdviceId, before: AdviceCase, fix: string, ...after: AdviceCase[]][] = [
  [
    'connections-below-concurrency',
    [{ database: { maxCapacityAcu: 10 }, ...reserveInTotal(1001) }],
    'Lower the sum of functions.overrides.*.reservedConcurrency to 1000, or raise database.minCapacityAcu to 1, or set database.proxy to true.',
    [{ database: { maxCapacityAcu: 10 }, ...reserveInTotal(1000) }],
    [{ database: { maxCapacityAcu: 10, minCapacityAcu: 1 }, ...reserveInTotal(1001) }],
    [{ database: { maxCapacityAcu: 10, proxy: true }, ...reserveInTotal(1001) }],
  ],
  [
    'connections-below-concurrency',
    [{ functions: {}, database: { maxCapacityAcu: 8 } }, withPeriod({ writerAcu: 8 })],
    'Set functions.overrides.*.reservedConcurrency for every function, at most 900 in total, or raise database.maxCapacityAcu to 9, or set database.proxy to true.',
    [{ ...reserveInTotal(900, 1_000), database: { maxCapacityAcu: 8 } }, withPeriod({ writerAcu: 8 })],
    [{ functions: {}, database: { maxCapacityAcu: 9 } }, withPeriod({ writerAcu: 8 })],
    [{ functions: {}, database: { maxCapacityAcu: 8, proxy: true } }, withPeriod({ writerAcu: 8 })],
  ],
  [
    'connections-below-concurrency',
    [{ database: { maxCapacityAcu: 10, ...pausing }, ...reserveInTotal(1200) }],
    'Lower the sum of functions.overrides.*.reservedConcurrency to 1000, or raise database.minCapacityAcu to 1 (and remove database.autoPauseSeconds) and database.maxCapacityAcu to 11, or set database.proxy to true and remove database.autoPauseSeconds.',
    [{ database: { maxCapacityAcu: 10, ...pausing }, ...reserveInTotal(1000) }],
    [{ database: { maxCapacityAcu: 11, minCapacityAcu: 1 }, ...reserveInTotal(1200) }],
    [{ database: { maxCapacityAcu: 10, proxy: true }, ...reserveInTotal(1200) }],
  ],
  [
    'connections-below-concurrency',
    [{ ...withDatabaseSettings({ minCapacityAcu: 1 }), ...reserveInTotal(2_700, 3_000) }],
    'Lower the sum of functions.overrides.*.reservedConcurrency to 2500, or set database.proxy to true.',
    [{ ...withDatabaseSettings({ minCapacityAcu: 1 }), ...reserveInTotal(2_500, 3_000) }],
    [
      {
        ...withDatabaseSettings({ minCapacityAcu: 1, proxy: true }),
        ...reserveInTotal(2_700, 3_000),
      },
    ],
  ],
  // All reserved executions are needed, so lowering the reservations is no option.
  [
    'connections-below-concurrency',
    [forTenfold({}), { usage: tenfold }],
    'Raise database.minCapacityAcu to 1, or set database.proxy to true.',
    [forTenfold({ minCapacityAcu: 1 }), { usage: tenfold }],
    [forTenfold({ proxy: true }), { usage: tenfold }],
  ],
  [
    'reserved-below-peak',
    [reserveAgent(18, quotaWithAgent(18))],
    `Request a Lambda concurrency quota of ${quotaWithAgent(19)} for the account and set functions.accountConcurrency in Pulumi.<stack>.yaml to ${quotaWithAgent(19)}, then raise functions.overrides.agent_integration.reservedConcurrency to 19, or correct usage.functions.agent_integration.`,
    [reserveAgent(19, quotaWithAgent(19))],
  ],
  [
    'unreserved-below-peak',
    [{ functions: { accountConcurrency: 36 } }],
    'Request a Lambda concurrency quota of 37 for the account and set functions.accountConcurrency in Pulumi.<stack>.yaml to 37.',
    [{ functions: { accountConcurrency: 37 } }],
  ],
  [
    'provisioned-never-reached',
    [keepAgentWarm(20)],
    'Lower functions.overrides.agent_integration.provisionedConcurrency.instances to 4, or remove functions.overrides.agent_integration.provisionedConcurrency.',
    [keepAgentWarm(4)],
    [{}],
  ],
  [
    'provisioned-rarely-reached',
    [keepAgentWarm(19)],
    'Lower functions.overrides.agent_integration.provisionedConcurrency.instances to 4, add a schedule for the busiest hours, or remove functions.overrides.agent_integration.provisionedConcurrency.',
    [keepAgentWarm(4)],
    [keepAgentWarm(19, { schedule })],
    [{}],
  ],
  [
    'nat-in-one-zone',
    [withNetworkSettings({ natStrategy: 'single', ...withEndpoints() })],
    'Set network.natStrategy to none and add an interface endpoint for services without IPv6.',
    [withNetworkSettings({ natStrategy: 'none', ...withEndpoints('bedrock-runtime') })],
  ],
  [
    'nat-in-one-zone',
    [withNetworkSettings({ natStrategy: 'single', dualStack: false, ...withEndpoints() })],
    'Set network.natStrategy to onePerAz, or to none with network.dualStack and an interface endpoint for services without IPv6.',
    [withNetworkSettings({ natStrategy: 'onePerAz', dualStack: false, ...withEndpoints() })],
    [withNetworkSettings({ natStrategy: 'none', dualStack: true, ...withEndpoints('bedrock-runtime') })],
  ],
  [
    'nat-beside-ipv6',
    [withNetworkSettings({ natStrategy: 'onePerAz', ...withEndpoints() })],
    'Set network.natStrategy to none and add an interface endpoint for services without IPv6.',
    [withNetworkSettings({ natStrategy: 'none', ...withEndpoints('bedrock-runtime') })],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings(threeEndpoints)],
    'Remove the endpoints of services that have IPv6 from network.interfaceEndpoints.',
    [withNetworkSettings(withEndpoints('bedrock-runtime'))],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings({ ...threeEndpoints, dualStack: false })],
    'Set network.dualStack to true and remove the endpoints of services that have IPv6 from network.interfaceEndpoints.',
    [withNetworkSettings({ ...withEndpoints('bedrock-runtime'), dualStack: true })],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings({ ...threeEndpoints, dualStack: false, natStrategy: 'onePerAz' })],
    'Remove endpoints from network.interfaceEndpoints: the NAT gateway reaches their services too.',
    [withNetworkSettings({ ...withEndpoints(), dualStack: false, natStrategy: 'onePerAz' })],
  ],
];

it.each(fixes)('%s names fixes that resolve it and cause no other advice', (id, before, fix, ...after) => {
  expect(listSettingAdvice(before).find((advice) => advice.id === id)?.mend).toBe(fix);
  for (const given of after) expect(listAdviceIds(...given)).toEqual([]);
});
