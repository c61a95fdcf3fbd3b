import type { Usage } from '../demand/usage.js';
import { contradictionsOf } from '../demand/usage-contradictions.js';
import type { StackConfig } from '../settings/stack.js';
import type { Advice, Advised } from './advised.js';

/** The demand without the data events that the trail doesn't select: nobody records, bills or keeps them. */
const recordedUsage = ({ audit }: StackConfig, usage: Usage): Usage => ({
  ...usage,
  trail: {
    ...usage.trail,
    fileEventsPerMonth: audit.dataEvents.includes('files') ? usage.trail.fileEventsPerMonth : 0,
    functionEventsPerMonth: audit.dataEvents.includes('functions') ? usage.trail.functionEventsPerMonth : 0,
  },
});

export function* demandAdvice({ config, usage }: Advised): Generator<Advice> {
  for (const { id, key, found, expected, message } of contradictionsOf(recordedUsage(config, usage))) {
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
