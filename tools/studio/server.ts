import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import * as z from 'zod';

/** Where Drizzle Studio's page comes from. */
export const studioOrigin = 'https://local.drizzle.studio';

const maximumBodyBytes = 8 * 1024 * 1024;

export interface StudioServerOptions {
  /** Answers a message of the page with JSON text. Throws ZodError for an unknown message. */
  readonly answer: (message: unknown) => Promise<string>;
  /** Defaults to any free port. */
  readonly port?: number | undefined;
  /** Puts a secret into the host name. Without it, any process on this machine that forges the page's origin is answered. */
  readonly hasToken?: boolean;
}

export interface StudioServer {
  readonly port: number;
  /** The host name that requests must be sent to. */
  readonly host: string;
  /** The address of the page, connected to this server. */
  readonly pageUrl: string;
  close(): Promise<void>;
}

const hash = (text: string) => createHash('sha256').update(text).digest();

/**
 * Serves Drizzle Studio's page, and nothing else, on the loopback interface. A request must be sent to the secret host
 * name and come from the page's origin; any other connection is closed without a response, so that other web pages can't
 * even tell that the port is open.
 *
 * The page can be given a host and a port, but no path or header (https://orm.drizzle.team/docs/drizzle-kit-studio), so
 * the secret is a name below `localhost`, which browsers resolve to this machine themselves (RFC 6761, section 6.3). The
 * check of the whole Host header also stops DNS rebinding.
 */
export async function startStudioServer({
  answer,
  port = 0,
  hasToken = true,
}: StudioServerOptions): Promise<StudioServer> {
  const host = hasToken ? `${randomBytes(16).toString('hex')}.localhost` : '127.0.0.1';
  let expectedHost = Buffer.alloc(0);
  const isAllowed = ({ headersDistinct: { host: hosts = [], origin: origins = [] } }: IncomingMessage): boolean =>
    hosts.length === 1 &&
    origins.length === 1 &&
    origins[0] === studioOrigin &&
    timingSafeEqual(hash(hosts[0]?.toLowerCase() ?? ''), expectedHost);

  // Node would answer a request without a Host header by itself.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    if (!isAllowed(request)) {
      request.socket.destroy();
      return;
    }
    respond(request, response, answer).catch(() => request.socket.destroy());
  });
  const refuse = (_request: unknown, socket: Duplex) => socket.destroy();
  // Without these, Node would answer or pass the request on.
  server.on('upgrade', refuse).on('connect', refuse).on('clientError', refuse).on('checkExpectation', destroyRequest);
  server.on('checkContinue', destroyRequest);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  expectedHost = hash(`${host}:${boundPort}`);
  return {
    port: boundPort,
    host,
    pageUrl: `${studioOrigin}/?host=${host}&port=${boundPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const destroyRequest = (request: IncomingMessage) => request.socket.destroy();

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: StudioServerOptions['answer'],
): Promise<void> {
  response.setHeader('Access-Control-Allow-Origin', studioOrigin);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Cache-Control', 'no-store');
  if (request.url !== '/') return end(response, 404);
  if (request.method === 'OPTIONS') return answerPreflight(request, response);
  if (request.method !== 'POST') return end(response, 405);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return end(response, 415);
  const body = await readBody(request);
  if (body === undefined) return end(response, 413);
  try {
    const text = await answer(JSON.parse(body));
    response.setHeader('Content-Type', 'application/json; charset=UTF-8');
    end(response, 200, text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return end(response, 400);
    throw error;
  }
}

function end(response: ServerResponse, status: number, text?: string): void {
  response.statusCode = status;
  response.end(text);
}

function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Methods', 'POST');
  response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '');
  // A browser that asks for it doesn't let public pages reach this machine otherwise (Private Network Access).
  if (request.headers['access-control-request-private-network'] === 'true') {
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
  }
  end(response, 204);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maximumBodyBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
