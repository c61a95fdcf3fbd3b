import { contradictionsOf } from '../usage-contradictions.js';
import type { Advice, Advised } from './advised.js';

export function* demandAdvice({ usage }: Advised): Generator<Advice> {
  for (const { id, key, found, expected, message } of contradictionsOf(usage)) {
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
