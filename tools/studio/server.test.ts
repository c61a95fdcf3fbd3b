import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type StudioServer, startStudioServer, studioOrigin } from './server.js';

let server: StudioServer;
let messages: unknown[];
beforeEach(async () => {
  messages = [];
  server = await startStudioServer({
    answer: async (message) => {
      messages.push(z.object({ type: z.string() }).parse(message));
      return '{"rows":1}';
    },
  });
});
afterEach(() => server.close());

const body = '{"type":"init"}';

/** Headers of the page's own request; undefined leaves one out. */
const pageHeaders = (): Record<string, string | undefined> => ({
  Host: `${server.host}:${server.port}`,
  Origin: studioOrigin,
  'Content-Type': 'application/json',
  'Content-Length': String(body.length),
});

/** Sends bytes and returns everything that comes back until the connection closes. */
const sendRaw = (text: string, port = server.port): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('The connection was not closed.')));
    socket.on('data', (piece) => {
      received += piece;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
  });

function send(
  changes: Record<string, string | undefined> = {},
  line = 'POST / HTTP/1.1',
  sent = body,
): Promise<string> {
  const headers = { ...pageHeaders(), Connection: 'close', ...changes };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return sendRaw(`${[line, ...lines].join('\r\n')}\r\n\r\n${sent}`);
}

describe("the studio's port", () => {
  it('answers the page, and only its origin can read the response', async () => {
    const response = await send();
    expect(response).toContain('HTTP/1.1 200 OK');
    expect(response).toContain(`Access-Control-Allow-Origin: ${studioOrigin}\r\n`);
    expect(response).toContain('{"rows":1}');
    expect(response).not.toContain('Allow-Credentials');
    expect(messages).toEqual([{ type: 'init' }]);
  });

  it.each([
    ['another origin', 'https://evil.example'],
    ['the origin over http', 'http://local.drizzle.studio'],
    ['the origin with a port', 'https://local.drizzle.studio:8443'],
    ['an origin that starts like it', 'https://local.drizzle.studio.evil.example'],
    ['an origin that ends like it', 'https://evil-local.drizzle.studio'],
    ['a subdomain of it', 'https://x.local.drizzle.studio'],
    ['its parent', 'https://drizzle.studio'],
    ['null, as of a sandboxed frame or a file', 'null'],
    ['an empty origin', ''],
    ['two origins', `${studioOrigin}, https://evil.example`],
    ['no origin, as of a navigation, an image or curl', undefined],
  ])('sends no byte to %s', async (_title, origin) => {
    expect(await send({ Origin: origin })).toBe('');
    expect(await send({ Origin: origin, 'Access-Control-Request-Method': 'POST' }, 'OPTIONS / HTTP/1.1', '')).toBe('');
    expect(messages).toEqual([]);
  });

  it('sends no byte to a request with two Origin or Host headers', async () => {
    expect(await send({ origin: 'https://evil.example' })).toBe('');
    expect(await send({ host: 'evil.example' })).toBe('');
    expect(messages).toEqual([]);
  });

  it.each([
    ['without a token', () => `127.0.0.1:${server.port}`],
    ['to localhost', () => `localhost:${server.port}`],
    ['with another token', () => `${'0'.repeat(32)}.localhost:${server.port}`],
    ['with a part of the token', () => `${server.host.slice(1)}:${server.port}`],
    ['with more than the token', () => `x.${server.host}:${server.port}`],
    ['to a rebound name', () => `rebound.evil.example:${server.port}`],
    ['to a rebound name that contains the token', () => `${server.host}.evil.example:${server.port}`],
    ['with another port', () => `${server.host}:80`],
    ['without a port', () => server.host],
  ])('sends no byte to a request %s, even from the right origin', async (_title, host) => {
    expect(await send({ Host: host() })).toBe('');
    expect(messages).toEqual([]);
  });

  it('sends no byte to a request without a Host header, or to something that is not HTTP', async () => {
    expect(await send({ Host: undefined }, 'POST / HTTP/1.0')).toBe('');
    expect(await send({ Host: undefined })).toBe('');
    expect(await sendRaw('\u0016\u0003\u0001 hello\r\n\r\n')).toBe('');
    expect(messages).toEqual([]);
  });

  it.each(['https://evil.example', studioOrigin, 'null'])('opens no WebSocket to %s', async (origin) => {
    const upgrade = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' };
    const key = { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Content-Length': undefined };
    expect(await send({ ...upgrade, ...key, Origin: origin }, 'GET / HTTP/1.1', '')).toBe('');
  });

  it('is no proxy', async () => {
    expect(await send({ 'Content-Length': undefined }, 'CONNECT 127.0.0.1:5432 HTTP/1.1', '')).toBe('');
    expect(await send({}, 'POST http://127.0.0.1:5432/ HTTP/1.1')).toContain('404');
    expect(messages).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '', undefined])(
    'runs nothing sent as %s, which needs no preflight',
    async (type) => {
      expect(await send({ 'Content-Type': type })).toContain('HTTP/1.1 415');
      expect(messages).toEqual([]);
    },
  );

  it('allows the preflight of the page, and into a private network when asked', async () => {
    const request = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' };
    const plain = await send({ ...request, 'Content-Length': '0' }, 'OPTIONS / HTTP/1.1', '');
    expect(plain).toContain('HTTP/1.1 204');
    expect(plain).toContain('Access-Control-Allow-Headers: content-type\r\n');
    expect(plain).not.toContain('Private-Network');
    const changes = { ...request, 'Content-Length': '0', 'Access-Control-Request-Private-Network': 'true' };
    expect(await send(changes, 'OPTIONS / HTTP/1.1', '')).toContain('Access-Control-Allow-Private-Network: true\r\n');
  });

  it('rejects other methods, broken JSON, unknown messages and bodies of more than 8 MB', async () => {
    expect(await send({}, 'GET / HTTP/1.1')).toContain('HTTP/1.1 405');
    expect(await send({}, 'POST / HTTP/1.1', body.replace('}', ']'))).toContain('HTTP/1.1 400');
    expect(await send({ 'Content-Length': '2' }, 'POST / HTTP/1.1', '{}')).toContain('HTTP/1.1 400');
    const large = ' '.repeat(8 * 1024 * 1024 + 1);
    expect(await send({ 'Content-Length': String(large.length) }, 'POST / HTTP/1.1', large)).not.toContain('200 OK');
    expect(messages).toEqual([]);
  });

  it('has a new token of 128 bits at each start, and only in the address of the page', async () => {
    const other = await startStudioServer({ answer: async () => '' });
    expect(other.host).toMatch(/^[0-9a-f]{32}\.localhost$/);
    expect(other.host).not.toBe(server.host);
    expect(server.pageUrl).toBe(`https://local.drizzle.studio/?host=${server.host}&port=${server.port}`);
    await other.close();
  });

  it('without a token still answers one origin and one host', async () => {
    const open = await startStudioServer({ answer: async () => '{}', hasToken: false });
    const request = (host: string, origin: string) =>
      sendRaw(
        `POST / HTTP/1.1\r\nHost: ${host}:${open.port}\r\nOrigin: ${origin}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
        open.port,
      );
    expect(await request('127.0.0.1', studioOrigin)).toContain('200 OK');
    expect(await request('rebound.example', studioOrigin)).toBe('');
    expect(await request('127.0.0.1', 'https://evil.example')).toBe('');
    await open.close();
  });
});
