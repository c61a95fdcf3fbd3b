import { findContradictions } from '../demand/contradictions.js';
import type { PlannedUsage } from '../demand/usage.js';
import type { StackConfig } from '../settings/stack.js';
import { backupAdvice, capacityAdvice, connectionAdvice, storageAdvice } from './database.js';
import { networkAdvice } from './network.js';
import { budgetAdvice, identityAdvice, recordKeepingAdvice } from './safeguards.js';
import { concurrencyAdvice, reservationAdvice, throttleAdvice } from './throughput.js';
import { type Advice, type AdviceInput, adviseWarning } from './types.js';

export type { Advice, AdviceInput } from './types.js';

/** Removes the data events that the trail doesn't select from a demand: they are neither recorded nor billed. */
const selectRecordedUsage = ({ audit }: StackConfig, usage: PlannedUsage): PlannedUsage => ({
  ...usage,
  trail: {
    ...usage.trail,
    fileEventsPerMonth: audit.dataEvents.includes('files') ? usage.trail.fileEventsPerMonth : 0,
    functionEventsPerMonth: audit.dataEvents.includes('functions') ? usage.trail.functionEventsPerMonth : 0,
  },
});

function* demandAdvice({ config, usage }: AdviceInput): Generator<Advice> {
  for (const { id, key, found, expected, message } of findContradictions(selectRecordedUsage(config, usage))) {
    yield adviseWarning(id, { found, needed: expected, message, fix: `Fix ${key}.` });
  }
}

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
  demandAdvice,
];

/** Lists what to consider before a deployment, errors first. */
export function listAdvice(input: AdviceInput): Advice[] {
  const advice = checks.flatMap((check) => [...check(input)]);
  return [
    ...advice.filter(({ severity }) => severity === 'error'),
    ...advice.filter(({ severity }) => severity !== 'error'),
  ];
}
