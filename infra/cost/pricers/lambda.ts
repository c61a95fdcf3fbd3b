import { Decimal } from 'decimal.js';
import { type PlannedUsage, type PricedFunction, tokenTrigger } from '../../../config/demand/usage.js';
import { functionNames } from '../../../config/functions.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import type { PriceId } from '../prices/book.js';
import { formatCountOf, formatNumber, type Pricer, readNumberInput, readTextInput } from './pricer.js';
import { listWarmEnvironments, type WarmEnvironments } from './warm-hours.js';

const component = 'AWS Lambda';
const secondsPerHour = 3_600;

/** Which demand a planned function has. */
const demandNames: Readonly<Record<string, PricedFunction>> = {
  ...Object.fromEntries(functionNames.map((name) => [`functions-${name}-function`, name])),
  'identity-token-trigger-function': tokenTrigger,
};

interface Load {
  readonly name: PricedFunction;
  readonly isArm: boolean;
  readonly requests: number;
  readonly onDemandGbSeconds: Decimal;
  readonly provisionedGbSeconds: Decimal;
  readonly idleGbSeconds: Decimal;
}

/** @throws Error where the demand has nothing of a planned function */
export function findDemandName({ name }: PlannedResource): PricedFunction {
  const found = demandNames[name];
  if (found === undefined) {
    throw new Error(`Nothing says how often the function ${name} is called; config/demand/usage.ts must.`);
  }
  return found;
}

function computeLoad(resource: PlannedResource, warm: readonly WarmEnvironments[], usage: PlannedUsage): Load {
  const name = findDemandName(resource);
  const { requestsPerMonth, durationMilliseconds } = usage.functions[name];
  const overhead = resource.inputs.vpcConfig === undefined ? 0 : usage.compute.networkOverheadMilliseconds;
  const memoryGb = new Decimal(readNumberInput(resource, 'memorySize')).dividedBy(1024);
  const gbSeconds = memoryGb
    .times(requestsPerMonth)
    .times(durationMilliseconds + overhead)
    .dividedBy(1000);
  const kept = warm.filter(({ functionName }) => functionName === readTextInput(resource, 'name'));
  const warmHours = Math.max(0, ...kept.map(({ hours }) => hours));
  // What is called while environments are warm runs in them. Calls come in business hours, which a schedule is taken to be
  // for: nothing says which hours of the day either has.
  const warmShare = Math.min(1, warmHours / usage.api.businessHoursPerMonth);
  const idle = Decimal.sum(
    0,
    ...kept.map(({ instances, hours }) => memoryGb.times(instances).times(hours).times(secondsPerHour)),
  );
  // Warm environments do no more than run all the time; the rest starts on demand.
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

function computeCharges(loads: readonly Load[], overheadMilliseconds: number): Charge[] {
  return processors.flatMap(({ label, isArm, prices }) => {
    const found = loads.filter((load) => load.isArm === isArm);
    if (found.length === 0) return [];
    const total = (part: (load: Load) => Decimal) => Decimal.sum(0, ...found.map(part));
    const largest = [...found].sort((one, other) => other.onDemandGbSeconds.comparedTo(one.onDemandGbSeconds))[0];
    const onDemand: Charge = {
      component,
      item: `Compute, ${label}`,
      price: prices[0],
      quantity: total(({ onDemandGbSeconds }) => onDemandGbSeconds),
      basis: `memory × requests × (duration + ${formatNumber(overheadMilliseconds)} ms in the VPC) of ${formatCountOf(found.length, 'function')}; most of it ${largest?.name}`,
    };
    const warmed = found.filter(({ idleGbSeconds }) => idleGbSeconds.greaterThan(0)).map(({ name }) => name);
    if (warmed.length === 0) return [onDemand];
    return [
      onDemand,
      {
        component,
        item: `Provisioned concurrency, idle, ${label}`,
        price: prices[1],
        quantity: total(({ idleGbSeconds }) => idleGbSeconds),
        basis: `environments of ${warmed.join(', ')} that are kept warm, used or not`,
      },
      {
        component,
        item: `Provisioned concurrency, compute, ${label}`,
        price: prices[2],
        quantity: total(({ provisionedGbSeconds }) => provisionedGbSeconds),
        basis: `what runs in the warm environments of ${warmed.join(', ')}`,
      },
    ];
  });
}

export const lambda: Pricer = {
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
    const requestCharge: Charge = {
      component,
      item: 'Requests',
      price: 'lambdaRequestMillion',
      quantity: new Decimal(requests).dividedBy(1e6),
      basis: `demand on ${formatCountOf(loads.length, 'function')}`,
    };
    return [requestCharge, ...computeCharges(loads, usage.compute.networkOverheadMilliseconds)];
  },
};
