const isPlain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;

const styled = (code: number) => (text: string) => (isPlain ? text : `\u001b[${code}m${text}\u001b[0m`);

export const bold = styled(1);
export const dim = styled(2);
export const green = styled(32);

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** Says on one line what is done and, once it is, how long it took. */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  if (!isPlain) process.stdout.write(`  ${title} …`);
  const result = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${isPlain ? '' : '\r\u001b[2K'}  ${green('✓')} ${title} ${dim(`${seconds} s`)}\n`);
  return result;
}

/** Shows how far a long work is, on one line of a terminal; without a text the line is cleared. Elsewhere it is silent. */
export function showProgress(text = ''): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

/** A mistake of the person at the terminal: told in a sentence, without a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command; an error is told as its message and ends the process with code 1, a wrong use with 2. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
