import { hoursPerMonth, monthHoursRange } from '../demand/usage.js';
import { formatRounded, formatUsd } from '../format.js';
import { budgetedServiceNames } from '../settings/operations.js';
import { type Advice, type AdviceInput, adviseError, adviseWarning } from './types.js';

/** Six years: 45 CFR 164.316(b)(2)(i). */
const recordKeepingDays = 2192;

export function* recordKeepingAdvice({ config: { audit, storage } }: AdviceInput): Generator<Advice> {
  const retentions = {
    'audit.logRetentionDays': audit.logRetentionDays,
    'storage.auditLockDays': storage.auditLockDays,
    'storage.removedFileDays': storage.removedFileDays,
  };
  for (const [key, days] of Object.entries(retentions)) {
    if (days >= recordKeepingDays) continue;
    yield adviseWarning('retention-below-record-keeping', {
      found: days,
      needed: recordKeepingDays,
      message: `${key} is ${formatRounded(days)}, but such records must be retained for six years (45 CFR 164.316(b)(2)(i)).`,
      fix: `Raise ${key} to ${recordKeepingDays}.`,
    });
  }
}

export function* identityAdvice({ config: { identity, alerts } }: AdviceInput): Generator<Advice> {
  if (identity.tier === 'plus' && identity.threatProtection === 'off') {
    yield adviseWarning('plus-without-protection', {
      found: 'off',
      needed: 'enforced',
      message:
        'identity.threatProtection is off, but identity.tier is plus: every user is billed for threat protection.',
      fix: 'Set identity.threatProtection to enforced, or identity.tier to essentials.',
    });
  }
  if (alerts.emails.length === 0) {
    yield adviseWarning('alerts-to-nobody', {
      found: 0,
      needed: 1,
      message: 'alerts.emails is empty: without a subscriber, alarms and budget alerts reach no one.',
      fix: 'Add an email address to alerts.emails.',
    });
  }
}

const planBudgets = 'Run npm run cost:budgets with --write.';

/** Scales the cost of an average month to one of 31 days: an upper bound, because some of it is not billed by the hour. */
const toLongestMonthUsd = (plannedUsd: number): number => (plannedUsd * monthHoursRange.most) / hoursPerMonth;

const describeBudget = (setting: string, found: number, plannedUsd: number): string =>
  `${setting} is ${formatUsd(found)}, but the planned cost is ${formatUsd(plannedUsd)}, and ${formatUsd(toLongestMonthUsd(plannedUsd))} in a month of 31 days: the alert would fire without a reason.`;

export function* budgetAdvice({ config: { budgets }, plannedUsd }: AdviceInput): Generator<Advice> {
  if (plannedUsd === undefined) return;
  const found = budgets.monthlyUsd;
  if (found === undefined) {
    yield adviseWarning('no-budget', {
      found: 'none',
      needed: plannedUsd,
      message: `budgets.monthlyUsd is not set: nothing alerts when the cost exceeds the planned ${formatUsd(plannedUsd)} a month.`,
      fix: planBudgets,
    });
    return;
  }
  const needed = toLongestMonthUsd(plannedUsd);
  if (found > needed) return;
  const message = describeBudget('budgets.monthlyUsd', found, plannedUsd);
  yield adviseError('budget-fires-at-baseline', { found, needed, message, fix: planBudgets });
}

export function* serviceBudgetAdvice({ config: { budgets }, plannedServicesUsd = {} }: AdviceInput): Generator<Advice> {
  for (const service of budgetedServiceNames) {
    const found = budgets.services[service];
    const plannedUsd = plannedServicesUsd[service];
    if (found === undefined || plannedUsd === undefined) continue;
    const needed = toLongestMonthUsd(plannedUsd);
    if (found > needed) continue;
    const message = describeBudget(`budgets.services.${service}`, found, plannedUsd);
    yield adviseError('service-budget-fires-at-baseline', { found, needed, message, fix: planBudgets });
  }
}
