import { minUnreservedConcurrency } from '../demand/concurrency.js';
import { contradictionIds } from '../demand/contradictions.js';
import { computeIoBreakEvenMillions } from '../demand/database-capacity.js';
import { getUsagePreset } from '../demand/presets.js';
import type { PlannedUsage } from '../demand/usage.js';
import { functionNames } from '../functions.js';
import { checkStackConfig } from '../settings/load.js';
import type { StackConfig } from '../settings/stack.js';
import { type Advice, type AdviceInput, listAdvice } from './advice.js';

export const studyUsage = getUsagePreset('study2025');

/** A demand without contradictions in its rates that the default settings meet. */
export const consistentUsage: PlannedUsage = {
  ...studyUsage,
  api: { ...studyUsage.api, averageRequestsPerSecond: 7.7, peakRequestsPerSecond: 100, requestsPerMonth: 10_000_000 },
};

export function parseSettings(values: Record<string, unknown> = {}): StackConfig {
  const checked = checkStackConfig({
    clinic: { timeZone: 'UTC' },
    alerts: { emails: ['ada@clinic.example'] },
    ...values,
  });
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

export const reserveEach = (each: number) => ({
  accountConcurrency: 2000,
  overrides: Object.fromEntries(functionNames.map((name) => [name, { reservedConcurrency: each }])),
});

/** Settings, and the other inputs that differ from the consistent demand. */
export type AdviceCase = readonly [settings: Record<string, unknown>, more?: Partial<Omit<AdviceInput, 'config'>>];

/** Advice on settings without the contradictions of the study's demand. */
export const listSettingAdvice = ([values, more]: AdviceCase): Advice[] =>
  listAdvice({
    config: parseSettings({ functions: reserveEach(50), database: { maxCapacityAcu: 40 }, ...values }),
    usage: consistentUsage,
    ...more,
  }).filter(({ id }) => !(contradictionIds as readonly string[]).includes(id));

export const listAdviceIds = (...given: AdviceCase) => listSettingAdvice(given).map(({ id }) => id);

export const withDatabaseSettings = (values: object) => ({ database: { maxCapacityAcu: 40, ...values } });

/** Reservations for every function that add up to a sum. */
export function reserveInTotal(sum: number, accountConcurrency = 2_000) {
  const { overrides } = reserveEach(Math.floor(sum / functionNames.length));
  const others = (functionNames.length - 1) * Math.floor(sum / functionNames.length);
  return {
    functions: { accountConcurrency, overrides: { ...overrides, files: { reservedConcurrency: sum - others } } },
  };
}

/** Account quota that is enough for 50 executions of every other function and a number for the agent. */
export const quotaWithAgent = (agent: number): number =>
  50 * (functionNames.length - 1) + agent + minUnreservedConcurrency;

export const schedule = { startCron: 'cron(45 7 ? * MON-FRI *)', stopCron: 'cron(15 20 ? * MON-FRI *)' };
export const keepAgentWarm = (instances: number, more: object = {}) => ({
  functions: {
    overrides: {
      ...reserveEach(50).overrides,
      agent_integration: { reservedConcurrency: 50, provisionedConcurrency: { instances, ...more } },
    },
  },
});
export const reserveAgent = (reservedConcurrency: number, accountConcurrency = 1000) => ({
  functions: {
    accountConcurrency,
    overrides: { ...reserveEach(50).overrides, agent_integration: { reservedConcurrency } },
  },
});
export const withDatabaseUsage = (values: Partial<PlannedUsage['database']>): PlannedUsage => ({
  ...consistentUsage,
  database: { ...consistentUsage.database, ...values },
});
export const withAgentUsage = (values: Partial<PlannedUsage['functions']['agent_integration']>): PlannedUsage => ({
  ...consistentUsage,
  functions: {
    ...consistentUsage.functions,
    agent_integration: { ...consistentUsage.functions.agent_integration, ...values },
  },
});
export const breakEven = computeIoBreakEvenMillions(parseSettings(), consistentUsage);
export const withIoRequests = (ioRequestsMillions: number) => ({ usage: withDatabaseUsage({ ioRequestsMillions }) });
export const allDayPeriod = { name: 'all day', hoursPerDay: 24, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 };
export const withPeriod = (values: object) => ({
  usage: withDatabaseUsage({ periods: [{ ...allDayPeriod, ...values }] }),
});
export const withNetworkSettings = (values: object) => ({ network: values });
export const withEndpoints = (...interfaceEndpoints: string[]) => ({ interfaceEndpoints });
