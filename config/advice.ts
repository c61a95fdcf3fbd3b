import type { Advice, Advised } from './advice/advised.js';
import { throttleAdvice } from './advice/api.js';
import { budgetAdvice, serviceBudgetAdvice } from './advice/budgets.js';
import { backupAdvice, capacityAdvice, connectionAdvice, storageAdvice } from './advice/database.js';
import { demandAdvice } from './advice/demand.js';
import { concurrencyAdvice, reservationAdvice } from './advice/functions.js';
import { networkAdvice } from './advice/network.js';
import { identityAdvice, recordKeepingAdvice } from './advice/safeguards.js';

export type { Advice, Advised } from './advice/advised.js';

/** What should be thought over before this is deployed, errors first. */
export function adviceOf(advised: Advised): Advice[] {
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
