import type { ContradictionId } from '../demand/contradictions.js';
import type { PlannedUsage } from '../demand/usage.js';
import type { BudgetedService } from '../settings/operations.js';
import type { StackConfig } from '../settings/stack.js';

/** IDs of the advice on settings; advice on the demand alone has the ID of its contradiction. */
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

/** Advice on settings that don't fit the demand, or on a demand that contradicts itself. `plan --json` prints it as it is. */
export interface Advice {
  readonly id: SettingAdviceId | ContradictionId;
  /** An error: the plan can't work, or a budget alert fires at the planned cost. A warning: avoidable cost or risk. */
  readonly severity: 'error' | 'warning';
  readonly found: number | string;
  readonly needed: number | string;
  readonly message: string;
  /** The fix. Its name is part of the JSON output. */
  readonly mend: string;
}

export interface AdviceInput {
  readonly config: StackConfig;
  readonly usage: PlannedUsage;
  /** Planned cost of the stack per month; undefined if it is not priced. */
  readonly plannedUsd?: number | undefined;
  /** The part of it that each service with a possible budget costs. */
  readonly plannedServicesUsd?: Readonly<Partial<Record<BudgetedService, number>>> | undefined;
}

type Finding = Omit<Advice, 'id' | 'severity' | 'mend'> & { readonly fix: string };

const advise =
  (severity: Advice['severity']) =>
  (id: Advice['id'], { fix, ...finding }: Finding): Advice => ({ id, severity, ...finding, mend: fix });

export const adviseError = advise('error');
export const adviseWarning = advise('warning');
