import {
  peakConcurrency,
  peakConcurrencyOf,
  reservationsOf,
  unreservedFunctions,
  wholeExecutions,
} from '../concurrency.js';
import { functionNames } from '../functions.js';
import { type Advice, type Advised, say } from './advised.js';

const secondsPerHour = 3_600;

export function* reservationAdvice({ config: { functions }, usage }: Advised): Generator<Advice> {
  for (const name of functionNames) {
    const found = functions.overrides[name]?.reservedConcurrency;
    const needed = wholeExecutions(peakConcurrency(usage, name));
    if (found === undefined || found >= needed) continue;
    yield {
      id: 'reserved-below-peak',
      severity: 'error',
      found,
      needed,
      message: `${name} may run ${say(found)} times at once and runs ${say(needed)} times in the planned peak: Lambda would refuse the rest.`,
      mend: `Raise functions.overrides.${name}.reservedConcurrency in Pulumi.<stack>.yaml to ${needed}, or correct usage.functions.${name}.`,
    };
  }
  const found = functions.accountConcurrency - reservationsOf(functions);
  const needed = wholeExecutions(peakConcurrencyOf(usage, unreservedFunctions(functions)));
  if (found >= needed) return;
  yield {
    id: 'unreserved-below-peak',
    severity: 'error',
    found,
    needed,
    message: `The account has ${say(found)} executions at once that no function has reserved, and those without a reservation run ${say(needed)} in the planned peak.`,
    mend: 'Have Lambda’s quota of the account raised, then say so in functions.accountConcurrency in Pulumi.<stack>.yaml.',
  };
}

export function* concurrencyAdvice({ config: { functions }, usage }: Advised): Generator<Advice> {
  const seconds = usage.api.businessHoursPerMonth * secondsPerHour;
  for (const name of functionNames) {
    const provisioned = functions.overrides[name]?.provisionedConcurrency?.instances;
    if (provisioned === undefined) continue;
    const { requestsPerMonth, durationMilliseconds } = usage.functions[name];
    const average = (requestsPerMonth / seconds) * (durationMilliseconds / 1_000);
    const peak = peakConcurrency(usage, name);
    if (provisioned > Math.max(1, wholeExecutions(peak))) {
      yield {
        id: 'provisioned-never-reached',
        severity: 'warning',
        found: provisioned,
        needed: wholeExecutions(peak),
        message: `${name} keeps ${provisioned} environments warm and needs ${say(peak)} at its peak.`,
        mend: `Lower functions.overrides.${name}.provisionedConcurrency.instances.`,
      };
    } else if (provisioned > 4 * Math.max(1, average)) {
      yield {
        id: 'provisioned-rarely-reached',
        severity: 'warning',
        found: provisioned,
        needed: Math.ceil(average),
        message: `${name} keeps ${provisioned} environments warm, uses ${say(average)} on average and ${say(peak)} at its peak, which starts cold all the same.`,
        mend: `Give functions.overrides.${name}.provisionedConcurrency a schedule, or leave it out.`,
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
