import { writeFile } from 'node:fs/promises';
import type { BenchmarkResult } from '../benchmark.js';

/** The file that the cost model reads. */
const demandFile = 'config/demand/database-demand.ts';

interface OperationDemand {
  readonly functionName: string;
  readonly operationId: string;
  readonly cpuMilliseconds: number;
  readonly ioRequests: number;
}

function toOperationDemands({ measurements }: BenchmarkResult): OperationDemand[] {
  return measurements.map(({ name, figure, details }) => {
    const [functionName, operationId] = name.split(': ');
    const ioRequests = details?.['I/O'];
    if (functionName === undefined || operationId === undefined || ioRequests === undefined) {
      throw new Error(`${demandFile} needs the I/O of ${name}, which requires a server with pg_stat_statements.`);
    }
    return { functionName, operationId, cpuMilliseconds: figure, ioRequests };
  });
}

/** Two significant digits; the third varies between runs. */
const formatTwoDigits = (value: number): string => String(Number(value.toPrecision(2)));

/** Renders the measurement as a configuration file, formatted as biome would. */
export function renderDemandFile(result: BenchmarkResult, source: { date: string; machine: string }): string {
  const kept = toOperationDemands(result);
  const functionNames = [...new Set(kept.map(({ functionName }) => functionName))];
  const text = (value: string) => `'${value.replaceAll(/[\\']/g, '\\$&')}'`;
  return `import type { DatabaseDemand } from './database-demand-type.js';

// Written by \`npm run bench -- database-demand --write\`; don't change it by hand.
export const databaseDemand: DatabaseDemand = {
  source: {
    date: ${text(source.date)},
    machine: ${text(source.machine)},
    database: ${text(result.database ?? '')},
    command: 'npm run bench -- database-demand --write',
  },
  functions: {
${functionNames
  .map(
    (name) => `    ${name}: {
${kept
  .filter(({ functionName }) => functionName === name)
  .map(
    ({ operationId, cpuMilliseconds, ioRequests }) =>
      `      ${operationId}: { cpuMilliseconds: ${formatTwoDigits(cpuMilliseconds)}, ioRequests: ${formatTwoDigits(ioRequests)} },\n`,
  )
  .join('')}    },
`,
  )
  .join('')}  },
};
`;
}

/** Writes the measurement for the cost model. An empty one is not written. */
export async function saveDemand(result: BenchmarkResult, source: { date: string; machine: string }): Promise<void> {
  if (result.measurements.length > 0) await writeFile(demandFile, renderDemandFile(result, source));
}
