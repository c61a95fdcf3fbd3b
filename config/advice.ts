import { type BudgetedService, budgetedServiceNames } from './budgets.js';
import {
  concurrencyOf,
  peakConcurrency,
  peakConcurrencyOf,
  reservationsOf,
  unreservedFunctions,
  wholeExecutions,
} from './concurrency.js';
import { maximumConnections } from './connections.js';
import { capacitiesOf, lastTierThatFollowsWriter, shapeOf } from './database-capacity.js';
import { functionNames } from './functions.js';
import { ioOptimizedFromMillions } from './io-optimized.js';
import type { StackConfig } from './stack.js';
import type { Usage } from './usage.js';
import { contradictionsOf } from './usage-contradictions.js';

/** Settings and a demand that don't go together. */
export interface Advice {
  readonly id: string;
  /** An error means that what is planned for can't work; a warning, that it costs or risks more than it must. */
  readonly severity: 'error' | 'warning';
  readonly found: number | string;
  readonly needed: number | string;
  readonly message: string;
  readonly mend: string;
}

/** What advice is given on. */
export interface Advised {
  readonly config: StackConfig;
  readonly usage: Usage;
  /** What the stack is planned to cost in a month; undefined where nobody has priced it. */
  readonly plannedUsd?: number | undefined;
  /** Of that, what each service is planned to cost that may have a budget of its own. */
  readonly plannedServicesUsd?: Readonly<Partial<Record<BudgetedService, number>>> | undefined;
}

/** Six years: 45 CFR 164.316(b)(2)(i). */
const recordKeepingDays = 2192;

/** The most that Aurora keeps. */
const longestBackupDays = 35;

/** Connections that one execution environment opens at most. */
const connectionsPerEnvironment = 2;

const secondsPerHour = 3_600;
const serviceMaximumAcu = 256;

/** US dollars a month in us-east-1 (https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/). */
const natGatewayUsd = 36.5;
const interfaceEndpointUsd = 7.3;

const say = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });

function* throttleAdvice({ config: { api }, usage }: Advised): Generator<Advice> {
  const peak = usage.api.peakRequestsPerSecond;
  if (api.throttleRequestsPerSecond < peak) {
    yield {
      id: 'throttle-below-peak',
      severity: 'error',
      found: api.throttleRequestsPerSecond,
      needed: peak,
      message: `The API lets ${say(api.throttleRequestsPerSecond)} requests a second through and ${say(peak)} are planned for: ${say(100 * (1 - api.throttleRequestsPerSecond / peak))} % of the peak would be answered 429.`,
      mend: 'Raise api.throttleRequestsPerSecond, or correct usage.api.peakRequestsPerSecond.',
    };
  }
  if (api.throttleBurst < peak) {
    yield {
      id: 'burst-below-peak',
      severity: 'warning',
      found: api.throttleBurst,
      needed: peak,
      message: `A second of the peak has ${say(peak)} requests, and ${say(api.throttleBurst)} may arrive at one moment.`,
      mend: 'Raise api.throttleBurst.',
    };
  }
}

function* connectionAdvice({ config }: Advised): Generator<Advice> {
  const needed = concurrencyOf(config.functions) * connectionsPerEnvironment;
  const found = maximumConnections(config.database);
  if (!config.database.proxy && found < needed) {
    yield {
      id: 'connections-below-concurrency',
      severity: 'warning',
      found,
      needed,
      message: `The functions may open ${say(needed)} connections at once and the database takes ${say(found)}.`,
      mend: 'Give the functions reserved concurrency, raise the capacity, or set database.proxy.',
    };
  }
  if (config.database.proxy && found >= needed) {
    yield {
      id: 'proxy-unneeded',
      severity: 'warning',
      found,
      needed,
      message: `The database takes the ${say(needed)} connections of the functions without a proxy, which is billed for eight ACU at least.`,
      mend: 'Set database.proxy to false.',
    };
  }
}

function* capacityAdvice({ config: { database }, usage }: Advised): Generator<Advice> {
  const hasReaders = database.readerCount > 0;
  const needed = Math.max(
    ...capacitiesOf(shapeOf(database), usage.database).flatMap(({ writerAcu, readerAcu }) => [writerAcu, ...readerAcu]),
  );
  if (needed > database.maxCapacityAcu) {
    yield {
      id: 'capacity-below-demand',
      severity: 'error',
      found: database.maxCapacityAcu,
      needed,
      message: `An instance of the database may have ${say(database.maxCapacityAcu)} ACU and needs ${say(needed)} on average in its busiest hours.`,
      mend:
        needed > serviceMaximumAcu
          ? `An instance ends at ${serviceMaximumAcu} ACU: move reads to readers, or split the database.`
          : 'Raise database.maxCapacityAcu.',
    };
  }
  if (hasReaders && database.readerPromotionTier <= lastTierThatFollowsWriter) {
    yield {
      id: 'reader-held-at-writer',
      severity: 'warning',
      found: database.readerPromotionTier,
      needed: lastTierThatFollowsWriter + 1,
      message: `A reader in promotion tier ${database.readerPromotionTier} is held at the writer’s capacity, whatever it does.`,
      mend: 'Set database.readerPromotionTier to 2 or more, unless a failover must find a warm instance.',
    };
  }
  if (!hasReaders && database.deletionProtection) {
    yield {
      id: 'nobody-to-take-over',
      severity: 'warning',
      found: 0,
      needed: 1,
      message: 'The data is worth protecting, and when the writer’s zone fails nobody can read it.',
      mend: 'Set database.readerCount to 1.',
    };
  }
}

