import { expect, it } from 'vitest';
import { computePeakConcurrency, roundUpExecutions } from '../demand/concurrency.js';
import { growUsage } from '../demand/usage.js';
import { functionNames } from '../functions.js';
import type { SettingAdviceId } from './advised.js';
import {
  type AdviceCase,
  keepAgentWarm,
  listAdviceIds,
  listSettingAdvice,
  reserveAgent,
  reserveEach,
  reserveInTotal,
  schedule,
  studyUsage,
  withDatabaseSettings,
  withEndpoints,
  withNetworkSettings,
  withPeriod,
} from './testing.js';

/** The demand of ten times the users, on settings that have all of it but the connections. */
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

/** Settings with what the advice on them says to do, and the same settings after each of the ways that it names. */
const fixes: [SettingAdviceId, before: AdviceCase, mend: string, ...after: AdviceCase[]][] = [
  [
    'connections-below-concurrency',
    [{ database: { maxCapacityAcu: 10 }, ...reserveInTotal(1001) }],
    'Lower the functions’ reservedConcurrency to 1000 together, or raise database.minCapacityAcu to 1, or set database.proxy.',
    [{ database: { maxCapacityAcu: 10 }, ...reserveInTotal(1000) }],
    [{ database: { maxCapacityAcu: 10, minCapacityAcu: 1 }, ...reserveInTotal(1001) }],
    [{ database: { maxCapacityAcu: 10, proxy: true }, ...reserveInTotal(1001) }],
  ],
  [
    'connections-below-concurrency',
    [{ functions: {}, database: { maxCapacityAcu: 8 } }, withPeriod({ writerAcu: 8 })],
    'Give every function reservedConcurrency, 900 together at most, or raise database.maxCapacityAcu to 9, or set database.proxy.',
    [
      { functions: { overrides: reserveEach(100).overrides }, database: { maxCapacityAcu: 8 } },
      withPeriod({ writerAcu: 8 }),
    ],
    [{ functions: {}, database: { maxCapacityAcu: 9 } }, withPeriod({ writerAcu: 8 })],
    [{ functions: {}, database: { maxCapacityAcu: 8, proxy: true } }, withPeriod({ writerAcu: 8 })],
  ],
  [
    'connections-below-concurrency',
    [{ database: { maxCapacityAcu: 10, ...pausing }, ...reserveInTotal(1200) }],
    'Lower the functions’ reservedConcurrency to 1000 together, or raise database.minCapacityAcu to 1 without database.autoPauseSeconds and database.maxCapacityAcu to 11, or set database.proxy on a cluster that doesn’t pause.',
    [{ database: { maxCapacityAcu: 10, ...pausing }, ...reserveInTotal(1000) }],
    [{ database: { maxCapacityAcu: 11, minCapacityAcu: 1 }, ...reserveInTotal(1200) }],
    [{ database: { maxCapacityAcu: 10, proxy: true }, ...reserveInTotal(1200) }],
  ],
  [
    'connections-below-concurrency',
    [{ ...withDatabaseSettings({ minCapacityAcu: 1 }), functions: { ...reserveEach(300), accountConcurrency: 3_000 } }],
    'Lower the functions’ reservedConcurrency to 2500 together, or set database.proxy.',
    [{ ...withDatabaseSettings({ minCapacityAcu: 1 }), functions: { ...reserveEach(277), accountConcurrency: 3_000 } }],
    [
      {
        ...withDatabaseSettings({ minCapacityAcu: 1, proxy: true }),
        functions: { ...reserveEach(300), accountConcurrency: 3_000 },
      },
    ],
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
    [reserveAgent(18, 518)],
    'Have Lambda’s quota of the account raised to 519, say so in functions.accountConcurrency, and raise functions.overrides.agent_integration.reservedConcurrency in Pulumi.<stack>.yaml to 19, or correct usage.functions.agent_integration.',
    [reserveAgent(19, 519)],
  ],
  [
    'unreserved-below-peak',
    [{ functions: { accountConcurrency: 36 } }],
    'Have Lambda’s quota of the account raised to 37, then say so in functions.accountConcurrency in Pulumi.<stack>.yaml.',
    [{ functions: { accountConcurrency: 37 } }],
  ],
  [
    'provisioned-never-reached',
    [keepAgentWarm(20)],
    'Lower functions.overrides.agent_integration.provisionedConcurrency.instances to 4, or leave it out.',
    [keepAgentWarm(4)],
    [{}],
  ],
  [
    'provisioned-rarely-reached',
    [keepAgentWarm(19)],
    'Lower functions.overrides.agent_integration.provisionedConcurrency.instances to 4, give it a schedule for its busiest hours, or leave it out.',
    [keepAgentWarm(4)],
    [keepAgentWarm(19, { schedule })],
    [{}],
  ],
  [
    'nat-in-one-zone',
    [withNetworkSettings({ natStrategy: 'single', ...withEndpoints() })],
    'Set network.natStrategy to none and give services without IPv6 an interface endpoint.',
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
    'Set network.natStrategy to none and give services without IPv6 an interface endpoint.',
    [withNetworkSettings({ natStrategy: 'none', ...withEndpoints('bedrock-runtime') })],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings(threeEndpoints)],
    'Leave out the endpoints of services that have IPv6.',
    [withNetworkSettings(withEndpoints('bedrock-runtime'))],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings({ ...threeEndpoints, dualStack: false })],
    'Set network.dualStack and leave out the endpoints of services that have IPv6.',
    [withNetworkSettings({ ...withEndpoints('bedrock-runtime'), dualStack: true })],
  ],
  [
    'endpoints-dearer-than-nat',
    [withNetworkSettings({ ...threeEndpoints, dualStack: false, natStrategy: 'onePerAz' })],
    'Leave out endpoints: the NAT gateway reaches their services too.',
    [withNetworkSettings({ ...withEndpoints(), dualStack: false, natStrategy: 'onePerAz' })],
  ],
];

it.each(fixes)('%s says what ends it and brings no other advice', (id, before, mend, ...after) => {
  expect(listSettingAdvice(before).find((advice) => advice.id === id)?.mend).toBe(mend);
  for (const given of after) expect(listAdviceIds(...given)).toEqual([]);
});
