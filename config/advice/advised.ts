import type { BudgetedService } from '../budgets.js';
import type { StackConfig } from '../stack.js';
import type { Usage } from '../usage.js';

/** Settings and a demand that don't go together. */
export interface Advice {
  readonly id: string;
  /** An error means that what is planned for can't work; a warning, that it costs or risks more than it must. */
  readonly severity: 'error' | 'warning';
  readonly found: number | string;
  readonly needed: number | string;
  readonly message: string;
  readonly mend: string;
}

/** What advice is given on. */
export interface Advised {
  readonly config: StackConfig;
  readonly usage: Usage;
  /** What the stack is planned to cost in a month; undefined where nobody has priced it. */
  readonly plannedUsd?: number | undefined;
  /** Of that, what each service is planned to cost that may have a budget of its own. */
  readonly plannedServicesUsd?: Readonly<Partial<Record<BudgetedService, number>>> | undefined;
}

/** A number as a reader of advice wants it. */
export const say = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
