import type { Usage } from '../../../config/demand/usage.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { SettingChanges } from '../../preview/changed-stack.js';
import type { Bill } from '../bill.js';
import type { PriceOptions } from '../line.js';
import type { PriceBook } from '../prices/book.js';

/** How a stack would be planned, used or paid otherwise. */
export interface Change {
  readonly settings?: (config: StackConfig) => SettingChanges;
  readonly demand?: (usage: Usage) => Usage;
  readonly options?: Partial<PriceOptions>;
}

/** A bill before a change and after it, under the same demand but for what the change does to it. */
export interface Comparison {
  readonly before: Bill;
  readonly after: Bill;
  readonly usage: Usage;
  readonly book: PriceBook;
  /** Whether the stack has it, so that `before` is the bill without it. */
  readonly isInPlace: boolean;
}

/** A way to spend less that can be priced. */
export interface Optimisation {
  readonly id: string;
  readonly title: string;
  /** Its number in the cost report's list, and what that says it saves in a month: from, to. */
  readonly stated?: { readonly number: number; readonly usd: readonly [number, number] };
  /** What it takes; left out where AWS has no such thing. */
  readonly take?: Change;
  /** The opposite: what a stack that has it already would cost more without it. */
  readonly leave?: Change;
  /** What is given up for it. */
  readonly risk: string;
  /** A figure that its reader must know. */
  readonly remark?: (comparison: Comparison) => string | undefined;
}
