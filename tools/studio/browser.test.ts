import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRun, createCertificate } from '../../test/support/certificate.js';
import { type StudioServer, startStudioServer, studioOrigin } from './server.js';

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => canRun(name, '--version'));
const isPossible = browser !== undefined && canRun('openssl', 'version');
const name = isPossible ? 'in Chromium' : 'in Chromium (skipped: needs chromium and openssl)';

/**
 * Each way in which a page can reach a port, by name. A page reports whether it got anything: a response, even an opaque
 * one, or an open connection.
 */
const attempts = `({
  fetch: (url) => fetch(url),
  post: (url) => fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"type":"init"}' }),
  simplePost: (url) => fetch(url, { method: 'POST', body: '{"type":"init"}' }),
  opaquePost: (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: '{"type":"init"}' }),
  opaqueGet: (url) => fetch(url, { mode: 'no-cors' }),
  credentials: (url) => fetch(url, { credentials: 'include' }),
  beacon: (url) => new Promise((_, fail) => { navigator.sendBeacon(url, '{"type":"init"}'); setTimeout(fail, 500); }),
  webSocket: (url) => new Promise((open, fail) => {
    const socket = new WebSocket(url.replace('http', 'ws')); socket.onopen = open; socket.onerror = fail; }),
  events: (url) => new Promise((open, fail) => {
    const source = new EventSource(url); source.onopen = open; source.onerror = fail; }),
  image: (url) => new Promise((open, fail) => { const image = new Image(); image.onload = open; image.onerror = fail; image.src = url; }),
  script: (url) => new Promise((open, fail) => {
    const script = document.createElement('script'); script.onload = open; script.onerror = fail; script.src = url; document.head.append(script); }),
  sandboxedFrame: (url) => new Promise((open, fail) => {
    const frame = document.createElement('iframe'); frame.sandbox = 'allow-scripts';
    frame.srcdoc = '<script>fetch(' + JSON.stringify(url) + ', { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })'
      + '.then(() => parent.postMessage("open", "*"), () => parent.postMessage("closed", "*"))</' + 'script>';
    window.addEventListener('message', ({ data }) => (data === 'open' ? open() : fail()), { once: true });
    document.body.append(frame); }),
})`;

/** The page of an origin: tries everything on each URL and reports the attempts that got something to its own server. */
const attackPage = (urls: readonly string[]) => `<!doctype html><body><script type="module">
  const got = [];
  for (const url of ${JSON.stringify(urls)}) for (const [name, attempt] of Object.entries(${attempts})) {
    await attempt(url).then(() => got.push(name + ' ' + url), () => {});
  }
  await fetch('/report', { method: 'POST', body: JSON.stringify(got) });
</script></body>`;

const vendorPage = (url: string) => `<!doctype html><body><script type="module">
  const ask = (body) => fetch(${JSON.stringify(url)}, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  const result = await ask('{"type":"init"}').then((response) => response.text(), String);
  await fetch('/report', { method: 'POST', body: result });
</script></body>`;

describe.skipIf(!isPossible)(name, () => {
  let folder: string;
  let studio: StudioServer;
  let messages: unknown[];
  const servers: Server[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studio-browser-'));
    messages = [];
    studio = await startStudioServer({
      answer: async (message) => {
        messages.push(message);
        return '{"version":"6.2"}';
      },
    });
  });
  afterAll(async () => {
    for (const server of servers) server.closeAllConnections();
    for (const server of servers) await promisify(server.close.bind(server))();
    await studio.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Serves a page and waits for its report. */
  async function servePage(isSecure: boolean): Promise<{ port: number; show(page: string): Promise<string> }> {
    let page = '';
    let report: (text: string) => void = () => {};
    const listener: RequestListener = (request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        if (request.url === '/report') report(body);
        response.setHeader('Content-Type', 'text/html').end(request.url === '/' ? page : '');
      });
    };
    const server = isSecure
      ? createHttpsServer(await createCertificate(folder, 'local.drizzle.studio'), listener)
      : createHttpServer(listener);
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return {
      port,
      show: (text) => {
        page = text;
        return new Promise((resolve) => {
          report = resolve;
        });
      },
    };
  }

  /** Opens a page in a new browser, which finds the given hosts on this machine, until `done`. */
  async function browse<Result>(url: string, hosts: string, done: Promise<Result>): Promise<Result> {
    const profile = await mkdtemp(join(folder, 'profile-'));
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--ignore-certificate-errors',
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=${hosts}`,
    ];
    const child = spawn(browser ?? '', [...flags, url], { stdio: 'ignore', detached: true });
    try {
      return await done;
    } finally {
      const ended = once(child, 'exit');
      // The whole group, because the browser starts other processes.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
  }

  it("the vendor's page reaches studio over the secret host name", { timeout: 60_000 }, async () => {
    const vendor = await servePage(true);
    const report = vendor.show(vendorPage(`http://${studio.host}:${studio.port}/`));
    const rules = `MAP local.drizzle.studio:443 127.0.0.1:${vendor.port}`;
    expect(await browse(`${studioOrigin}/`, rules, report)).toBe('{"version":"6.2"}');
    expect(messages).toEqual([{ type: 'init' }]);
  });

  it('a page of another origin gets nothing from the port, even if it knows the secret', {
    timeout: 120_000,
  }, async () => {
    messages.length = 0;
    const evil = await servePage(false);
    // The last two: after DNS rebinding, the attacker's own name leads to this machine.
    const hosts = [studio.host, '127.0.0.1', 'localhost', 'evil.example', `${studio.host}.evil.example`];
    const urls = hosts.map((host) => `http://${host}:${studio.port}/`);
    const report = evil.show(attackPage(urls));
    const rules = 'MAP evil.example 127.0.0.1, MAP *.evil.example 127.0.0.1';
    expect(JSON.parse(await browse(`http://evil.example:${evil.port}/`, rules, report))).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('a page of the right origin gets nothing without the secret', { timeout: 120_000 }, async () => {
    messages.length = 0;
    const vendor = await servePage(true);
    const urls = ['127.0.0.1', 'localhost', `${'0'.repeat(32)}.localhost`].map(
      (host) => `http://${host}:${studio.port}/`,
    );
    const report = vendor.show(attackPage(urls));
    const rules = `MAP local.drizzle.studio:443 127.0.0.1:${vendor.port}`;
    expect(JSON.parse(await browse(`${studioOrigin}/`, rules, report))).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('the attacks of these tests do reach a port that answers everyone', { timeout: 120_000 }, async () => {
    const evil = await servePage(false);
    const open = createHttpServer((_request, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Access-Control-Allow-Headers', '*').end('{}');
    });
    servers.push(open);
    open.listen(0, '127.0.0.1');
    await once(open, 'listening');
    const address = open.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const report = evil.show(attackPage([`http://127.0.0.1:${port}/`]));
    const got: string[] = JSON.parse(
      await browse(`http://evil.example:${evil.port}/`, 'MAP evil.example 127.0.0.1', report),
    );
    const names = got.map((text) => text.split(' ')[0]);
    expect(names).toEqual(['fetch', 'post', 'simplePost', 'opaquePost', 'opaqueGet', 'script', 'sandboxedFrame']);
  });
});
