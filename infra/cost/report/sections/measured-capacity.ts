import { type DatabaseDemand, databaseDemand } from '../../../../config/demand/database-demand.js';
import type { PlannedUsage } from '../../../../config/demand/usage.js';
import { acuPerVcpu, computeMeasuredCapacity, gibPerAcu, maxUtilization } from '../../measured-capacity.js';
import { formatQuantity } from '../amounts.js';

export const measuredCapacityTitle = 'The database’s capacity, planned and as its requests were measured';

const rounded = (value: number, digits = 1): string => formatQuantity(Number(value.toFixed(digits)));

/** The planned capacity beside the measured need, in sentences; the bill is by the planned one. */
export function describeMeasuredCapacity(usage: PlannedUsage, demand: DatabaseDemand = databaseDemand): string[] {
  const measured = computeMeasuredCapacity(usage, demand);
  if (measured.cpuMillisecondsPerRequest === 0 || usage.api.peakRequestsPerSecond === 0) return [];
  const { peakAcu, plannedPeakAcu, plannedReaderAcu, plannedRatio: plannedTimes, plannedMemoryGib } = measured;
  const plannedWriterAcu = plannedPeakAcu - plannedReaderAcu;
  const share = plannedMemoryGib / usage.database.storageGb;
  const { date, machine, database, command } = demand.source;
  return [
    `A request takes ${rounded(measured.cpuMillisecondsPerRequest, 2)} ms of a processor over the planned functions, whose operations come equally often; ${rounded(usage.api.peakRequestsPerSecond)} a second need ${rounded(peakAcu)} ACU, the month’s average ${rounded(measured.averageAcu)} ACU. Were each request its function’s dearest operation, the peak would need ${rounded(measured.worstCasePeakAcu)} ACU.`,
    plannedTimes >= 1
      ? `The planned ${rounded(plannedPeakAcu)} ACU at peak are ${rounded(plannedTimes)} times that.`
      : `The planned ${rounded(plannedPeakAcu)} ACU at peak are ${rounded(plannedTimes, 2)} of that: at the peak, requests would wait for the processor.`,
    ...(plannedReaderAcu > 0
      ? [
          `${rounded(plannedReaderAcu)} of them are planned for readers. Functions ask the writer alone: where there are readers, requests have its ${rounded(plannedWriterAcu)} ACU, ${rounded(plannedWriterAcu / peakAcu, 2)} times what they need.`,
        ]
      : []),
    `The planned capacity also holds ${rounded(plannedMemoryGib)} GiB in memory, over all instances${usage.database.storageGb > 0 ? `, ${rounded(share * 100)} % of the planned data` : ''}; where more than that is in use at once, memory decides and not the processor.`,
    `Requests alone make ${rounded(measured.ioRequestsMillions)} million I/O a month, at least, of the planned ${rounded(usage.database.ioRequestsMillions)} million; autovacuum, indexing, loads and reads of what is not in memory come on top.`,
    `Processors are used to ${rounded(maxUtilization * 100)} %. ${acuPerVcpu.source}; ${gibPerAcu.source}.`,
    `Measured on ${date} by \`${command}\` on ${machine}, ${database}; another processor takes another time.`,
    ...(measured.estimatedFunctions.length > 0
      ? [`Not measured yet, estimated as an average function: ${measured.estimatedFunctions.join(', ')}.`]
      : []),
  ];
}
