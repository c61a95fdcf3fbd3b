import { ioOptimizedFromMillions } from '../demand/io-optimized.js';
import type { Usage } from '../demand/usage.js';
import { contradictionIds } from '../demand/usage-contradictions.js';
import { usagePreset } from '../demand/usage-presets.js';
import { functionNames } from '../functions.js';
import { checkStackConfig } from '../settings/load.js';
import type { StackConfig } from '../settings/stack.js';
import { type Advice, type Advised, adviceOf } from './advice.js';

export const report = usagePreset('report');

/** A demand whose numbers agree, of a clinic that the defaults are enough for. */
export const sound: Usage = {
  ...report,
  api: { ...report.api, averageRequestsPerSecond: 7.7, peakRequestsPerSecond: 100, requestsPerMonth: 10_000_000 },
};

export function settings(values: Record<string, unknown> = {}): StackConfig {
  const checked = checkStackConfig({
    clinic: { timeZone: 'UTC' },
    alerts: { emails: ['ada@clinic.example'] },
    ...values,
  });
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

export const reserved = (each: number) => ({
  accountConcurrency: 2000,
  overrides: Object.fromEntries(functionNames.map((name) => [name, { reservedConcurrency: each }])),
});

/** Settings, and what else advice is given on where it is not the sound demand. */
export type Given = readonly [settings: Record<string, unknown>, more?: Partial<Omit<Advised, 'config'>>];

/** Advice on settings; what the report's own demand contradicts is tested beside it. */
export const adviceOn = ([values, more]: Given): Advice[] =>
  adviceOf({
    config: settings({ functions: reserved(50), database: { maxCapacityAcu: 40 }, ...values }),
    usage: sound,
    ...more,
  }).filter(({ id }) => !(contradictionIds as readonly string[]).includes(id));

export const ids = (...given: Given) => adviceOn(given).map(({ id }) => id);

export const database = (values: object) => ({ database: { maxCapacityAcu: 40, ...values } });

/** Every function has a reservation, one of them what the others leave of the sum. */
export function reservedTogether(sum: number) {
  const { accountConcurrency, overrides } = reserved(100);
  return { functions: { accountConcurrency, overrides: { ...overrides, files: { reservedConcurrency: sum - 800 } } } };
}

export const schedule = { startCron: 'cron(45 7 ? * MON-FRI *)', stopCron: 'cron(15 20 ? * MON-FRI *)' };
export const agent = (instances: number, more: object = {}) => ({
  functions: {
    overrides: {
      ...reserved(50).overrides,
      agent_integration: { reservedConcurrency: 50, provisionedConcurrency: { instances, ...more } },
    },
  },
});
export const agentReserved = (reservedConcurrency: number, accountConcurrency = 1000) => ({
  functions: {
    accountConcurrency,
    overrides: { ...reserved(50).overrides, agent_integration: { reservedConcurrency } },
  },
});
export const withDatabase = (values: Partial<Usage['database']>): Usage => ({
  ...sound,
  database: { ...sound.database, ...values },
});
export const withAgent = (values: Partial<Usage['functions']['agent_integration']>): Usage => ({
  ...sound,
  functions: { ...sound.functions, agent_integration: { ...sound.functions.agent_integration, ...values } },
});
export const breakEven = ioOptimizedFromMillions(settings(), sound);
export const withRequests = (ioRequestsMillions: number) => ({ usage: withDatabase({ ioRequestsMillions }) });
export const period = { name: 'all day', hoursPerDay: 24, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 };
export const withPeriod = (values: object) => ({ usage: withDatabase({ periods: [{ ...period, ...values }] }) });
export const network = (values: object) => ({ network: values });
export const endpoints = (...interfaceEndpoints: string[]) => ({ interfaceEndpoints });
