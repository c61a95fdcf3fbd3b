import { DatabaseDeadlineError } from './errors.js';

/**
 * Limits the time of work that may never finish: the driver and AWS's clients wait forever on a half-open socket.
 * @throws what `createError` returns, when the time is up
 */
export async function withTimeLimit<Result>(
  milliseconds: number,
  work: PromiseLike<Result>,
  createError: () => Error,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(createError()), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** One run of a transaction's work. */
export class Attempt {
  /** Whether the work was called. */
  hasBegun = false;
  /** Whether the COMMIT may have been sent. */
  isCommitting = false;
  /** Rejects when the time is up. */
  readonly timeout: Promise<never>;
  #hasTimedOut = false;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;
  #fail: (error: Error) => void = () => {};

  constructor() {
    this.timeout = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.timeout.catch(() => {});
  }

  /** Restarts the timer, unless the attempt has ended. */
  setTimeLimit(milliseconds: number): void {
    if (this.#hasEnded) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#hasTimedOut = true;
      this.#fail(new DatabaseDeadlineError(`The database did not answer within ${Math.round(milliseconds)} ms.`));
    }, milliseconds);
  }

  /** An attempt that timed out can still get an answer, but must not work or commit in parallel with its retry. */
  requireNotTimedOut(): void {
    if (this.#hasTimedOut) throw new DatabaseDeadlineError('The transaction has timed out.');
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }
}
