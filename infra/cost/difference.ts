import { Decimal } from 'decimal.js';
import * as z from 'zod';
import type { CostReport } from './cost-report.js';

const Line = z.object({
  component: z.string(),
  item: z.string(),
  quantity: z.number(),
  unit: z.string(),
  unitPriceUsd: z.number(),
  monthlyUsd: z.number(),
});

/** Sums of amounts of whole cents, written as numbers. */
const isSum = (total: number, parts: readonly { readonly monthlyUsd: number }[]): boolean =>
  Math.abs(parts.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) - total) < 0.005;

/** What `npm run cost -- --json` wrote, as far as a later bill is held against it. */
export const SavedCost = z
  .object({
    stack: z.string(),
    mau: z.number(),
    book: z.string(),
    preset: z.string(),
    freeTier: z.boolean(),
    savingsPlan: z.boolean(),
    totalMonthlyUsd: z.number(),
    components: z.array(z.object({ component: z.string(), monthlyUsd: z.number() })),
    lines: z.array(Line),
    unmet: z.array(z.object({ id: z.string() })),
    leftOut: z.array(z.object({ resource: z.string() })).default([]),
  })
  .refine(({ totalMonthlyUsd, components }) => isSum(totalMonthlyUsd, components), 'its components are not its total')
  .refine(({ totalMonthlyUsd, lines }) => isSum(totalMonthlyUsd, lines), 'its lines are not its total');
export type SavedCost = z.infer<typeof SavedCost>;

/** An amount before and after; undefined where it is not on that bill. */
interface AmountChange {
  readonly beforeUsd: Decimal | undefined;
  readonly afterUsd: Decimal | undefined;
}

export interface ComponentChange extends AmountChange {
  readonly component: string;
}

/** A line that isn't what it was: another amount, quantity, unit or price, or it is new or gone. */
export interface LineChange extends AmountChange {
  readonly component: string;
  readonly item: string;
  readonly before: SavedLine | undefined;
  readonly after: SavedLine | undefined;
}

/** A line of a bill as both bills have it. */
export type SavedLine = z.infer<typeof Line>;

/** A circumstance in which two bills differ, so that not all of a difference is the plan's. */
export interface CircumstanceChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What a change costs a month. */
export interface CostDifference {
  readonly stack: string;
  readonly beforeUsd: Decimal;
  readonly afterUsd: Decimal;
  /** Every component of either bill, in the order of the later one. */
  readonly components: readonly ComponentChange[];
  /** Only those that changed. */
  readonly lines: readonly LineChange[];
  readonly circumstances: readonly CircumstanceChange[];
  /** Why the later plan does not meet its demand, where the earlier one did. */
  readonly newlyUnmet: readonly string[];
}

const toSavedLine = ({
  component,
  item,
  quantity,
  unit,
  unitPriceUsd,
  monthlyUsd,
}: CostReport['lines'][number]): SavedLine => ({
  component,
  item,
  quantity: quantity.toNumber(),
  unit,
  unitPriceUsd: unitPriceUsd.toNumber(),
  monthlyUsd: monthlyUsd.toNumber(),
});

const toLineKey = ({ component, item }: Pick<SavedLine, 'component' | 'item'>): string =>
  JSON.stringify([component, item]);

const isSame = (one: SavedLine | undefined, other: SavedLine | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  // As many digits as a reader is shown; a computer's last ones may differ from another's.
  Math.abs(one.quantity - other.quantity) < 5e-7 &&
  one.unit === other.unit &&
  one.unitPriceUsd === other.unitPriceUsd &&
  one.monthlyUsd === other.monthlyUsd;

const toAmount = (line: { readonly monthlyUsd: number } | undefined): Decimal | undefined =>
  line === undefined ? undefined : new Decimal(line.monthlyUsd);

/** Values by their key; of those that share one, the second has another. */
function indexByKey<T>(values: readonly T[], getKey: (value: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  for (const value of values) {
    let key = getKey(value);
    while (found.has(key)) key += ' again';
    found.set(key, value);
  }
  return found;
}

type Pair<T> = readonly [before: T | undefined, after: T | undefined];

/** Pairs what two lists have under a key: the later list's in its order, then what is gone. */
function pairUp<T>(before: readonly T[], after: readonly T[], getKey: (value: T) => string): Pair<T>[] {
  const earlier = indexByKey(before, getKey);
  const later = indexByKey(after, getKey);
  const gone = [...earlier].filter(([key]) => !later.has(key));
  return [
    ...[...later].map(([key, value]): Pair<T> => [earlier.get(key), value]),
    ...gone.map(([, value]): Pair<T> => [value, undefined]),
  ];
}

const joinResources = (leftOut: readonly { readonly resource: string }[]): string =>
  leftOut
    .map(({ resource }) => resource)
    .sort()
    .join(', ') || 'nothing';

function compareCircumstances(before: SavedCost, after: CostReport): CircumstanceChange[] {
  const pairs: [string, unknown, unknown][] = [
    ['monthly active users', before.mau, after.mau],
    ['price book', before.book, after.book.id],
    ['demand', before.preset, after.preset],
    ['free tier', before.freeTier, after.options.freeTier],
    ['savings plan', before.savingsPlan, after.options.savingsPlan],
    ['left out of the bill', joinResources(before.leftOut), joinResources(after.leftOut)],
  ];
  return pairs
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => ({ name, before: String(one), after: String(other) }));
}

/**
 * Holds a bill against an earlier one of the same stack.
 * @throws Error where the earlier one is of another stack
 */
export function compareCosts(before: SavedCost, after: CostReport): CostDifference {
  if (before.stack !== after.stack) {
    throw new Error(`The earlier bill is of the stack ${before.stack}, not of ${after.stack}.`);
  }
  const known = new Set(before.unmet.map(({ id }) => id));
  const components = after.components.map(({ component, monthlyUsd }) => ({
    component,
    monthlyUsd: monthlyUsd.toNumber(),
  }));
  return {
    stack: after.stack,
    beforeUsd: new Decimal(before.totalMonthlyUsd),
    afterUsd: after.totalMonthlyUsd,
    components: pairUp<SavedCost['components'][number]>(
      before.components,
      components,
      ({ component }) => component,
    ).map(([one, other]) => ({
      component: other?.component ?? one?.component ?? '',
      beforeUsd: toAmount(one),
      afterUsd: toAmount(other),
    })),
    lines: pairUp(before.lines, after.lines.map(toSavedLine), toLineKey)
      .filter(([one, other]) => !isSame(one, other))
      .map(([one, other]) => ({
        component: other?.component ?? one?.component ?? '',
        item: other?.item ?? one?.item ?? '',
        before: one,
        after: other,
        beforeUsd: toAmount(one),
        afterUsd: toAmount(other),
      })),
    circumstances: compareCircumstances(before, after),
    newlyUnmet: after.unmet.filter(({ id }) => !known.has(id)).map(({ message }) => message),
  };
}
