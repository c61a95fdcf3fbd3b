import { type FunctionName, functionNames, isBehindApi } from '../functions.js';
import type { StackConfig } from '../settings/stack.js';
import { type PlannedUsage, type PricedFunction, sumServedRequests, tokenTrigger } from './usage.js';

/**
 * Concurrency that Lambda requires to stay unreserved in an account; it rejects reservations of more
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).
 */
export const minUnreservedConcurrency = 100;

type ConcurrencySettings = Pick<StackConfig['functions'], 'accountConcurrency' | 'overrides'>;

export const sumReservedConcurrency = ({ overrides }: Pick<ConcurrencySettings, 'overrides'>): number =>
  functionNames.reduce((sum, name) => sum + (overrides[name]?.reservedConcurrency ?? 0), 0);

const isUnreserved =
  ({ overrides }: ConcurrencySettings) =>
  (name: FunctionName): boolean =>
    overrides[name]?.reservedConcurrency === undefined;

/** Maximum concurrent executions of all functions: the sum of the reservations, or the account's quota if one has none. */
export const computeMaxConcurrency = (functions: ConcurrencySettings): number =>
  functionNames.some(isUnreserved(functions)) ? functions.accountConcurrency : sumReservedConcurrency(functions);

/** The functions that share the unreserved concurrency: those without a reservation, and Cognito's trigger. */
export const listUnreservedFunctions = (functions: ConcurrencySettings): PricedFunction[] => [
  ...functionNames.filter(isUnreserved(functions)),
  tokenTrigger,
];

/**
 * Computes the concurrent executions of a function in the busiest second: its share of the API's requests × their duration.
 * If fewer requests reach functions than the API accepts, all requests of that second count as reaching one: a reservation
 * that is too small rejects patients' requests, one that is too large costs nothing. Functions without routes have no peak.
 */
export function computePeakConcurrency(usage: PlannedUsage, name: PricedFunction): number {
  const { api, functions, compute } = usage;
  const isInPeak = name === tokenTrigger || isBehindApi(name);
  const requests = Math.min(api.requestsPerMonth, sumServedRequests(usage));
  if (!isInPeak || requests === 0) return 0;
  const { requestsPerMonth, durationMilliseconds } = functions[name];
  const perSecond = (api.peakRequestsPerSecond * requestsPerMonth) / requests;
  // Cognito's trigger runs outside the VPC.
  const overheadMilliseconds = name === tokenTrigger ? 0 : compute.networkOverheadMilliseconds;
  return (perSecond * (durationMilliseconds + overheadMilliseconds)) / 1_000;
}

export const sumPeakConcurrency = (usage: PlannedUsage, names: readonly PricedFunction[]): number =>
  names.reduce((sum, name) => sum + computePeakConcurrency(usage, name), 0);

/** Rounds up to whole executions, ignoring floating-point errors. */
export const roundUpExecutions = (concurrency: number): number => Math.ceil(concurrency - 1e-9);

/** A function and its reserved concurrency; undefined if it shares the unreserved concurrency. */
export interface ReservedConcurrency {
  readonly name: PricedFunction;
  readonly reserved: number | undefined;
}

/** Computes the account quota that covers the peak of every function with a reservation, plus the peak of all others. */
export function computeAccountConcurrency(functions: readonly ReservedConcurrency[], usage: PlannedUsage): number {
  const toReserve = functions.reduce(
    (sum, { name, reserved }) =>
      reserved === undefined ? sum : sum + Math.max(reserved, roundUpExecutions(computePeakConcurrency(usage, name))),
    0,
  );
  const others = functions.filter(({ reserved }) => reserved === undefined).map(({ name }) => name);
  const unreserved = roundUpExecutions(sumPeakConcurrency(usage, others));
  return toReserve + Math.max(toReserve > 0 ? minUnreservedConcurrency : 0, unreserved);
}
