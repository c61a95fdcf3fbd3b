import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'undici';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of an installed Chromium; undefined if there is none, and then tests in a browser are skipped. */
export const chromiumPath: string | undefined = [process.env.CHROMIUM_PATH ?? '', ...names].find(
  (name) => name !== '' && spawnSync(name, ['--version']).status === 0,
);

export interface BrowserPage {
  /** Sends a command of the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  open(url: string): Promise<void>;
  /** Evaluates an expression, which can be a promise, in the page. */
  evaluate<Result>(expression: string): Promise<Result>;
  /** Waits until an expression is truthy, and returns its value. */
  waitFor<Result>(expression: string): Promise<Result>;
  close(): Promise<void>;
}

const waitMilliseconds = 30_000;

function readEndpoint(browser: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let printed = '';
    browser.stderr?.on('data', (chunk) => {
      printed += chunk;
      const endpoint = /DevTools listening on (ws:\S+)/.exec(printed)?.[1];
      if (endpoint) found(endpoint);
    });
    browser.once('exit', () => failed(new Error(`Chromium did not start: ${printed}`)));
  });
}

/** Opens a page in a headless Chromium. The protocol is small, so this needs no library. */
export async function openPage(): Promise<BrowserPage> {
  const profile = mkdtempSync(join(tmpdir(), 'healthcare-browser-'));
  // Containers run as root, where Chromium's sandbox does not work. Only pages of this repository are opened.
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-port=0'];
  const browser = spawn(chromiumPath ?? '', [...flags, `--user-data-dir=${profile}`, 'about:blank']);
  const { host } = new URL(await readEndpoint(browser));
  const targets = (await (await fetch(`http://${host}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await new Promise((opened) => socket.addEventListener('open', opened, { once: true }));
  const waiting = new Map<
    number,
    (answer: { result?: Record<string, unknown>; error?: { message: string } }) => void
  >();
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data));
    waiting.get(answer.id)?.(answer);
  });
  let count = 0;

  const send: BrowserPage['send'] = async (method, params = {}) => {
    count += 1;
    const id = count;
    const { result = {}, error } = await new Promise<{ result?: Record<string, unknown>; error?: { message: string } }>(
      (answered) => {
        waiting.set(id, answered);
        socket.send(JSON.stringify({ id, method, params }));
      },
    );
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const evaluate: BrowserPage['evaluate'] = async <Result>(expression: string) => {
    const { result, exceptionDetails } = (await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: Result }; exceptionDetails?: { exception?: { description?: string } } };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? expression);
    return result.value;
  };
  const waitFor: BrowserPage['waitFor'] = async <Result>(expression: string) => {
    const deadline = Date.now() + waitMilliseconds;
    while (Date.now() < deadline) {
      const value = await evaluate<Result>(expression).catch(() => undefined);
      if (value) return value;
      await new Promise((resume) => setTimeout(resume, 100));
    }
    throw new Error(`The page never had: ${expression}`);
  };
  return {
    send,
    evaluate,
    waitFor,
    async open(url) {
      await send('Page.enable');
      await send('Page.navigate', { url });
    },
    async close() {
      const exited = new Promise((resume) => browser.once('exit', resume));
      socket.close();
      browser.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
