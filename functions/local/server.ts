import { randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import * as z from 'zod';
import type { FileRules } from '../../config/environment.js';
import { type FunctionDefinition, type FunctionName, functionCatalog } from '../../config/functions.js';
import { type ApiRouter, createApp } from '../http/app.js';
import type { Services } from '../http/context.js';
import { type Role, roles } from '../http/permissions.js';
import { Problem, problemResponse } from '../http/problem.js';
import { createDocs } from './docs.js';
import { createApiRouters, localAgent } from './functions.js';
import type { LocalIssuer } from './issuer.js';
import type { LocalObjects } from './objects.js';

/** Roles whose tokens are handed out ready-made; `service` stands for IAM and is asked for by name. */
export const tokenRoles = ['admin', 'medic', 'staff', 'patient'] as const satisfies Role[];

/** The account that a ready-made token signs in; the sample's first patient and medic are tied to theirs. */
export const localSubject = (role: Role): string => `local-${role}`;

const TokenRequest = z.strictObject({ role: z.enum(roles), subject: z.string().trim().min(1).max(255).optional() });

/** Whether a route of API Gateway's syntax matches a path. */
function matchesRoute(route: string, path: string): boolean {
  if (!route.endsWith('/{proxy+}')) return route === path;
  const base = route.slice(0, -'{proxy+}'.length);
  return path.startsWith(base) && path.length > base.length;
}

/** The function whose route in the catalogue takes a path, as API Gateway would choose it. */
function findFunction(path: string): FunctionName | undefined {
  const entries = Object.entries(functionCatalog) as [FunctionName, FunctionDefinition][];
  return entries.find(([, definition]) => definition.routes.some((route) => matchesRoute(route.path, path)))?.[0];
}

/** What stands on this machine in the place of AWS. */
export interface LocalDependencies {
  readonly issuer: LocalIssuer;
  readonly objects: LocalObjects;
  readonly fileRules: FileRules;
}

/** Everything on one port: the functions behind the catalogue's routes, the local sign-in, the documentation. */
export function createLocalServer(services: Services, { issuer, objects, fileRules }: LocalDependencies): Hono {
  const apps = new Map<FunctionName, ApiRouter>();
  for (const [name, routers] of Object.entries(
    createApiRouters({ files: { objects, rules: fileRules }, agent: localAgent }),
  )) {
    if (routers) apps.set(name as FunctionName, createApp(services, ...routers));
  }
  const fallbackApp = createApp(services);
  const server = new Hono();

  // A page of another site can make its name point here; what it then asks for has that name as its host.
  server.use(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
      return c.text('This server is for this machine alone.', 403);
    await next();
  });

  server.get('/', (c) => c.redirect('/docs'));
  server.route('/docs', createDocs());

  server.get('/local/.well-known/jwks.json', (c) => c.json(issuer.keySet));
  server.get('/local/tokens', (c) =>
    c.json(Object.fromEntries(tokenRoles.map((role) => [role, issuer.issue(role, localSubject(role))]))),
  );
  server.post('/local/token', async (c) => {
    const body = TokenRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ detail: z.prettifyError(body.error) }, 422);
    const { role, subject = localSubject(role) } = body.data;
    return c.json({ token: issuer.issue(role, subject), role, subject });
  });

  server.route('/local/objects', objects.routes);

  server.all('*', async (c) => {
    const name = findFunction(c.req.path);
    const app = (name && apps.get(name)) ?? fallbackApp;
    const token = c.req.header('Authorization')?.replace(/^Bearer +/i, '');
    const userArn = token && (await issuer.findPrincipal(token));
    return app.fetch(c.req.raw, userArn ? { requestContext: { authorizer: { iam: { userArn } } } } : {});
  });
  return server;
}

/** What Node or its adapter can't read is answered as everything else is. */
function toProblemResponse(problem: Problem): Response {
  const requestId = randomUUID();
  const answer = problemResponse(problem, { path: '/', requestId });
  answer.headers.set('X-Request-Id', requestId);
  return answer;
}

/** The same where there is no response to write to, but a connection. */
async function refuse(socket: Duplex, problem: Problem): Promise<void> {
  if (!socket.writable) return;
  const answer = toProblemResponse(problem);
  const body = await answer.text();
  socket.end(
    [
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
      ...[...answer.headers].map(([name, value]) => `${name}: ${value}`),
      'Connection: close',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** Says which port can't be had, and what to do. */
export const toPortError = (port: number, { code }: NodeJS.ErrnoException): Error => {
  const reason = code === 'EADDRINUSE' ? 'is taken by another program' : `can’t be used (${code})`;
  return new Error(`Port ${port} ${reason}. Set PORT to another one, for example: PORT=3001 npm start`);
};

/**
 * Listens on this machine alone.
 * @throws Error that names the port when it is taken
 */
export function listen(server: Hono, port: number): Promise<{ close(): Promise<void> }> {
  const listening = createServer(
    getRequestListener(server.fetch, {
      hostname: '127.0.0.1',
      errorHandler: (cause) =>
        toProblemResponse(new Problem(cause instanceof RequestError ? 'malformed-request' : 'internal', { cause })),
    }),
  );
  listening.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isOversized = error.code === 'HPE_HEADER_OVERFLOW';
    void refuse(socket, new Problem(isOversized ? 'header-fields-too-large' : 'malformed-request'));
  });
  // A tunnel is nothing to an API; without a listener Node would hang up without a word.
  listening.on('connect', (_request, socket) => void refuse(socket, new Problem('malformed-request')));
  // An expectation that we don't know may be passed over (RFC 9110, section 10.1.1).
  listening.on('checkExpectation', (request, response) => listening.emit('request', request, response));
  return new Promise((resolve, reject) => {
    listening.once('error', (error) => reject(toPortError(port, error)));
    listening.listen(port, '127.0.0.1', () => {
      resolve({
        close: () =>
          new Promise((closed) => {
            listening.close(() => closed());
            listening.closeIdleConnections();
            // Requests get this long to end; a client that keeps one open must not keep the process.
            setTimeout(() => listening.closeAllConnections(), 3_000).unref();
          }),
      });
    });
  });
}
