import { definitionOf, functionNames } from './functions.js';
import type { StackConfig } from './stack.js';
import { type PricedFunction, servedRequests, tokenTrigger, type Usage } from './usage.js';

/**
 * What Lambda keeps of an account's concurrency for functions that have none reserved: it refuses reservations beyond
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).
 */
export const leastUnreservedConcurrency = 100;

type Functions = Pick<StackConfig['functions'], 'accountConcurrency' | 'overrides'>;

export const reservationsOf = ({ overrides }: Pick<Functions, 'overrides'>): number =>
  functionNames.reduce((sum, name) => sum + (overrides[name]?.reservedConcurrency ?? 0), 0);

const isUnreserved =
  ({ overrides }: Functions) =>
  (name: (typeof functionNames)[number]): boolean =>
    overrides[name]?.reservedConcurrency === undefined;

/** What the functions may run at once: what is reserved for each, or what the account has. */
export const concurrencyOf = (functions: Functions): number =>
  functionNames.some(isUnreserved(functions)) ? functions.accountConcurrency : reservationsOf(functions);

/** Who shares what nobody has reserved: the functions without a reservation, and Cognito's trigger. */
export const unreservedFunctions = (functions: Functions): PricedFunction[] => [
  ...functionNames.filter(isUnreserved(functions)),
  tokenTrigger,
];

/**
 * Executions at once in the busiest second by the demand: the function's share of the API's requests, for as long as each
 * takes. Where fewer reach functions than the API lets through, all of that second are taken to reach one: a reservation that
 * is too small refuses patients, one that is too large costs nothing. A function without routes is no part of that second.
 */
export function peakConcurrency(usage: Usage, name: PricedFunction): number {
  const { api, functions, compute } = usage;
  const isInPeak = name === tokenTrigger || definitionOf(name).routes.length > 0;
  const requests = Math.min(api.requestsPerMonth, servedRequests(usage));
  if (!isInPeak || requests === 0) return 0;
  const { requestsPerMonth, durationMilliseconds } = functions[name];
  const perSecond = (api.peakRequestsPerSecond * requestsPerMonth) / requests;
  return (perSecond * (durationMilliseconds + compute.networkOverheadMilliseconds)) / 1_000;
}

/** Of all functions together. */
export const peakConcurrencyOf = (usage: Usage, names: readonly PricedFunction[]): number =>
  names.reduce((sum, name) => sum + peakConcurrency(usage, name), 0);

/** Whole executions; a rounding error is none. */
export const wholeExecutions = (concurrency: number): number => Math.ceil(concurrency - 1e-9);
