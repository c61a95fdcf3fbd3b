import {
  computeAccountConcurrency,
  computePeakConcurrency,
  type ReservedConcurrency,
  roundUpExecutions,
  sumPeakConcurrency,
} from '../../config/demand/concurrency.js';
import { maxInstanceAcu } from '../../config/demand/database-capacity.js';
import type { PlannedUsage, PricedFunction } from '../../config/demand/usage.js';
import { formatNumber, formatPercent } from '../../config/format.js';
import { filterByType, readInputNumber } from '../policies/policy.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { listPlannedCapacities } from './pricers/aurora.js';
import { findDemandName } from './pricers/lambda.js';

/** A demand that exceeds the plan or a limit of AWS, so that the bill is not that of a working system. */
export interface UnmetDemand {
  readonly id: 'throttle' | 'database-maximum' | 'database-service-limit' | `concurrency-${PricedFunction | 'account'}`;
  readonly needed: number;
  readonly available: number;
  readonly message: string;
}

function* throttleLimits(plan: readonly PlannedResource[], { api }: PlannedUsage): Generator<UnmetDemand> {
  const rates = filterByType(plan, 'aws:apigatewayv2/stage:Stage').map((stage) =>
    readInputNumber(stage, 'defaultRouteSettings.throttlingRateLimit'),
  );
  const available = Math.max(...rates);
  const needed = api.peakRequestsPerSecond;
  if (rates.length === 0 || needed <= available) return;
  yield {
    id: 'throttle',
    needed,
    available,
    message: `The peak of ${formatNumber(needed)} requests a second exceeds the API throttle of ${formatNumber(available)}: ${formatPercent(needed - available, needed, 0)} of requests at the peak would get a 429. Raise api.throttleRequestsPerSecond.`,
  };
}

function* capacityLimits(plan: readonly PlannedResource[], usage: PlannedUsage): Generator<UnmetDemand> {
  for (const { cluster, capacities } of listPlannedCapacities(plan, usage)) {
    const needed = Math.max(...capacities.flatMap(({ writerAcu, readerAcu }) => [writerAcu, ...readerAcu]));
    const available = readInputNumber(cluster, 'serverlessv2ScalingConfiguration.maxCapacity');
    if (needed > maxInstanceAcu) {
      yield {
        id: 'database-service-limit',
        needed,
        available: maxInstanceAcu,
        message: `One database instance needs ${formatNumber(needed, 0)} ACU, but the maximum of Aurora Serverless v2 is ${maxInstanceAcu}. Move reads to readers or split the database.`,
      };
    } else if (needed > available) {
      yield {
        id: 'database-maximum',
        needed,
        available,
        message: `One database instance needs ${formatNumber(needed, 0)} ACU, but its maximum is ${formatNumber(available)}. Raise database.maxCapacityAcu.`,
      };
    }
  }
}

function* concurrencyLimits(
  plan: readonly PlannedResource[],
  usage: PlannedUsage,
  accountConcurrency: number,
): Generator<UnmetDemand> {
  const functions = filterByType(plan, 'aws:lambda/function:Function').map((planned): ReservedConcurrency => {
    const reserved = planned.inputs.reservedConcurrentExecutions;
    return { name: findDemandName(planned), reserved: typeof reserved === 'number' ? reserved : undefined };
  });
  const accountNeeded = computeAccountConcurrency(functions, usage);
  const quota =
    accountNeeded > accountConcurrency
      ? `Request a Lambda concurrency quota of ${formatNumber(accountNeeded)} for the account`
      : undefined;
  const unreserved = functions.filter(({ reserved }) => reserved === undefined).map(({ name }) => name);
  let available = accountConcurrency;
  for (const { name, reserved } of functions) {
    if (reserved === undefined) continue;
    available -= reserved;
    const needed = roundUpExecutions(computePeakConcurrency(usage, name));
    if (needed <= reserved) continue;
    yield {
      id: `concurrency-${name}`,
      needed,
      available: reserved,
      message: `${name} needs ${formatNumber(needed)} concurrent executions at the peak, but only ${formatNumber(reserved)} are reserved. ${quota === undefined ? 'Raise' : `${quota}, set functions.accountConcurrency to it, and raise`} functions.overrides.${name}.reservedConcurrency.`,
    };
  }
  const needed = roundUpExecutions(sumPeakConcurrency(usage, unreserved));
  if (needed <= available) return;
  yield {
    id: 'concurrency-account',
    needed,
    available,
    message: `Functions without reserved concurrency need ${formatNumber(needed)} concurrent executions at the peak, but only ${formatNumber(available)} in the account are unreserved. ${quota === undefined ? 'Reserve less for other functions' : `${quota} and set functions.accountConcurrency to it`}.`,
  };
}

/**
 * Finds where a demand exceeds the plan or a limit of AWS.
 * @param accountConcurrency the account's Lambda concurrency quota, which the plan doesn't have
 */
export const findUnmetDemands = (
  plan: readonly PlannedResource[],
  usage: PlannedUsage,
  accountConcurrency: number,
): UnmetDemand[] => [
  ...throttleLimits(plan, usage),
  ...concurrencyLimits(plan, usage, accountConcurrency),
  ...capacityLimits(plan, usage),
];
