import {
  computeAccountConcurrency,
  computePeakConcurrency,
  type ReservedConcurrency,
  roundUpExecutions,
  sumPeakConcurrency,
} from '../../config/demand/concurrency.js';
import { maxInstanceAcu } from '../../config/demand/database-capacity.js';
import type { PlannedUsage, PricedFunction } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { listPlannedCapacities } from './pricers/aurora.js';
import { findDemandName } from './pricers/lambda.js';
import { formatNumber, selectByType } from './pricers/pricer.js';

/** A demand that the plan, or AWS, does not meet; its price is no price of a working system. */
export interface UnmetDemand {
  readonly id: 'throttle' | 'database-maximum' | 'database-service-limit' | `concurrency-${PricedFunction | 'account'}`;
  readonly needed: number;
  readonly available: number;
  readonly message: string;
}

const readNumber = (value: unknown, key: string): number =>
  Number(typeof value === 'object' && value !== null ? Reflect.get(value, key) : Number.NaN);

function* throttleLimits(plan: readonly PlannedResource[], { api }: PlannedUsage): Generator<UnmetDemand> {
  const rates = selectByType(plan, 'aws:apigatewayv2/stage:Stage').map(({ inputs }) =>
    readNumber(inputs.defaultRouteSettings, 'throttlingRateLimit'),
  );
  const available = Math.max(...rates);
  const needed = api.peakRequestsPerSecond;
  if (rates.length === 0 || needed <= available) return;
  const refused = Math.round((1 - available / needed) * 100);
  yield {
    id: 'throttle',
    needed,
    available,
    message: `The peak is ${formatNumber(needed)} requests a second and the API lets ${formatNumber(available)} through: ${refused} % of the peak would be answered 429. Raise api.throttleRequestsPerSecond.`,
  };
}

function* capacityLimits(plan: readonly PlannedResource[], usage: PlannedUsage): Generator<UnmetDemand> {
  for (const { cluster, capacities } of listPlannedCapacities(plan, usage)) {
    const needed = Math.max(...capacities.flatMap(({ writerAcu, readerAcu }) => [writerAcu, ...readerAcu]));
    const available = readNumber(cluster.inputs.serverlessv2ScalingConfiguration, 'maxCapacity');
    if (needed > maxInstanceAcu) {
      yield {
        id: 'database-service-limit',
        needed,
        available: maxInstanceAcu,
        message: `One instance needs ${formatNumber(Math.round(needed))} ACU; Aurora Serverless v2 ends at ${maxInstanceAcu}. Move reads to readers, or split the database.`,
      };
    } else if (needed > available) {
      yield {
        id: 'database-maximum',
        needed,
        available,
        message: `One instance needs ${formatNumber(Math.round(needed))} ACU and may have ${formatNumber(available)}. Raise database.maxCapacityAcu.`,
      };
    }
  }
}

function* concurrencyLimits(
  plan: readonly PlannedResource[],
  usage: PlannedUsage,
  accountConcurrency: number,
): Generator<UnmetDemand> {
  const functions = selectByType(plan, 'aws:lambda/function:Function').map((planned): ReservedConcurrency => {
    const reserved = planned.inputs.reservedConcurrentExecutions;
    return { name: findDemandName(planned), reserved: typeof reserved === 'number' ? reserved : undefined };
  });
  const accountNeeded = computeAccountConcurrency(functions, usage);
  const quota =
    accountNeeded > accountConcurrency
      ? `Have Lambda’s quota of the account raised to ${formatNumber(accountNeeded)}, say so in functions.accountConcurrency`
      : undefined;
  const free = functions.filter(({ reserved }) => reserved === undefined).map(({ name }) => name);
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
      message: `${name} runs ${formatNumber(needed)} times at once in the peak and may run ${formatNumber(reserved)} times. ${quota === undefined ? 'Raise' : `${quota}, and raise`} functions.overrides.${name}.reservedConcurrency.`,
    };
  }
  const needed = roundUpExecutions(sumPeakConcurrency(usage, free));
  if (needed <= available) return;
  yield {
    id: 'concurrency-account',
    needed,
    available,
    message: `Functions without a reservation run ${formatNumber(needed)} times at once in the peak, and the account has ${formatNumber(available)} executions that nobody reserved. ${quota ?? 'Reserve less for other functions'}.`,
  };
}

/**
 * Where a demand passes what the plan allows, or what AWS can do.
 * @param accountConcurrency Lambda's quota of the account, which no resource of a plan says
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
