import { DatabaseDeadlineError } from './errors.js';

/** One run of a transaction's work. */
export class Attempt {
  /** Whether the work was called. */
  hasBegun = false;
  /** Whether the COMMIT may have gone out. */
  isCommitting = false;
  /** Rejects when the time is over. */
  readonly timeout: Promise<never>;
  #isGivenUp = false;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;
  #fail: (error: Error) => void = () => {};

  constructor() {
    this.timeout = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.timeout.catch(() => {});
  }

  /** Sets the time anew; nothing once it has ended. */
  setTimeLimit(milliseconds: number): void {
    if (this.#hasEnded) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isGivenUp = true;
      this.#fail(new DatabaseDeadlineError(`The database did not answer within ${Math.round(milliseconds)} ms.`));
    }, milliseconds);
  }

  /** What was given up may answer after all; it must neither work nor commit beside its repetition. */
  requireNotTimedOut(): void {
    if (this.#isGivenUp) throw new DatabaseDeadlineError('The transaction was given up.');
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }
}
