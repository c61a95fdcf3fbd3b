import * as z from 'zod';
import type { CostReport } from './cost-report.js';
import { buildCostDocument } from './report/json.js';

const Line = z.object({
  component: z.string(),
  item: z.string(),
  quantity: z.number(),
  unit: z.string(),
  unitPriceUsd: z.number(),
  monthlyUsd: z.number(),
});

/** Tells whether amounts add up to a total, to half a cent. */
const isSum = (total: number, parts: readonly { readonly monthlyUsd: number }[]): boolean =>
  Math.abs(parts.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) - total) < 0.005;

/** The parts of a document from `npm run cost -- --json` that a later bill is compared with. */
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
  .refine(
    ({ totalMonthlyUsd, components }) => isSum(totalMonthlyUsd, components),
    'components must add up to totalMonthlyUsd',
  )
  .refine(({ totalMonthlyUsd, lines }) => isSum(totalMonthlyUsd, lines), 'lines must add up to totalMonthlyUsd');
export type SavedCost = z.infer<typeof SavedCost>;

/** An amount before and after a change; undefined if the bill doesn't have it. */
export interface AmountChange {
  readonly beforeUsd: number | undefined;
  readonly afterUsd: number | undefined;
}

/** A line that is new or removed, or has a different amount, quantity, unit or price. */
export interface LineChange extends AmountChange {
  readonly component: string;
  readonly item: string;
  readonly before: SavedLine | undefined;
  readonly after: SavedLine | undefined;
}

export type SavedLine = z.infer<typeof Line>;

export interface CostDifference {
  readonly stack: string;
  readonly beforeUsd: number;
  readonly afterUsd: number;
  /** Every component of either bill, in the order of the later bill. */
  readonly components: readonly (AmountChange & { readonly component: string })[];
  /** Changed lines only. */
  readonly lines: readonly LineChange[];
  /** Differences that aren't in the plan, such as another price book. */
  readonly assumptions: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Messages about demand that only the earlier plan met. */
  readonly newlyUnmet: readonly string[];
}

const toLineKey = ({ component, item }: Pick<SavedLine, 'component' | 'item'>): string =>
  JSON.stringify([component, item]);

const isSame = (one: SavedLine | undefined, other: SavedLine | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  // Half of the last digit that we print: the last digits of a double can differ between machines.
  Math.abs(one.quantity - other.quantity) < 5e-7 &&
  one.unit === other.unit &&
  one.unitPriceUsd === other.unitPriceUsd &&
  one.monthlyUsd === other.monthlyUsd;

/** Indexes values by key; repeated keys get a suffix. */
function indexByKey<T>(values: readonly T[], getKey: (value: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  for (const value of values) {
    let key = getKey(value);
    while (found.has(key)) key += ' (repeated)';
    found.set(key, value);
  }
  return found;
}

type Pair<T> = readonly [before: T | undefined, after: T | undefined];

/** Pairs the values of two lists by key, in the order of the later list; removed values come last. */
function pairUp<T>(before: readonly T[], after: readonly T[], getKey: (value: T) => string): Pair<T>[] {
  const earlier = indexByKey(before, getKey);
  const later = indexByKey(after, getKey);
  const removed = [...earlier].filter(([key]) => !later.has(key));
  return [
    ...[...later].map(([key, value]): Pair<T> => [earlier.get(key), value]),
    ...removed.map(([, value]): Pair<T> => [value, undefined]),
  ];
}

const joinResources = (leftOut: readonly { readonly resource: string }[]): string =>
  leftOut
    .map(({ resource }) => resource)
    .sort()
    .join(', ') || 'none';

function compareAssumptions(before: SavedCost, after: CostReport): CostDifference['assumptions'] {
  const pairs: [string, unknown, unknown][] = [
    ['monthly active users', before.mau, after.mau],
    ['price book', before.book, after.book.id],
    ['demand', before.preset, after.preset],
    ['free tier', before.freeTier, after.options.freeTier],
    ['savings plan', before.savingsPlan, after.options.savingsPlan],
    ['resources left out', joinResources(before.leftOut), joinResources(after.leftOut)],
  ];
  return pairs
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => ({ name, before: String(one), after: String(other) }));
}

/**
 * Compares a bill with an earlier one of the same stack.
 * @throws Error if the earlier one is of another stack
 */
export function compareCosts(before: SavedCost, after: CostReport): CostDifference {
  if (before.stack !== after.stack) {
    throw new Error(`The earlier bill is for the stack ${before.stack}, not ${after.stack}.`);
  }
  const known = new Set(before.unmet.map(({ id }) => id));
  const { components, lines, totalMonthlyUsd } = buildCostDocument(after);
  return {
    stack: after.stack,
    beforeUsd: before.totalMonthlyUsd,
    afterUsd: totalMonthlyUsd,
    components: pairUp<SavedCost['components'][number]>(
      before.components,
      components,
      ({ component }) => component,
    ).map(([one, other]) => ({
      component: other?.component ?? one?.component ?? '',
      beforeUsd: one?.monthlyUsd,
      afterUsd: other?.monthlyUsd,
    })),
    lines: pairUp<SavedLine>(before.lines, lines, toLineKey)
      .filter(([one, other]) => !isSame(one, other))
      .map(([one, other]) => ({
        component: other?.component ?? one?.component ?? '',
        item: other?.item ?? one?.item ?? '',
        before: one,
        after: other,
        beforeUsd: one?.monthlyUsd,
        afterUsd: other?.monthlyUsd,
      })),
    assumptions: compareAssumptions(before, after),
    newlyUnmet: after.unmet.filter(({ id }) => !known.has(id)).map(({ message }) => message),
  };
}
