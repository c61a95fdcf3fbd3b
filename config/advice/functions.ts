import {
  computeAccountConcurrency,
  computePeakConcurrency,
  listUnreservedFunctions,
  roundUpExecutions,
  sumPeakConcurrency,
  sumReservedConcurrency,
} from '../demand/concurrency.js';
import { tokenTrigger } from '../demand/usage.js';
import { functionNames } from '../functions.js';
import { type Advice, type AdviceInput, formatAdviceNumber } from './advised.js';

const secondsPerHour = 3_600;

/** Environments that are kept warm are used enough where no more of them are than this many times the average. */
const warmFactor = 4;

export function* reservationAdvice({ config: { functions }, usage }: AdviceInput): Generator<Advice> {
  const needed = roundUpExecutions(sumPeakConcurrency(usage, listUnreservedFunctions(functions)));
  const reservations = functionNames.map((name) => ({
    name,
    reserved: functions.overrides[name]?.reservedConcurrency,
  }));
  const accountNeeded = computeAccountConcurrency(
    [...reservations, { name: tokenTrigger, reserved: undefined }],
    usage,
  );
  const first =
    accountNeeded > functions.accountConcurrency
      ? `Have Lambda’s quota of the account raised to ${accountNeeded}, say so in functions.accountConcurrency, and raise`
      : 'Raise';
  for (const name of functionNames) {
    const found = functions.overrides[name]?.reservedConcurrency;
    const neededByFunction = roundUpExecutions(computePeakConcurrency(usage, name));
    if (found === undefined || found >= neededByFunction) continue;
    yield {
      id: 'reserved-below-peak',
      severity: 'error',
      found,
      needed: neededByFunction,
      message: `${name} may run ${formatAdviceNumber(found)} times at once and runs ${formatAdviceNumber(neededByFunction)} times in the planned peak: Lambda would refuse the rest.`,
      mend: `${first} functions.overrides.${name}.reservedConcurrency in Pulumi.<stack>.yaml to ${neededByFunction}, or correct usage.functions.${name}.`,
    };
  }
  const found = functions.accountConcurrency - sumReservedConcurrency(functions);
  if (found >= needed) return;
  yield {
    id: 'unreserved-below-peak',
    severity: 'error',
    found,
    needed,
    message: `The account has ${formatAdviceNumber(found)} executions at once that no function has reserved, and those without a reservation run ${formatAdviceNumber(needed)} in the planned peak.`,
    mend: `Have Lambda’s quota of the account raised to ${accountNeeded}, then say so in functions.accountConcurrency in Pulumi.<stack>.yaml.`,
  };
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
    // Nobody has planned the average of the hours that a schedule chooses.
    const oftenUsed = warm.schedule === undefined ? Math.floor(warmFactor * Math.max(1, average)) : everUsed;
    const setting = `functions.overrides.${name}.provisionedConcurrency`;
    if (provisioned > everUsed) {
      const needed = Math.min(everUsed, oftenUsed);
      yield {
        id: 'provisioned-never-reached',
        severity: 'warning',
        found: provisioned,
        needed,
        message: `${name} keeps ${provisioned} environments warm and needs ${formatAdviceNumber(peak)} at its peak.`,
        mend: `Lower ${setting}.instances to ${needed}, or leave it out.`,
      };
    } else if (provisioned > oftenUsed) {
      yield {
        id: 'provisioned-rarely-reached',
        severity: 'warning',
        found: provisioned,
        needed: oftenUsed,
        message: `${name} keeps ${provisioned} environments warm, uses ${formatAdviceNumber(average)} on average and ${formatAdviceNumber(peak)} at its peak, which starts cold all the same.`,
        mend: `Lower ${setting}.instances to ${oftenUsed}, give it a schedule for its busiest hours, or leave it out.`,
      };
    }
  }
  if (functions.architecture === 'x86_64') {
    yield {
      id: 'dearer-architecture',
      severity: 'warning',
      found: 'x86_64',
      needed: 'arm64',
      message: 'A GB-second costs a fifth less on arm64, and nothing in the bundles is made for a processor.',
      mend: 'Set functions.architecture to arm64.',
    };
  }
}
