import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { type FunctionName, functionNames, getFunctionDefinition } from '../../../config/functions.js';
import type { PriceId } from '../prices/book.js';
import {
  buildFindings,
  type PricedStudy,
  priceQuantity,
  sumComponentUsd,
  sumItemUsd,
  sumStatedUsd,
} from './finding.js';

const component = 'AWS Lambda';

/** Called all month; the other two run once, and the report adds its overhead to neither. */
const served = functionNames.filter((name) => getFunctionDefinition(name).routes.length > 0);

const total = (names: readonly FunctionName[], of: (name: FunctionName) => number): number =>
  names.reduce((sum, name) => sum + of(name), 0);

const requests = ({ functions }: PlannedUsage, name: FunctionName): number => functions[name].requestsPerMonth;

const memoryGb = (name: FunctionName): number => getFunctionDefinition(name).memoryMb / 1024;

const millisecondsPerSecond = 1_000;

function computeGbSeconds(usage: PlannedUsage, names: readonly FunctionName[], overheadMilliseconds: number): number {
  return total(names, (name) => {
    const overhead = served.includes(name) ? overheadMilliseconds : 0;
    const seconds = (usage.functions[name].durationMilliseconds + overhead) / millisecondsPerSecond;
    return memoryGb(name) * requests(usage, name) * seconds;
  });
}

const computeGbSecondsWithOverhead = (usage: PlannedUsage, names: readonly FunctionName[]): number =>
  computeGbSeconds(usage, names, usage.compute.networkOverheadMilliseconds);

const averageByRequests = (usage: PlannedUsage, of: (name: FunctionName) => number): number =>
  total(served, (name) => requests(usage, name) * of(name)) / total(served, (name) => requests(usage, name));

const secondsPerCall = (usage: PlannedUsage, name: FunctionName): number =>
  (usage.functions[name].durationMilliseconds + usage.compute.networkOverheadMilliseconds) / millisecondsPerSecond;

/** The report’s averages; its 5.7 million GB-seconds are ten times what they make. */
const stated = { memoryGb: 0.35, seconds: 0.28, gbSeconds: 5_700_000, provisionedGbSeconds: 500_000 } as const;

const processors: readonly (readonly [line: string, x86: PriceId, arm: PriceId])[] = [
  ['Compute, x86', 'lambdaGbSecondX86', 'lambdaGbSecondArm'],
  ['Provisioned concurrency, idle, x86', 'lambdaProvisionedIdleGbSecondX86', 'lambdaProvisionedIdleGbSecondArm'],
  ['Provisioned concurrency, compute, x86', 'lambdaProvisionedGbSecondX86', 'lambdaProvisionedGbSecondArm'],
];

function armSaving({ atReportPrices, listBook }: PricedStudy): Decimal {
  const savings = processors.map(([item, x86, arm]) => {
    const quantity = Decimal.sum(
      0,
      ...atReportPrices.lines.filter((line) => line.item === item).map((line) => line.quantity),
    );
    return priceQuantity(listBook, x86, quantity).minus(priceQuantity(listBook, arm, quantity));
  });
  return Decimal.sum(...savings);
}

export const functionFindings = buildFindings('lambda', [
  [
    'weighted average memory GB',
    stated.memoryGb,
    ({ usage }) => averageByRequests(usage, memoryGb),
    'Weighted by requests.',
  ],
  [
    'weighted average duration s incl. +50 ms',
    stated.seconds,
    ({ usage }) => averageByRequests(usage, (name) => secondsPerCall(usage, name)),
    'Weighted by requests; without the 50 ms it is 0.311.',
  ],
  [
    'GB-s from the report’s own averages',
    stated.gbSeconds,
    ({ usage }) => total(served, (name) => requests(usage, name)) * stated.seconds * stated.memoryGb,
    'A slip by a factor of ten: 5.8 million × 0.28 s × 0.35 GB.',
  ],
  [
    'GB-s from the inventory (no overhead)',
    stated.gbSeconds,
    ({ usage }) => computeGbSeconds(usage, functionNames, 0),
    'Memory × duration × requests of each function, added up.',
  ],
  [
    'GB-s from the inventory (+50 ms)',
    stated.gbSeconds,
    ({ usage }) => computeGbSecondsWithOverhead(usage, functionNames),
    'The same with 50 ms in the VPC for each call.',
  ],
  [
    'compute $ (inventory, everything on-demand)',
    95,
    ({ usage, reportBook }) =>
      priceQuantity(reportBook, 'lambdaGbSecondX86', computeGbSecondsWithOverhead(usage, functionNames)),
    'The factor of ten again.',
  ],
  [
    'on-demand compute $ excluding agent_integration',
    95,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Compute, x86'),
    'What agent_integration uses is counted twice: as compute, and as provisioned compute.',
  ],
  [
    'provisioned compute GB-s incl. +50 ms',
    stated.provisionedGbSeconds,
    ({ usage }) => computeGbSecondsWithOverhead(usage, ['agent_integration']),
    'The 50 ms are in the averages and missing here.',
  ],
  [
    'component total $ (corrected)',
    155.77,
    ({ atReportPrices }) => sumComponentUsd(atReportPrices, component),
    'Requests, what runs on demand, what is kept warm, what runs warm; once each.',
  ],
  ['design figure vs table $', 104.5, () => sumStatedUsd(component), 'One component has two figures.'],
  [
    'arm64 saving $ on the corrected bill',
    31.15,
    armSaving,
    'Requests have one price on both processors; 20 % of 155.77 in one place, 21 in another.',
  ],
  [
    "provisioned concurrency 'saves' $",
    59.61,
    ({ atReportPrices, reportBook }) =>
      sumItemUsd(atReportPrices, 'Provisioned concurrency, idle, x86')
        .plus(priceQuantity(reportBook, 'lambdaProvisionedGbSecondX86', stated.provisionedGbSeconds))
        .minus(priceQuantity(reportBook, 'lambdaGbSecondX86', stated.provisionedGbSeconds)),
    'What ran warm then runs on demand, at a higher price; with the 50 ms counted it saves 50.93.',
  ],
  [
    'db_initialization s vs max timeout s',
    60,
    ({ usage }) => usage.functions.db_initialization.durationMilliseconds / millisecondsPerSecond,
    'A job of five minutes under a timeout of 30 to 60 seconds.',
  ],
  [
    'data_loader s vs max timeout s',
    60,
    ({ usage }) => usage.functions.data_loader.durationMilliseconds / millisecondsPerSecond,
    'A job of Lambda’s longest time; the assumptions say 150 to 900 seconds for each call and mean milliseconds.',
  ],
  [
    'avg concurrency of agent_integration in business hours',
    10,
    ({ usage }) =>
      (requests(usage, 'agent_integration') * secondsPerCall(usage, 'agent_integration')) /
      (usage.api.businessHoursPerMonth * 3_600),
    'Ten environments are kept warm for less than one; at the stated peak it would be about 95.',
  ],
]);
