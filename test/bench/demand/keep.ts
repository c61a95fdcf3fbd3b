import { writeFile } from 'node:fs/promises';
import type { DatabaseDemand, MeasuredRequest } from '../../../config/demand/database-demand.js';
import type { BenchmarkResult } from '../benchmark.js';

/** The file that the cost model reads. */
const demandFile = 'config/demand/database-demand.json';

/** The third digit differs from one measurement to the next. */
const roundToTwoDigits = (value: number): number => Number(value.toPrecision(2));

export function renderDemandFile(result: BenchmarkResult, source: { date: string; machine: string }): string {
  const functions: Record<string, Record<string, MeasuredRequest>> = {};
  for (const { name, figure, details } of result.measurements) {
    const [functionName, operationId] = name.split(': ');
    const ioRequests = details?.['I/O'];
    if (functionName === undefined || operationId === undefined || ioRequests === undefined) {
      throw new Error(`${demandFile} needs the I/O of ${name}. Measure on a server with pg_stat_statements.`);
    }
    functions[functionName] = {
      ...functions[functionName],
      [operationId]: { cpuMilliseconds: roundToTwoDigits(figure), ioRequests: roundToTwoDigits(ioRequests) },
    };
  }
  const demand: DatabaseDemand = {
    source: { ...source, database: result.database ?? '', command: 'npm run bench -- database-demand --write' },
    functions,
  };
  return `${JSON.stringify(demand, null, 2)}\n`;
}

/** Writes a measurement to the demand file, unless it is empty. */
export async function saveDemand(result: BenchmarkResult, source: { date: string; machine: string }): Promise<void> {
  if (result.measurements.length > 0) await writeFile(demandFile, renderDemandFile(result, source));
}
