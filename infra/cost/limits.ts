import {
  accountConcurrencyNeeded,
  peakConcurrency,
  peakConcurrencyOf,
  type Reservation,
  wholeExecutions,
} from '../../config/demand/concurrency.js';
import { serviceMaximumAcu } from '../../config/demand/database-capacity.js';
import type { PricedFunction, Usage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { plannedCapacities } from './pricers/aurora.js';
import { demandNameOf } from './pricers/lambda.js';
import { ofType, say } from './pricers/pricer.js';

/** A demand that the plan, or AWS, does not meet; its price is no price of a working system. */
export interface UnmetDemand {
  readonly id: 'throttle' | 'database-maximum' | 'database-service-limit' | `concurrency-${PricedFunction | 'account'}`;
  readonly needed: number;
  readonly available: number;
  readonly message: string;
}

const settingOf = (value: unknown, key: string): number =>
  Number(typeof value === 'object' && value !== null ? Reflect.get(value, key) : Number.NaN);

function* throttleLimits(plan: readonly PlannedResource[], { api }: Usage): Generator<UnmetDemand> {
  const rates = ofType(plan, 'aws:apigatewayv2/stage:Stage').map(({ inputs }) =>
    settingOf(inputs.defaultRouteSettings, 'throttlingRateLimit'),
  );
  const available = Math.max(...rates);
  const needed = api.peakRequestsPerSecond;
  if (rates.length === 0 || needed <= available) return;
  const refused = Math.round((1 - available / needed) * 100);
  yield {
    id: 'throttle',
    needed,
    available,
    message: `The peak is ${say(needed)} requests a second and the API lets ${say(available)} through: ${refused} % of the peak would be answered 429. Raise api.throttleRequestsPerSecond.`,
  };
}

function* capacityLimits(plan: readonly PlannedResource[], usage: Usage): Generator<UnmetDemand> {
  for (const { cluster, capacities } of plannedCapacities(plan, usage)) {
    const needed = Math.max(...capacities.flatMap(({ writerAcu, readerAcu }) => [writerAcu, ...readerAcu]));
    const available = settingOf(cluster.inputs.serverlessv2ScalingConfiguration, 'maxCapacity');
    if (needed > serviceMaximumAcu) {
      yield {
        id: 'database-service-limit',
        needed,
        available: serviceMaximumAcu,
        message: `One instance needs ${say(Math.round(needed))} ACU; Aurora Serverless v2 ends at ${serviceMaximumAcu}. Move reads to readers, or split the database.`,
      };
    } else if (needed > available) {
      yield {
        id: 'database-maximum',
        needed,
        available,
        message: `One instance needs ${say(Math.round(needed))} ACU and may have ${say(available)}. Raise database.maxCapacityAcu.`,
      };
    }
  }
}

function* concurrencyLimits(
  plan: readonly PlannedResource[],
  usage: Usage,
  accountConcurrency: number,
): Generator<UnmetDemand> {
  const functions = ofType(plan, 'aws:lambda/function:Function').map((planned): Reservation => {
    const reserved = planned.inputs.reservedConcurrentExecutions;
    return { name: demandNameOf(planned), reserved: typeof reserved === 'number' ? reserved : undefined };
  });
  const accountNeeded = accountConcurrencyNeeded(functions, usage);
  const quota =
    accountNeeded > accountConcurrency
      ? `Have Lambda’s quota of the account raised to ${say(accountNeeded)}, say so in functions.accountConcurrency`
      : undefined;
  const free = functions.filter(({ reserved }) => reserved === undefined).map(({ name }) => name);
  let available = accountConcurrency;
  for (const { name, reserved } of functions) {
    if (reserved === undefined) continue;
    available -= reserved;
    const needed = wholeExecutions(peakConcurrency(usage, name));
    if (needed <= reserved) continue;
    yield {
      id: `concurrency-${name}`,
      needed,
      available: reserved,
      message: `${name} runs ${say(needed)} times at once in the peak and may run ${say(reserved)} times. ${quota === undefined ? 'Raise' : `${quota}, and raise`} functions.overrides.${name}.reservedConcurrency.`,
    };
  }
  const needed = wholeExecutions(peakConcurrencyOf(usage, free));
  if (needed <= available) return;
  yield {
    id: 'concurrency-account',
    needed,
    available,
    message: `Functions without a reservation run ${say(needed)} times at once in the peak, and the account has ${say(available)} executions that nobody reserved. ${quota ?? 'Reserve less for other functions'}.`,
  };
}

/**
 * Where a demand passes what the plan allows, or what AWS can do.
 * @param accountConcurrency Lambda's quota of the account, which no resource of a plan says
 */
export const limitsOf = (plan: readonly PlannedResource[], usage: Usage, accountConcurrency: number): UnmetDemand[] => [
  ...throttleLimits(plan, usage),
  ...concurrencyLimits(plan, usage, accountConcurrency),
  ...capacityLimits(plan, usage),
];
