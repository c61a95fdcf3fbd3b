import type { ContradictionId } from '../demand/contradictions.js';
import type { PlannedUsage } from '../demand/usage.js';
import type { BudgetedService } from '../settings/operations.js';
import type { StackConfig } from '../settings/stack.js';

/** What may be advised on settings; on the demand alone, it is what contradicts itself there. */
export const settingAdviceIds = [
  'throttle-below-peak',
  'burst-below-peak',
  'connections-below-concurrency',
  'proxy-unneeded',
  'capacity-below-demand',
  'reader-held-at-writer',
  'nobody-to-take-over',
  'io-optimized-too-early',
  'io-optimized-pays',
  'reserved-below-peak',
  'unreserved-below-peak',
  'provisioned-never-reached',
  'provisioned-rarely-reached',
  'dearer-architecture',
  'nat-in-one-zone',
  'nat-beside-ipv6',
  'endpoints-dearer-than-nat',
  'backup-below-longest',
  'retention-below-record-keeping',
  'plus-without-protection',
  'alerts-to-nobody',
  'no-budget',
  'budget-fires-at-baseline',
  'service-budget-fires-at-baseline',
] as const;
export type SettingAdviceId = (typeof settingAdviceIds)[number];

/** Settings and a demand that don't go together. */
export interface Advice {
  readonly id: SettingAdviceId | ContradictionId;
  /** An error means that what is planned for can't work, or a budget fires at it; a warning, that it costs or risks more than it must. */
  readonly severity: 'error' | 'warning';
  readonly found: number | string;
  readonly needed: number | string;
  readonly message: string;
  readonly mend: string;
}

/** What advice is given on. */
export interface AdviceInput {
  readonly config: StackConfig;
  readonly usage: PlannedUsage;
  /** What the stack is planned to cost in a month; undefined where nobody has priced it. */
  readonly plannedUsd?: number | undefined;
  /** Of that, what each service is planned to cost that may have a budget of its own. */
  readonly plannedServicesUsd?: Readonly<Partial<Record<BudgetedService, number>>> | undefined;
}

/** A number as a reader of advice wants it. */
export const formatAdviceNumber = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
