import {
  type DatabaseDemand,
  databaseDemand,
  type FunctionDemand,
  listFunctionDemands,
  type MeasuredRequest,
} from '../../config/demand/database-demand.js';
import { hoursPerMonth, type PlannedUsage } from '../../config/demand/usage.js';
import { formatNumber, formatPercent } from '../../config/format.js';

/** A fully used vCPU of an r class, by AWS's sizing advice (aws/agent-toolkit-for-aws). */
const acuPerVcpu = 4;

/** Memory by the Aurora user guide. */
const gibPerAcu = 2;

/** The rest of the processor is headroom for autovacuum, uneven load and unmeasured statements. */
const maxUtilization = 0.6;

/** The database capacity that a demand needs, by measurements of its requests. */
export interface MeasuredCapacity {
  /** The average over the planned mix of functions, whose operations are equally frequent. */
  readonly cpuMillisecondsPerRequest: number;
  readonly peakAcu: number;
  /** The capacity if every request were the most expensive operation of its function; no mix of operations needs more. */
  readonly worstCasePeakAcu: number;
  /** The average over the planned business hours. */
  readonly averageAcu: number;
  /** The planned capacity of all instances in the busiest period. */
  readonly plannedPeakAcu: number;
  /** The part of it that is planned for readers, which serve no requests, because functions connect to the writer. */
  readonly plannedReaderAcu: number;
  /** The planned peak capacity divided by the measured one. */
  readonly plannedRatio: number;
  /** The memory of the planned capacity; a larger working set is read from storage. */
  readonly plannedMemoryGib: number;
  /** Millions of I/O requests a month, without those of autovacuum, checkpoints and reads of data that isn't in memory. */
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

/** Returns the ACU that keep the processor below the maximum utilization. */
export const computeAcu = (requestsPerSecond: number, cpuMillisecondsPerRequest: number): number =>
  ((requestsPerSecond * cpuMillisecondsPerRequest) / 1_000 / maxUtilization) * acuPerVcpu;

/** Computes the measured capacity beside the planned one. It is information only; the bill uses the planned capacity. */
export function computeMeasuredCapacity(usage: PlannedUsage, demand: DatabaseDemand): MeasuredCapacity {
  const called = listFunctionDemands(demand).filter(({ name }) => usage.functions[name].requestsPerMonth > 0);
  const countRequests = ({ name }: FunctionDemand): number => usage.functions[name].requestsPerMonth;
  const requests = called.reduce((total, one) => total + countRequests(one), 0);
  const sumOverFunctions = (summarize: typeof averageQuantity, quantity: Quantity): number =>
    called.reduce((total, one) => total + countRequests(one) * summarize(one.requests, quantity), 0);
  const cpuMillisecondsPerRequest =
    requests === 0 ? 0 : sumOverFunctions(averageQuantity, 'cpuMilliseconds') / requests;
  const worstCaseMilliseconds = requests === 0 ? 0 : sumOverFunctions(maxQuantity, 'cpuMilliseconds') / requests;
  const hours = usage.api.businessHoursPerMonth || hoursPerMonth;
  const peakAcu = computeAcu(usage.api.peakRequestsPerSecond, cpuMillisecondsPerRequest);
  const [busiest] = usage.database.periods
    .map(({ writerAcu, readerAcu }) => ({ plannedPeakAcu: writerAcu + readerAcu, plannedReaderAcu: readerAcu }))
    .sort((one, other) => other.plannedPeakAcu - one.plannedPeakAcu);
  const { plannedPeakAcu, plannedReaderAcu } = busiest ?? { plannedPeakAcu: 0, plannedReaderAcu: 0 };
  return {
    cpuMillisecondsPerRequest,
    peakAcu,
    worstCasePeakAcu: computeAcu(usage.api.peakRequestsPerSecond, worstCaseMilliseconds),
    averageAcu: computeAcu(requests / (hours * secondsPerHour), cpuMillisecondsPerRequest),
    plannedPeakAcu,
    plannedReaderAcu,
    plannedRatio: plannedPeakAcu / peakAcu,
    plannedMemoryGib: plannedPeakAcu * gibPerAcu,
    ioRequestsMillions: sumOverFunctions(averageQuantity, 'ioRequests') / 1e6,
    estimatedFunctions: called.filter(({ isEstimate }) => isEstimate).map(({ name }) => name),
  };
}

/** Describes the planned capacity beside the measured need in sentences; empty if the demand has no requests. */
export function describeMeasuredCapacity(usage: PlannedUsage, demand: DatabaseDemand = databaseDemand): string[] {
  const measured = computeMeasuredCapacity(usage, demand);
  if (measured.cpuMillisecondsPerRequest === 0 || usage.api.peakRequestsPerSecond === 0) return [];
  const { peakAcu, plannedPeakAcu, plannedReaderAcu, plannedRatio, plannedMemoryGib } = measured;
  const plannedWriterAcu = plannedPeakAcu - plannedReaderAcu;
  const { storageGb, ioRequestsMillions } = usage.database;
  const { date, machine, database, command } = demand.source;
  const round = (value: number) => formatNumber(value, 1);
  return [
    `An average request takes ${formatNumber(measured.cpuMillisecondsPerRequest, 2)} ms of processor time, if all operations of a function are equally frequent. A peak of ${round(usage.api.peakRequestsPerSecond)} requests a second needs ${round(peakAcu)} ACU, the monthly average ${round(measured.averageAcu)} ACU. If every request were the most expensive operation of its function, the peak would need ${round(measured.worstCasePeakAcu)} ACU.`,
    plannedRatio >= 1
      ? `The planned ${round(plannedPeakAcu)} ACU at the peak are ${round(plannedRatio)} times the measured need.`
      : `The planned ${round(plannedPeakAcu)} ACU at the peak are only ${formatNumber(plannedRatio, 2)} times the measured need, so requests would wait for the processor.`,
    ...(plannedReaderAcu > 0
      ? [
          `${round(plannedReaderAcu)} ACU of the plan are for readers. Functions query only the writer, so in a cluster with readers requests have ${round(plannedWriterAcu)} ACU, ${formatNumber(plannedWriterAcu / peakAcu, 2)} times the measured need.`,
        ]
      : []),
    `The planned capacity has ${round(plannedMemoryGib)} GiB of memory over all instances${storageGb > 0 ? `, ${formatPercent(plannedMemoryGib, storageGb, 0)} of the planned data` : ''}. If the working set is larger, memory is the limit, not the processor.`,
    `Requests cause at least ${round(measured.ioRequestsMillions)} million I/O requests a month of the planned ${round(ioRequestsMillions)} million. Autovacuum, indexing, loads and reads of data that isn't in memory add to them.`,
    `The processor is at most ${formatPercent(maxUtilization, 1, 0)} utilized. AWS's sizing advice for Aurora Serverless v2 (aws/agent-toolkit-for-aws): a fully used vCPU of an r class is about ${acuPerVcpu} ACU; Aurora user guide, Serverless v2: an ACU has about ${gibPerAcu} GiB of memory, and the minimum capacity should hold the working set.`,
    ...(measured.estimatedFunctions.length > 0
      ? [`Not measured yet, estimated as an average function: ${measured.estimatedFunctions.join(', ')}.`]
      : []),
    `Measured on ${date} by \`${command}\` on ${machine}, ${database}. Other processors take other times.`,
  ];
}