function* storageAdvice({ config, usage }: Advised): Generator<Advice> {
  const breakEven = ioOptimizedFromMillions(config, usage);
  const planned = usage.database.ioRequestsMillions;
  const isOptimized = config.database.storage === 'ioOptimized';
  if (isOptimized === planned > breakEven) return;
  yield {
    id: isOptimized ? 'io-optimized-too-early' : 'io-optimized-pays',
    severity: 'warning',
    found: planned,
    needed: breakEven,
    message: `${say(planned)} million I/O requests a month are planned; I/O-Optimized storage costs less from ${say(breakEven)} million on.`,
    mend: `Set database.storage to ${isOptimized ? 'standard' : 'ioOptimized'}.`,
  };
}

function* reservationAdvice({ config: { functions }, usage }: Advised): Generator<Advice> {
  for (const name of functionNames) {
    const found = functions.overrides[name]?.reservedConcurrency;
    const needed = wholeExecutions(peakConcurrency(usage, name));
    if (found === undefined || found >= needed) continue;
    yield {
      id: 'reserved-below-peak',
      severity: 'error',
      found,
      needed,
      message: `${name} may run ${say(found)} times at once and runs ${say(needed)} times in the planned peak: Lambda would refuse the rest.`,
      mend: `Raise functions.overrides.${name}.reservedConcurrency in Pulumi.<stack>.yaml to ${needed}, or correct usage.functions.${name}.`,
    };
  }
  const found = functions.accountConcurrency - reservationsOf(functions);
  const needed = wholeExecutions(peakConcurrencyOf(usage, unreservedFunctions(functions)));
  if (found >= needed) return;
  yield {
    id: 'unreserved-below-peak',
    severity: 'error',
    found,
    needed,
    message: `The account has ${say(found)} executions at once that no function has reserved, and those without a reservation run ${say(needed)} in the planned peak.`,
    mend: 'Have Lambda’s quota of the account raised, then say so in functions.accountConcurrency in Pulumi.<stack>.yaml.',
  };
}

function* concurrencyAdvice({ config: { functions }, usage }: Advised): Generator<Advice> {
  const seconds = usage.api.businessHoursPerMonth * secondsPerHour;
  for (const name of functionNames) {
    const provisioned = functions.overrides[name]?.provisionedConcurrency?.instances;
    if (provisioned === undefined) continue;
    const { requestsPerMonth, durationMilliseconds } = usage.functions[name];
    const average = (requestsPerMonth / seconds) * (durationMilliseconds / 1_000);
    const peak = peakConcurrency(usage, name);
    if (provisioned > Math.max(1, wholeExecutions(peak))) {
      yield {
        id: 'provisioned-never-reached',
        severity: 'warning',
        found: provisioned,
        needed: wholeExecutions(peak),
        message: `${name} keeps ${provisioned} environments warm and needs ${say(peak)} at its peak.`,
        mend: `Lower functions.overrides.${name}.provisionedConcurrency.instances.`,
      };
    } else if (provisioned > 4 * Math.max(1, average)) {
      yield {
        id: 'provisioned-rarely-reached',
        severity: 'warning',
        found: provisioned,
        needed: Math.ceil(average),
        message: `${name} keeps ${provisioned} environments warm, uses ${say(average)} on average and ${say(peak)} at its peak, which starts cold all the same.`,
        mend: `Give functions.overrides.${name}.provisionedConcurrency a schedule, or leave it out.`,
      };
    }
  }
  if (functions.architecture === 'x86_64') {
    yield {
      id: 'dearer-architecture',
      severity: 'warning',
      found: 'x86_64',
      needed: 'arm64',
      message: 'A GB-second costs a fifth less on arm64, and nothing in the bundles is made for a processor.',
      mend: 'Set functions.architecture to arm64.',
    };
  }
}

function* networkAdvice({ config: { network } }: Advised): Generator<Advice> {
  const zones = network.availabilityZoneCount;
  if (network.natStrategy === 'single' && zones > 1) {
    yield {
      id: 'nat-in-one-zone',
      severity: 'warning',
      found: 1,
      needed: zones,
      message:
        'One NAT gateway is the way out of all zones: when its zone fails, no function reaches a service outside.',
      mend: 'Set network.natStrategy to none with network.dualStack, or to onePerAz.',
    };
  }
  if (network.natStrategy !== 'none' && network.dualStack) {
    yield {
      id: 'nat-beside-ipv6',
      severity: 'warning',
      found: network.natStrategy,
      needed: 'none',
      message: `What leaves the VPC can go out over IPv6, which costs nothing; a NAT gateway is ${say(natGatewayUsd)} US$ a month before data.`,
      mend: 'Set network.natStrategy to none and give services without IPv6 an interface endpoint.',
    };
  }
  const endpointsUsd = network.interfaceEndpoints.length * zones * interfaceEndpointUsd;
  if (endpointsUsd > natGatewayUsd) {
    yield {
      id: 'endpoints-dearer-than-nat',
      severity: 'warning',
      found: endpointsUsd,
      needed: natGatewayUsd,
      message: `${network.interfaceEndpoints.length} interface endpoints in ${zones} zones are ${say(endpointsUsd)} US$ a month; a NAT gateway is ${say(natGatewayUsd)}.`,
      mend: 'Leave out the endpoints of services that have IPv6.',
    };
  }
}

