import { expect, it } from 'vitest';
import { peakConcurrency, wholeExecutions } from '../demand/concurrency.js';
import { growUsage } from '../demand/usage.js';
import { functionNames } from '../functions.js';
import type { SettingAdviceId } from './advised.js';
import {
  adviceOn,
  agent,
  agentReserved,
  database,
  endpoints,
  type Given,
  ids,
  network,
  report,
  reserved,
  reservedTogether,
  schedule,
  withPeriod,
} from './testing.js';

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
    [{ functions: { accountConcurrency: 36 } }],
    'Have Lambda’s quota of the account raised to 37, then say so in functions.accountConcurrency in Pulumi.<stack>.yaml.',
    [{ functions: { accountConcurrency: 37 } }],
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

it.each(mends)('%s says what ends it and brings no other advice', (id, before, mend, ...after) => {
  expect(adviceOn(before).find((advice) => advice.id === id)?.mend).toBe(mend);
  for (const given of after) expect(ids(...given)).toEqual([]);
});
