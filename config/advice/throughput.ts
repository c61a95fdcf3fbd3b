import {
  computeAccountConcurrency,
  computePeakConcurrency,
  listUnreservedFunctions,
  roundUpExecutions,
  sumPeakConcurrency,
  sumReservedConcurrency,
} from '../demand/concurrency.js';
import { secondsPerHour, tokenTrigger } from '../demand/usage.js';
import { formatRounded } from '../format.js';
import { functionNames } from '../functions.js';
import { type Advice, type AdviceInput, adviseError, adviseWarning } from './types.js';

/** Provisioned environments are used often enough up to this many times the average concurrency. */
const warmFactor = 4;

export function* throttleAdvice({ config: { api }, usage }: AdviceInput): Generator<Advice> {
  const peak = usage.api.peakRequestsPerSecond;
  const { throttleRequestsPerSecond: throttle, throttleBurst: burst } = api;
  if (throttle < peak) {
    yield adviseError('throttle-below-peak', {
      found: throttle,
      needed: peak,
      message: `api.throttleRequestsPerSecond is ${formatRounded(throttle)}, but the planned peak is ${formatRounded(peak)}: ${formatRounded(100 * (1 - throttle / peak))}% of the peak would get a 429 response.`,
      fix: `Raise api.throttleRequestsPerSecond to ${formatRounded(peak)}, or correct usage.api.peakRequestsPerSecond.`,
    });
  }
  if (burst < peak) {
    yield adviseWarning('burst-below-peak', {
      found: burst,
      needed: peak,
      message: `api.throttleBurst is ${formatRounded(burst)}, but the busiest second has ${formatRounded(peak)} requests, which can arrive at once.`,
      fix: `Raise api.throttleBurst to ${formatRounded(peak)}.`,
    });
  }
}

export function* reservationAdvice({ config: { functions }, usage }: AdviceInput): Generator<Advice> {
  const reservations = functionNames.map((name) => ({
    name,
    reserved: functions.overrides[name]?.reservedConcurrency,
  }));
  const accountNeeded = computeAccountConcurrency(
    [...reservations, { name: tokenTrigger, reserved: undefined }],
    usage,
  );
  const raiseQuota = `Request a Lambda concurrency quota of ${accountNeeded} for the account and set functions.accountConcurrency in Pulumi.<stack>.yaml to ${accountNeeded}`;
  for (const { name, reserved: found } of reservations) {
    const needed = roundUpExecutions(computePeakConcurrency(usage, name));
    if (found === undefined || found >= needed) continue;
    const setting = `functions.overrides.${name}.reservedConcurrency`;
    yield adviseError('reserved-below-peak', {
      found,
      needed,
      message: `${setting} is ${formatRounded(found)}, but the planned peak needs ${formatRounded(needed)}: Lambda would reject the rest.`,
      fix: `${accountNeeded > functions.accountConcurrency ? `${raiseQuota}, then raise` : 'Raise'} ${setting} to ${needed}, or correct usage.functions.${name}.`,
    });
  }
  const found = functions.accountConcurrency - sumReservedConcurrency(functions);
  const needed = roundUpExecutions(sumPeakConcurrency(usage, listUnreservedFunctions(functions)));
  if (found >= needed) return;
  yield adviseError('unreserved-below-peak', {
    found,
    needed,
    message: `functions.accountConcurrency leaves ${formatRounded(found)} unreserved executions, but the functions without a reservation need ${formatRounded(needed)} at the planned peak.`,
    fix: `${raiseQuota}.`,
  });
}

export function* concurrencyAdvice({ config: { functions }, usage }: AdviceInput): Generator<Advice> {
  const seconds = usage.api.businessHoursPerMonth * secondsPerHour;
  for (const name of functionNames) {
    const warm = functions.overrides[name]?.provisionedConcurrency;
    if (warm === undefined) continue;
    const provisioned = warm.instances;
    const { requestsPerMonth, durationMilliseconds } = usage.functions[name];
    const runMilliseconds = durationMilliseconds + usage.compute.networkOverheadMilliseconds;
    const average = (requestsPerMonth / seconds) * (runMilliseconds / 1_000);
    const peak = computePeakConcurrency(usage, name);
    const everUsed = Math.max(1, roundUpExecutions(peak));
    // The demand has no average for the hours of a schedule.
    const oftenUsed = warm.schedule === undefined ? Math.floor(warmFactor * Math.max(1, average)) : everUsed;
    const setting = `functions.overrides.${name}.provisionedConcurrency`;
    if (provisioned > everUsed) {
      const needed = Math.min(everUsed, oftenUsed);
      yield adviseWarning('provisioned-never-reached', {
        found: provisioned,
        needed,
        message: `${setting}.instances is ${provisioned}, but the planned peak uses ${formatRounded(peak)}.`,
        fix: `Lower ${setting}.instances to ${needed}, or remove ${setting}.`,
      });
    } else if (provisioned > oftenUsed) {
      yield adviseWarning('provisioned-rarely-reached', {
        found: provisioned,
        needed: oftenUsed,
        message: `${setting}.instances is ${provisioned}, but ${formatRounded(average)} are in use on average; the peak of ${formatRounded(peak)} has cold starts anyway.`,
        fix: `Lower ${setting}.instances to ${oftenUsed}, add a schedule for the busiest hours, or remove ${setting}.`,
      });
    }
  }
  if (functions.architecture === 'x86_64') {
    yield adviseWarning('dearer-architecture', {
      found: 'x86_64',
      needed: 'arm64',
      message: 'functions.architecture is x86_64. arm64 costs a fifth less per GB-second, and the bundles run on both.',
      fix: 'Set functions.architecture to arm64.',
    });
  }
}
