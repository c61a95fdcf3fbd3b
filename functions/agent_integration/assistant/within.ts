import { ModelError } from './model.js';

/**
 * Waits no longer than the signal; what is still running ends by itself.
 * @throws ModelError when the time is over
 */
export function rejectOnAbort<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new ModelError('The time for an answer is over.'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
