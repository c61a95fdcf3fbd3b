import type { Decimal } from 'decimal.js';
import { type Contradiction, findContradictions } from '../../config/demand/contradictions.js';
import { PlannedUsage } from '../../config/demand/usage.js';
import type { Bill } from './bill.js';

/** A number of the demand that is 0, so that what it would be billed for stands at 0.00. */
export interface ZeroDemand {
  /** Its path, such as `models.inputTokensMillions`. */
  readonly key: string;
  readonly source: string;
  /** What the rest of the demand makes of it; without that one unit, or 100,000 of what is counted singly. */
  readonly quantity: number;
  readonly isExpected: boolean;
  readonly addsUsd: Decimal;
}

const countedSingly = 100_000;

const findExpected = (contradictions: readonly Contradiction[], key: string): number | undefined =>
  contradictions.find((contradiction) => contradiction.key === `usage.${key}`)?.expected;

/** A copy of a demand, or of a part of it, with another number at a path such as `database`, `periods`, `0`, `writerAcu`. */
function replaceNumber<Part>(part: Part, [key, ...rest]: readonly string[], value: number): Part {
  if (key === undefined) return value as Part;
  const replaced = replaceNumber((part as Record<string, unknown>)[key], rest, value);
  return (
    Array.isArray(part)
      ? part.map((each, index) => (String(index) === key ? replaced : each))
      : { ...part, [key]: replaced }
  ) as Part;
}

/**
 * What a demand leaves out by a 0 and what that would cost, so that no 0.00 on a bill passes for something that is free.
 * Numbers that would not change the bill are not among them.
 */
export function findZeroDemands(
  usage: PlannedUsage,
  demand: readonly { readonly key: string; readonly value: number; readonly source: string }[],
  bill: (usage: PlannedUsage) => Pick<Bill, 'totalMonthlyUsd'>,
): ZeroDemand[] {
  const contradictions = findContradictions(usage);
  const { totalMonthlyUsd } = bill(usage);
  return demand
    .filter(({ value }) => value === 0)
    .map(({ key, source }) => {
      const expected = findExpected(contradictions, key);
      const quantity = expected ?? (key.endsWith('PerMonth') ? countedSingly : 1);
      const { totalMonthlyUsd: withIt } = bill(PlannedUsage.parse(replaceNumber(usage, key.split('.'), quantity)));
      return { key, source, quantity, isExpected: expected !== undefined, addsUsd: withIt.minus(totalMonthlyUsd) };
    })
    .filter(({ addsUsd }) => addsUsd.greaterThan(0));
}
