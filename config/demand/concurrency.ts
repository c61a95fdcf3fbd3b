import { functionNames, getFunctionDefinition } from '../functions.js';
import type { StackConfig } from '../settings/stack.js';
import { type PlannedUsage, type PricedFunction, sumServedRequests, tokenTrigger } from './usage.js';

/**
 * What Lambda keeps of an account's concurrency for functions that have none reserved: it refuses reservations beyond
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).
 */
export const minUnreservedConcurrency = 100;

type ConcurrencySettings = Pick<StackConfig['functions'], 'accountConcurrency' | 'overrides'>;

export const sumReservedConcurrency = ({ overrides }: Pick<ConcurrencySettings, 'overrides'>): number =>
  functionNames.reduce((sum, name) => sum + (overrides[name]?.reservedConcurrency ?? 0), 0);

const isUnreserved =
  ({ overrides }: ConcurrencySettings) =>
  (name: (typeof functionNames)[number]): boolean =>
    overrides[name]?.reservedConcurrency === undefined;

/** What the functions may run at once: what is reserved for each, or what the account has. */
export const computeMaxConcurrency = (functions: ConcurrencySettings): number =>
  functionNames.some(isUnreserved(functions)) ? functions.accountConcurrency : sumReservedConcurrency(functions);

/** Who shares what nobody has reserved: the functions without a reservation, and Cognito's trigger. */
export const listUnreservedFunctions = (functions: ConcurrencySettings): PricedFunction[] => [
  ...functionNames.filter(isUnreserved(functions)),
  tokenTrigger,
];

/**
 * Executions at once in the busiest second by the demand: the function's share of the API's requests, for as long as each
 * takes. Where fewer reach functions than the API lets through, all of that second are taken to reach one: a reservation that
 * is too small refuses patients, one that is too large costs nothing. A function without routes is no part of that second.
 */
export function computePeakConcurrency(usage: PlannedUsage, name: PricedFunction): number {
  const { api, functions, compute } = usage;
  const isInPeak = name === tokenTrigger || getFunctionDefinition(name).routes.length > 0;
  const requests = Math.min(api.requestsPerMonth, sumServedRequests(usage));
  if (!isInPeak || requests === 0) return 0;
  const { requestsPerMonth, durationMilliseconds } = functions[name];
  const perSecond = (api.peakRequestsPerSecond * requestsPerMonth) / requests;
  // Cognito's trigger is not in the VPC.
  const overheadMilliseconds = name === tokenTrigger ? 0 : compute.networkOverheadMilliseconds;
  return (perSecond * (durationMilliseconds + overheadMilliseconds)) / 1_000;
}

/** Of all functions together. */
export const sumPeakConcurrency = (usage: PlannedUsage, names: readonly PricedFunction[]): number =>
  names.reduce((sum, name) => sum + computePeakConcurrency(usage, name), 0);

/** Whole executions; a rounding error is none. */
export const roundUpExecutions = (concurrency: number): number => Math.ceil(concurrency - 1e-9);

/** A function, and what is reserved for it; undefined where it shares the rest. */
export interface ReservedConcurrency {
  readonly name: PricedFunction;
  readonly reserved: number | undefined;
}

/** The account's quota that lets every reservation be raised to its function's peak, with what all others run beside. */
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
