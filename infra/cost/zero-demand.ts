import type { Decimal } from 'decimal.js';
import { type Contradiction, findContradictions } from '../../config/demand/contradictions.js';
import { PlannedUsage } from '../../config/demand/usage.js';
import type { Bill } from './bill.js';

/** A number of the demand that is 0 and would be billed if it weren't. */
export interface ZeroDemand {
  /** The path of the number, such as `models.inputTokensMillions`. */
  readonly key: string;
  readonly source: string;
  /** The number that the rest of the demand implies; otherwise one unit, or 100,000 of what is counted one by one. */
  readonly quantity: number;
  /** Whether the rest of the demand implies the quantity. */
  readonly isExpected: boolean;
  /** What the quantity would add to the bill. */
  readonly addsUsd: Decimal;
}

/** A quantity of calls, events or requests that is large enough to cost something. */
const assumedCount = 100_000;

const findExpected = (contradictions: readonly Contradiction[], key: string): number | undefined =>
  contradictions.find((contradiction) => contradiction.key === `usage.${key}`)?.expected;

/** Copies a part of a demand with another number at a path such as `database`, `periods`, `0`, `writerAcu`. */
function replaceNumber<Part>(part: Part, [key, ...rest]: readonly string[], value: number): Part {
  if (key === undefined) return value as Part;
  const replaced = replaceNumber((part as Record<string, unknown>)[key], rest, value);
  return (
    Array.isArray(part)
      ? part.map((each, index) => (String(index) === key ? replaced : each))
      : { ...part, [key]: replaced }
  ) as Part;
}

/** Prices what a demand leaves out by a 0, so that a line of 0.00 doesn't look like something free. */
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
      const quantity = expected ?? (key.endsWith('PerMonth') ? assumedCount : 1);
      const { totalMonthlyUsd: withIt } = bill(PlannedUsage.parse(replaceNumber(usage, key.split('.'), quantity)));
      return { key, source, quantity, isExpected: expected !== undefined, addsUsd: withIt.minus(totalMonthlyUsd) };
    })
    .filter(({ addsUsd }) => addsUsd.greaterThan(0));
}