function* backupAdvice({ config: { database } }: Advised): Generator<Advice> {
  if (!database.deletionProtection || database.backupRetentionDays >= longestBackupDays) return;
  yield {
    id: 'backup-below-longest',
    severity: 'warning',
    found: database.backupRetentionDays,
    needed: longestBackupDays,
    message: `The database can be brought back to any second of ${database.backupRetentionDays} days; a fault that is found later can’t be undone.`,
    mend: `Set database.backupRetentionDays to ${longestBackupDays}.`,
  };
}

function* recordKeepingAdvice({ config: { audit, storage } }: Advised): Generator<Advice> {
  const kept = {
    'audit.logRetentionDays': audit.logRetentionDays,
    'storage.auditLockDays': storage.auditLockDays,
    'storage.removedFileDays': storage.removedFileDays,
  };
  for (const [key, days] of Object.entries(kept)) {
    if (days >= recordKeepingDays) continue;
    yield {
      id: 'retention-below-record-keeping',
      severity: 'warning',
      found: days,
      needed: recordKeepingDays,
      message: `${key} is ${say(days)} days; records of this kind are kept for six years (45 CFR 164.316(b)(2)(i)).`,
      mend: `Raise ${key} to ${recordKeepingDays}.`,
    };
  }
}

function* identityAdvice({ config: { identity, alerts } }: Advised): Generator<Advice> {
  if (identity.tier === 'plus' && identity.threatProtection === 'off') {
    yield {
      id: 'plus-without-protection',
      severity: 'warning',
      found: 'off',
      needed: 'enforced',
      message: 'The tier plus is paid for each user, and its threat protection is off.',
      mend: 'Set identity.threatProtection to enforced, or identity.tier to essentials.',
    };
  }
  if (alerts.emails.length === 0) {
    yield {
      id: 'alerts-to-nobody',
      severity: 'warning',
      found: 0,
      needed: 1,
      message: 'Alarms and budgets tell a topic that nobody reads.',
      mend: 'Name somebody in alerts.emails.',
    };
  }
}

function* serviceBudgetAdvice({ config: { budgets }, plannedServicesUsd = {} }: Advised): Generator<Advice> {
  for (const service of budgetedServiceNames) {
    const found = budgets.services[service];
    const needed = plannedServicesUsd[service];
    if (found === undefined || needed === undefined || found > needed) continue;
    yield {
      id: 'service-budget-fires-at-baseline',
      severity: 'error',
      found,
      needed,
      message: `The budget of ${service} is ${say(found)} US$ and ${say(needed)} are planned: it tells of itself every month.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
  }
}

function* budgetAdvice({ config: { budgets }, plannedUsd }: Advised): Generator<Advice> {
  if (plannedUsd === undefined) return;
  if (budgets.monthlyUsd === undefined) {
    yield {
      id: 'no-budget',
      severity: 'warning',
      found: 'none',
      needed: plannedUsd,
      message: `${say(plannedUsd)} US$ a month are planned, and no budget tells when it becomes more.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
    return;
  }
  if (budgets.monthlyUsd <= plannedUsd) {
    yield {
      id: 'budget-fires-at-baseline',
      severity: 'error',
      found: budgets.monthlyUsd,
      needed: plannedUsd,
      message: `The budget is ${say(budgets.monthlyUsd)} US$ and ${say(plannedUsd)} are planned: it tells of itself every month.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
  }
}

function* demandAdvice({ usage }: Advised): Generator<Advice> {
  for (const { id, key, found, expected, message } of contradictionsOf(usage)) {
    yield {
      id,
      severity: 'warning',
      found,
      needed: expected,
      message: `The demand contradicts itself: ${message}.`,
      mend: `Look at ${key} again.`,
    };
  }
}

/** What should be thought over before this is deployed, errors first. */
export function adviceOf(advised: Advised): Advice[] {
  const checks = [
    throttleAdvice,
    connectionAdvice,
    capacityAdvice,
    storageAdvice,
    reservationAdvice,
    concurrencyAdvice,
    networkAdvice,
    backupAdvice,
    recordKeepingAdvice,
    identityAdvice,
    budgetAdvice,
    serviceBudgetAdvice,
    demandAdvice,
  ];
  const advice = checks.flatMap((check) => [...check(advised)]);
  return [
    ...advice.filter(({ severity }) => severity === 'error'),
    ...advice.filter(({ severity }) => severity !== 'error'),
  ];
}
