import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a script in its own process.
 * @returns the process and its first message
 * @throws Error if it exits without a message
 */
export async function startWorker<Message>(
  script: URL,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<{ child: ChildProcess; message: Message }> {
  const child = fork(fileURLToPath(script), args, { execArgv: [...nodeOptions, '--import', 'tsx'] });
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${script.pathname} exited with code ${code} before it sent a message.`);
    }),
  ]);
  return { child, message };
}
