import {
  type DatabaseDemand,
  type FunctionDemand,
  listFunctionDemands,
  type MeasuredRequest,
} from '../../config/demand/database-demand.js';
import { hoursPerMonth, type PlannedUsage } from '../../config/demand/usage.js';

/** A number that AWS says of Aurora Serverless v2. */
interface Fact {
  readonly value: number;
  readonly source: string;
}

/** Of Aurora Serverless v2's capacity, in ACU. */
export const acuPerVcpu: Fact = {
  value: 4,
  source:
    'AWS’s sizing advice for Aurora Serverless v2 (aws/agent-toolkit-for-aws): an r-class vCPU at full use is about 4 ACU',
};
export const gibPerAcu: Fact = {
  value: 2,
  source: 'Aurora user guide, Serverless v2: an ACU is about 2 GiB of memory; the least capacity holds the working set',
};

/** The rest is room for autovacuum, for what one second has more than another, and for statements that nobody measured. */
export const maxUtilization = 0.6;

/** What a demand needs of the database by what its requests were measured to take. */
export interface MeasuredCapacity {
  /** Over the planned mix of functions, whose operations come equally often. */
  readonly cpuMillisecondsPerRequest: number;
  readonly peakAcu: number;
  /** Were each request its function's dearest operation: no mix of operations needs more. */
  readonly worstCasePeakAcu: number;
  /** Over the hours that the requests are planned to fall into. */
  readonly averageAcu: number;
  /** Of all instances in the period that has most. */
  readonly plannedPeakAcu: number;
  /** What of that is planned for readers. Functions connect to the writer, so where there are readers it serves no request. */
  readonly plannedReaderAcu: number;
  /** How many times the measured need the plan has at its peak. */
  readonly plannedRatio: number;
  /** What the planned capacity holds in memory; a working set beyond it is read from storage. */
  readonly plannedMemoryGib: number;
  /** In a month, in millions; without autovacuum, checkpoints and what was not in memory. */
  readonly ioRequestsMillions: number;
  /** Functions with planned requests that are not measured yet and count as an average function. */
  readonly estimatedFunctions: readonly string[];
}

const secondsPerHour = 3_600;

type Quantity = keyof MeasuredRequest;

const averageQuantity = (requests: readonly MeasuredRequest[], quantity: Quantity): number =>
  requests.reduce((total, request) => total + request[quantity], 0) / Math.max(1, requests.length);

const maxQuantity = (requests: readonly MeasuredRequest[], quantity: Quantity): number =>
  Math.max(0, ...requests.map((request) => request[quantity]));

/** ACU that keep a processor below the highest utilisation at so many requests a second. */
export const computeAcu = (requestsPerSecond: number, cpuMillisecondsPerRequest: number): number =>
  ((requestsPerSecond * cpuMillisecondsPerRequest) / 1_000 / maxUtilization) * acuPerVcpu.value;

/** Capacity by measurement beside the planned one. It is advice: no line of a bill comes from it. */
export function computeMeasuredCapacity(usage: PlannedUsage, demand: DatabaseDemand): MeasuredCapacity {
  const called = listFunctionDemands(demand).filter(({ name }) => usage.functions[name].requestsPerMonth > 0);
  const countRequests = ({ name }: FunctionDemand): number => usage.functions[name].requestsPerMonth;
  const requests = called.reduce((total, one) => total + countRequests(one), 0);
  const sumOverFunctions = (summarize: typeof averageQuantity, quantity: Quantity): number =>
    called.reduce((total, one) => total + countRequests(one) * summarize(one.requests, quantity), 0);
  const cpuMillisecondsPerRequest =
    requests === 0 ? 0 : sumOverFunctions(averageQuantity, 'cpuMilliseconds') / requests;
  const dearestMilliseconds = requests === 0 ? 0 : sumOverFunctions(maxQuantity, 'cpuMilliseconds') / requests;
  const hours = usage.api.businessHoursPerMonth || hoursPerMonth;
  const peakAcu = computeAcu(usage.api.peakRequestsPerSecond, cpuMillisecondsPerRequest);
  const [busiest] = usage.database.periods
    .map(({ writerAcu, readerAcu }) => ({ plannedPeakAcu: writerAcu + readerAcu, plannedReaderAcu: readerAcu }))
    .sort((one, other) => other.plannedPeakAcu - one.plannedPeakAcu);
  const { plannedPeakAcu, plannedReaderAcu } = busiest ?? { plannedPeakAcu: 0, plannedReaderAcu: 0 };
  return {
    cpuMillisecondsPerRequest,
    peakAcu,
    worstCasePeakAcu: computeAcu(usage.api.peakRequestsPerSecond, dearestMilliseconds),
    averageAcu: computeAcu(requests / (hours * secondsPerHour), cpuMillisecondsPerRequest),
    plannedPeakAcu,
    plannedReaderAcu,
    plannedRatio: plannedPeakAcu / peakAcu,
    plannedMemoryGib: plannedPeakAcu * gibPerAcu.value,
    ioRequestsMillions: sumOverFunctions(averageQuantity, 'ioRequests') / 1e6,
    estimatedFunctions: called.filter(({ isEstimate }) => isEstimate).map(({ name }) => name),
  };
}
