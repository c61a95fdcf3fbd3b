import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { type FunctionName, functionNames, getFunctionDefinition } from '../../../config/functions.js';
import { sumItemUsd } from '../line.js';
import type { PriceId } from '../prices/book.js';
import {
  buildFindings,
  type PricedStudy,
  priceQuantity,
  servedFunctions,
  sumComponentUsd,
  sumInvocations,
  sumStatedUsd,
} from './study.js';

const component = 'AWS Lambda';
const millisecondsPerSecond = 1_000;
const secondsPerHour = 3_600;

const sumOver = (names: readonly FunctionName[], compute: (name: FunctionName) => number): number =>
  names.reduce((sum, name) => sum + compute(name), 0);

const getRequests = ({ functions }: PlannedUsage, name: FunctionName): number => functions[name].requestsPerMonth;

const getMemoryGb = (name: FunctionName): number => getFunctionDefinition(name).memoryMb / 1024;

function computeGbSeconds(usage: PlannedUsage, names: readonly FunctionName[], overheadMilliseconds: number): number {
  return sumOver(names, (name) => {
    const overhead = servedFunctions.includes(name) ? overheadMilliseconds : 0;
    const seconds = (usage.functions[name].durationMilliseconds + overhead) / millisecondsPerSecond;
    return getMemoryGb(name) * getRequests(usage, name) * seconds;
  });
}

const computeGbSecondsWithOverhead = (usage: PlannedUsage, names: readonly FunctionName[]): number =>
  computeGbSeconds(usage, names, usage.compute.networkOverheadMilliseconds);

const averageByRequests = (usage: PlannedUsage, compute: (name: FunctionName) => number): number =>
  sumOver(servedFunctions, (name) => getRequests(usage, name) * compute(name)) / sumInvocations(usage);

const computeSecondsPerCall = (usage: PlannedUsage, name: FunctionName): number =>
  (usage.functions[name].durationMilliseconds + usage.compute.networkOverheadMilliseconds) / millisecondsPerSecond;

/** The study's averages. Their product is a tenth of its 5.7 million GB-seconds. */
const stated = { memoryGb: 0.35, seconds: 0.28, gbSeconds: 5_700_000, provisionedGbSeconds: 500_000 } as const;

const processorPrices: readonly (readonly [item: string, x86: PriceId, arm: PriceId])[] = [
  ['Compute, x86', 'lambdaGbSecondX86', 'lambdaGbSecondArm'],
  ['Provisioned concurrency, idle, x86', 'lambdaProvisionedIdleGbSecondX86', 'lambdaProvisionedIdleGbSecondArm'],
  ['Provisioned concurrency, compute, x86', 'lambdaProvisionedGbSecondX86', 'lambdaProvisionedGbSecondArm'],
];

function computeArmSaving({ atStudyPrices, listBook }: PricedStudy): Decimal {
  const savings = processorPrices.map(([item, x86, arm]) => {
    const found = atStudyPrices.lines.filter((line) => line.item === item);
    const quantity = Decimal.sum(0, ...found.map((line) => line.quantity));
    return priceQuantity(listBook, x86, quantity).minus(priceQuantity(listBook, arm, quantity));
  });
  return Decimal.sum(...savings);
}

export const functionFindings = buildFindings('lambda', [
  [
    'weighted average memory, GB',
    stated.memoryGb,
    ({ usage }) => averageByRequests(usage, getMemoryGb),
    'Weighted by requests.',
  ],
  [
    'weighted average duration including 50 ms of overhead, s',
    stated.seconds,
    ({ usage }) => averageByRequests(usage, (name) => computeSecondsPerCall(usage, name)),
    'Weighted by requests. Without the 50 ms it is 0.311.',
  ],
  [
    "GB-seconds from the study's averages",
    stated.gbSeconds,
    ({ usage }) => sumInvocations(usage) * stated.seconds * stated.memoryGb,
    'The study is wrong by a factor of ten: 5.8 million × 0.28 s × 0.35 GB.',
  ],
  [
    'GB-seconds from the inventory, without overhead',
    stated.gbSeconds,
    ({ usage }) => computeGbSeconds(usage, functionNames, 0),
    'The sum of memory × duration × requests of each function.',
  ],
  [
    'GB-seconds from the inventory, with 50 ms of overhead',
    stated.gbSeconds,
    ({ usage }) => computeGbSecondsWithOverhead(usage, functionNames),
    'The same with 50 ms in the VPC for each call.',
  ],
  [
    'compute from the inventory, all on demand, US$',
    95,
    ({ usage, studyBook }) =>
      priceQuantity(studyBook, 'lambdaGbSecondX86', computeGbSecondsWithOverhead(usage, functionNames)),
    'The same factor of ten.',
  ],
  [
    'on-demand compute without agent_integration, US$',
    95,
    ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'Compute, x86'),
    'The study counts agent_integration twice: as compute and as provisioned compute.',
  ],
  [
    'GB-seconds of provisioned compute, with 50 ms of overhead',
    stated.provisionedGbSeconds,
    ({ usage }) => computeGbSecondsWithOverhead(usage, ['agent_integration']),
    'The averages include the 50 ms, but this figure does not.',
  ],
  [
    'corrected total of the component, US$',
    155.77,
    ({ atStudyPrices }) => sumComponentUsd(atStudyPrices, component),
    'Requests, on-demand compute, warm environments and provisioned compute, each counted once.',
  ],
  [
    'figure in the design section, US$',
    104.5,
    () => sumStatedUsd(component),
    'The design section and the table have different figures.',
  ],
  [
    'saving of arm64 on the corrected bill, US$',
    31.15,
    computeArmSaving,
    'Requests cost the same on both processors. The study states 20% of 155.77 in one place and 21 in another.',
  ],
  [
    'saving without provisioned concurrency, US$',
    59.61,
    ({ atStudyPrices, studyBook }) =>
      sumItemUsd(atStudyPrices, 'Provisioned concurrency, idle, x86')
        .plus(priceQuantity(studyBook, 'lambdaProvisionedGbSecondX86', stated.provisionedGbSeconds))
        .minus(priceQuantity(studyBook, 'lambdaGbSecondX86', stated.provisionedGbSeconds)),
    'The calls of warm environments then run on demand at a higher price. With the 50 ms it saves US$50.93.',
  ],
  [
    'duration of db_initialization, stated as the maximum timeout, s',
    60,
    ({ usage }) => usage.functions.db_initialization.durationMilliseconds / millisecondsPerSecond,
    'A job of five minutes has a timeout of 30 to 60 seconds.',
  ],
  [
    'duration of data_loader, stated as the maximum timeout, s',
    60,
    ({ usage }) => usage.functions.data_loader.durationMilliseconds / millisecondsPerSecond,
    "The job takes Lambda's maximum of 900 seconds. The assumptions state 150 to 900 seconds for each call, but mean milliseconds.",
  ],
  [
    'average concurrency of agent_integration in business hours',
    10,
    ({ usage }) =>
      (getRequests(usage, 'agent_integration') * computeSecondsPerCall(usage, 'agent_integration')) /
      (usage.api.businessHoursPerMonth * secondsPerHour),
    'Ten warm environments serve less than one concurrent call on average. At the stated peak it would be about 95.',
  ],
]);
