import { hoursPerMonth, monthHoursRange } from '../demand/usage.js';
import { formatRounded, formatUsd } from '../format.js';
import { budgetedServiceNames } from '../settings/operations.js';
import { type Advice, type AdviceInput, adviseError, adviseWarning, type SettingAdviceId } from './types.js';

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

/** A budget alert must not fire at the planned cost, even in a month of 31 days. */
function* budgetAlertAdvice(
  id: SettingAdviceId,
  setting: string,
  found: number,
  plannedUsd: number,
): Generator<Advice> {
  // An upper bound, because some of the cost is not billed by the hour.
  const needed = (plannedUsd * monthHoursRange.most) / hoursPerMonth;
  if (found > needed) return;
  yield adviseError(id, {
    found,
    needed,
    message: `${setting} is ${formatUsd(found)}, but the planned cost is ${formatUsd(plannedUsd)}, and ${formatUsd(needed)} in a month of 31 days: the alert would fire even at the planned cost.`,
    fix: planBudgets,
  });
}

export function* budgetAdvice({
  config: { budgets },
  plannedUsd,
  plannedServicesUsd = {},
}: AdviceInput): Generator<Advice> {
  if (plannedUsd !== undefined && budgets.monthlyUsd !== undefined) {
    yield* budgetAlertAdvice('budget-fires-at-baseline', 'budgets.monthlyUsd', budgets.monthlyUsd, plannedUsd);
  } else if (plannedUsd !== undefined) {
    yield adviseWarning('no-budget', {
      found: 'none',
      needed: plannedUsd,
      message: `budgets.monthlyUsd is not set: nothing alerts when the cost exceeds the planned ${formatUsd(plannedUsd)} a month.`,
      fix: planBudgets,
    });
  }
  for (const service of budgetedServiceNames) {
    const found = budgets.services[service];
    const planned = plannedServicesUsd[service];
    if (found === undefined || planned === undefined) continue;
    yield* budgetAlertAdvice('service-budget-fires-at-baseline', `budgets.services.${service}`, found, planned);
  }
}
