import { Decimal } from 'decimal.js';
import { type PlannedUsage, type PricedFunction, tokenTrigger } from '../../../config/demand/usage.js';
import { formatCount, formatNumber } from '../../../config/format.js';
import { functionNames } from '../../../config/functions.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import type { PriceId } from '../prices/book.js';
import { createChargeBuilder, type Pricer, readNumberInput, readTextInput } from './pricer.js';
import { listWarmEnvironments, type WarmEnvironments } from './warm-hours.js';

const buildCharge = createChargeBuilder('AWS Lambda');
const secondsPerHour = 3_600;

/** The demand's name for a function by the function's logical name. */
const demandNames: Readonly<Record<string, PricedFunction>> = {
  ...Object.fromEntries(functionNames.map((name) => [`functions-${name}-function`, name])),
  'identity-token-trigger-function': tokenTrigger,
};

interface FunctionLoad {
  readonly name: PricedFunction;
  readonly isArm: boolean;
  readonly requests: number;
  readonly onDemandGbSeconds: Decimal;
  readonly provisionedGbSeconds: Decimal;
  readonly idleGbSeconds: Decimal;
}

/** @throws Error if the demand has no calls for a planned function */
export function findDemandName({ name }: PlannedResource): PricedFunction {
  const found = demandNames[name];
  if (found === undefined) {
    throw new Error(`Can't price the function ${name}: add its calls to config/demand/usage.ts.`);
  }
  return found;
}

function computeLoad(resource: PlannedResource, warm: readonly WarmEnvironments[], usage: PlannedUsage): FunctionLoad {
  const name = findDemandName(resource);
  const { requestsPerMonth, durationMilliseconds } = usage.functions[name];
  const overhead = resource.inputs.vpcConfig === undefined ? 0 : usage.compute.networkOverheadMilliseconds;
  const memoryGb = new Decimal(readNumberInput(resource, 'memorySize')).dividedBy(1024);
  const gbSeconds = memoryGb
    .times(requestsPerMonth)
    .times(durationMilliseconds + overhead)
    .dividedBy(1000);
  const environments = warm.filter(({ functionName }) => functionName === readTextInput(resource, 'name'));
  const warmHours = Math.max(0, ...environments.map(({ hours }) => hours));
  // Calls run in warm environments while there are any. We assume that a schedule covers business hours, because the demand
  // doesn't say which hours of the day those are.
  const warmShare = Math.min(1, warmHours / usage.api.businessHoursPerMonth);
  const idle = Decimal.sum(
    0,
    ...environments.map(({ instances, hours }) => memoryGb.times(instances).times(hours).times(secondsPerHour)),
  );
  // Load beyond what the warm environments can carry runs on demand.
  const provisioned = Decimal.min(gbSeconds.times(warmShare), idle);
  return {
    name,
    isArm: (resource.inputs.architectures as string[] | undefined)?.includes('arm64') ?? false,
    requests: requestsPerMonth,
    onDemandGbSeconds: gbSeconds.minus(provisioned),
    provisionedGbSeconds: provisioned,
    idleGbSeconds: idle,
  };
}

const processors = [
  {
    label: 'arm64',
    isArm: true,
    prices: ['lambdaGbSecondArm', 'lambdaProvisionedIdleGbSecondArm', 'lambdaProvisionedGbSecondArm'],
  },
  {
    label: 'x86',
    isArm: false,
    prices: ['lambdaGbSecondX86', 'lambdaProvisionedIdleGbSecondX86', 'lambdaProvisionedGbSecondX86'],
  },
] as const satisfies readonly { label: string; isArm: boolean; prices: readonly [PriceId, PriceId, PriceId] }[];

function chargeCompute(loads: readonly FunctionLoad[], overheadMilliseconds: number): Charge[] {
  return processors.flatMap(({ label, isArm, prices }) => {
    const found = loads.filter((load) => load.isArm === isArm);
    if (found.length === 0) return [];
    const total = (part: (load: FunctionLoad) => Decimal) => Decimal.sum(0, ...found.map(part));
    const largest = [...found].sort((one, other) => other.onDemandGbSeconds.comparedTo(one.onDemandGbSeconds))[0];
    const onDemand = buildCharge(
      `Compute, ${label}`,
      prices[0],
      total(({ onDemandGbSeconds }) => onDemandGbSeconds),
      `memory × requests × (duration + ${formatNumber(overheadMilliseconds)} ms in the VPC) of ${formatCount(found.length, 'function')}; ${largest?.name} is the largest`,
    );
    const warmed = found.filter(({ idleGbSeconds }) => idleGbSeconds.greaterThan(0)).map(({ name }) => name);
    if (warmed.length === 0) return [onDemand];
    return [
      onDemand,
      buildCharge(
        `Provisioned concurrency, idle, ${label}`,
        prices[1],
        total(({ idleGbSeconds }) => idleGbSeconds),
        `warm environments of ${warmed.join(', ')}, used or idle`,
      ),
      buildCharge(
        `Provisioned concurrency, compute, ${label}`,
        prices[2],
        total(({ provisionedGbSeconds }) => provisionedGbSeconds),
        `calls in the warm environments of ${warmed.join(', ')}`,
      ),
    ];
  });
}

export const lambdaPricer: Pricer = {
  types: [
    'aws:lambda/function:Function',
    'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig',
    'aws:appautoscaling/target:Target',
    'aws:appautoscaling/scheduledAction:ScheduledAction',
  ],
  charge(resources, { plan, usage }) {
    const warm = listWarmEnvironments(plan);
    const loads = resources
      .filter(({ type }) => type === 'aws:lambda/function:Function')
      .map((resource) => computeLoad(resource, warm, usage));
    if (loads.length === 0) return [];
    const requests = loads.reduce((sum, load) => sum + load.requests, 0);
    const requestCharge = buildCharge(
      'Requests',
      'lambdaRequestMillion',
      new Decimal(requests).dividedBy(1e6),
      `demand on ${formatCount(loads.length, 'function')}`,
    );
    return [requestCharge, ...chargeCompute(loads, usage.compute.networkOverheadMilliseconds)];
  },
};
