import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { SettingChanges } from '../../preview/changed-stack.js';
import type { Bill } from '../bill.js';
import type { PriceOptions } from '../line.js';
import type { PriceBook } from '../prices/book.js';

/** How a stack would be planned, used or paid otherwise. */
export interface StackChange {
  readonly settings?: (config: StackConfig) => SettingChanges;
  readonly demand?: (usage: PlannedUsage) => PlannedUsage;
  readonly options?: Partial<PriceOptions>;
}

/** A bill before a change and after it, under the same demand but for what the change does to it. */
export interface BillComparison {
  readonly before: Bill;
  readonly after: Bill;
  readonly usage: PlannedUsage;
  readonly book: PriceBook;
  /** Whether the stack has it, so that `before` is the bill without it. */
  readonly isInPlace: boolean;
}

/** A way to spend less that can be priced. */
export interface Optimization {
  readonly id: string;
  readonly title: string;
  /** Its number in the cost report's list, and what that says it saves in a month: from, to. */
  readonly stated?: { readonly number: number; readonly usd: readonly [number, number] };
  /** What it takes; left out where AWS has no such thing. */
  readonly change?: StackChange;
  /** The opposite: what a stack that has it already would cost more without it. */
  readonly revert?: StackChange;
  /** What is given up for it. */
  readonly risk: string;
  /** A figure that its reader must know. */
  readonly remark?: (comparison: BillComparison) => string | undefined;
}
