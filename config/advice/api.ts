import { type Advice, type AdviceInput, formatAdviceNumber } from './advised.js';

export function* throttleAdvice({ config: { api }, usage }: AdviceInput): Generator<Advice> {
  const peak = usage.api.peakRequestsPerSecond;
  if (api.throttleRequestsPerSecond < peak) {
    yield {
      id: 'throttle-below-peak',
      severity: 'error',
      found: api.throttleRequestsPerSecond,
      needed: peak,
      message: `The API lets ${formatAdviceNumber(api.throttleRequestsPerSecond)} requests a second through and ${formatAdviceNumber(peak)} are planned for: ${formatAdviceNumber(100 * (1 - api.throttleRequestsPerSecond / peak))} % of the peak would be answered 429.`,
      mend: 'Raise api.throttleRequestsPerSecond, or correct usage.api.peakRequestsPerSecond.',
    };
  }
  if (api.throttleBurst < peak) {
    yield {
      id: 'burst-below-peak',
      severity: 'warning',
      found: api.throttleBurst,
      needed: peak,
      message: `A second of the peak has ${formatAdviceNumber(peak)} requests, and ${formatAdviceNumber(api.throttleBurst)} may arrive at one moment.`,
      mend: 'Raise api.throttleBurst.',
    };
  }
}
