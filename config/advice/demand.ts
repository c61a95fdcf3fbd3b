import { findContradictions } from '../demand/contradictions.js';
import type { PlannedUsage } from '../demand/usage.js';
import type { StackConfig } from '../settings/stack.js';
import type { Advice, AdviceInput } from './advised.js';

/** The demand without the data events that the trail doesn't select: nobody records, bills or keeps them. */
const selectRecordedUsage = ({ audit }: StackConfig, usage: PlannedUsage): PlannedUsage => ({
  ...usage,
  trail: {
    ...usage.trail,
    fileEventsPerMonth: audit.dataEvents.includes('files') ? usage.trail.fileEventsPerMonth : 0,
    functionEventsPerMonth: audit.dataEvents.includes('functions') ? usage.trail.functionEventsPerMonth : 0,
  },
});

export function* demandAdvice({ config, usage }: AdviceInput): Generator<Advice> {
  for (const { id, key, found, expected, message } of findContradictions(selectRecordedUsage(config, usage))) {
    yield {
      id,
      severity: 'warning',
      found,
      needed: expected,
      message: `The demand contradicts itself: ${message}.`,
      mend: `Look at ${key} again.`,
    };
  }
}
