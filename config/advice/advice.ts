import type { Advice, AdviceInput } from './advised.js';
import { throttleAdvice } from './api.js';
import { budgetAdvice, serviceBudgetAdvice } from './budgets.js';
import { backupAdvice, capacityAdvice, connectionAdvice, storageAdvice } from './database.js';
import { demandAdvice } from './demand.js';
import { concurrencyAdvice, reservationAdvice } from './functions.js';
import { networkAdvice } from './network.js';
import { identityAdvice, recordKeepingAdvice } from './safeguards.js';

export type { Advice, AdviceInput } from './advised.js';

/** What should be thought over before this is deployed, errors first. */
export function listAdvice(advised: AdviceInput): Advice[] {
  const checks = [
    throttleAdvice,
    connectionAdvice,
    capacityAdvice,
    storageAdvice,
    reservationAdvice,
    concurrencyAdvice,
    networkAdvice,
    backupAdvice,
    recordKeepingAdvice,
    identityAdvice,
    budgetAdvice,
    serviceBudgetAdvice,
    demandAdvice,
  ];
  const advice = checks.flatMap((check) => [...check(advised)]);
  return [
    ...advice.filter(({ severity }) => severity === 'error'),
    ...advice.filter(({ severity }) => severity !== 'error'),
  ];
}
