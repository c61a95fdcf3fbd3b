import { type Advice, type AdviceInput, formatAdviceNumber } from './advised.js';

/** Six years: 45 CFR 164.316(b)(2)(i). */
const recordKeepingDays = 2192;

export function* recordKeepingAdvice({ config: { audit, storage } }: AdviceInput): Generator<Advice> {
  const kept = {
    'audit.logRetentionDays': audit.logRetentionDays,
    'storage.auditLockDays': storage.auditLockDays,
    'storage.removedFileDays': storage.removedFileDays,
  };
  for (const [key, days] of Object.entries(kept)) {
    if (days >= recordKeepingDays) continue;
    yield {
      id: 'retention-below-record-keeping',
      severity: 'warning',
      found: days,
      needed: recordKeepingDays,
      message: `${key} is ${formatAdviceNumber(days)} days; records of this kind are kept for six years (45 CFR 164.316(b)(2)(i)).`,
      mend: `Raise ${key} to ${recordKeepingDays}.`,
    };
  }
}

export function* identityAdvice({ config: { identity, alerts } }: AdviceInput): Generator<Advice> {
  if (identity.tier === 'plus' && identity.threatProtection === 'off') {
    yield {
      id: 'plus-without-protection',
      severity: 'warning',
      found: 'off',
      needed: 'enforced',
      message: 'The tier plus is paid for each user, and its threat protection is off.',
      mend: 'Set identity.threatProtection to enforced, or identity.tier to essentials.',
    };
  }
  if (alerts.emails.length === 0) {
    yield {
      id: 'alerts-to-nobody',
      severity: 'warning',
      found: 0,
      needed: 1,
      message: 'Alarms and budgets tell a topic that nobody reads.',
      mend: 'Name somebody in alerts.emails.',
    };
  }
}
