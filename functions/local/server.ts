import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import * as z from 'zod';
import type { FileRules } from '../../config/environment.js';
import { type FunctionDefinition, type FunctionName, functionCatalogue } from '../../config/functions.js';
import { type Api, createApp } from '../http/app.js';
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
function matches(route: string, path: string): boolean {
  if (!route.endsWith('/{proxy+}')) return route === path;
  const base = route.slice(0, -'{proxy+}'.length);
  return path.startsWith(base) && path.length > base.length;
}

/** The function whose route in the catalogue takes a path, as API Gateway would choose it. */
function functionFor(path: string): FunctionName | undefined {
  const entries = Object.entries(functionCatalogue) as [FunctionName, FunctionDefinition][];
  return entries.find(([, definition]) => definition.routes.some((route) => matches(route.path, path)))?.[0];
}

/** What stands on this machine in the place of AWS. */
export interface LocalMeans {
  readonly issuer: LocalIssuer;
  readonly objects: LocalObjects;
  readonly fileRules: FileRules;
}

/** Everything on one port: the functions behind the catalogue's routes, the local sign-in, the documentation. */
export function createLocalServer(services: Services, { issuer, objects, fileRules }: LocalMeans): Hono {
  const apps = new Map<FunctionName, Api>();
  for (const [name, routers] of Object.entries(
    createApiRouters({ files: { objects, rules: fileRules }, agent: localAgent }),
  )) {
    if (routers) apps.set(name as FunctionName, createApp(services, ...routers));
  }
  const nowhere = createApp(services);
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
    const name = functionFor(c.req.path);
    const app = (name && apps.get(name)) ?? nowhere;
    const token = c.req.header('Authorization')?.replace(/^Bearer +/i, '');
    const userArn = token && (await issuer.principalOf(token));
    return app.fetch(c.req.raw, userArn ? { requestContext: { authorizer: { iam: { userArn } } } } : {});
  });
  return server;
}

/**
 * Listens on this machine alone.
 * @throws Error that names the port when it is taken
 */
export function listen(server: Hono, port: number): Promise<{ close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const listening = serve({ fetch: server.fetch, port, hostname: '127.0.0.1' }, () => {
      resolve({
        close: () =>
          new Promise((closed) => {
            listening.close(() => closed());
            if (!('closeIdleConnections' in listening)) return;
            listening.closeIdleConnections();
            // Requests get this long to end; a client that keeps one open must not keep the process.
            setTimeout(() => listening.closeAllConnections(), 3_000).unref();
          }),
      });
    });
    // What Node can't read, for its headers are too long or it is no HTTP, is answered as everything else is.
    listening.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
      if (!socket.writable) return;
      const requestId = randomUUID();
      const isOversized = error.code === 'HPE_HEADER_OVERFLOW';
      const problem = problemResponse(new Problem(isOversized ? 'header-fields-too-large' : 'malformed-request'), {
        path: '/',
        requestId,
      });
      void problem.text().then((body) => {
        const headers = [...problem.headers].map(([name, value]) => `${name}: ${value}`);
        socket.end(
          [
            `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
            ...headers,
            `X-Request-Id: ${requestId}`,
            'Connection: close',
            `Content-Length: ${Buffer.byteLength(body)}`,
            '',
            body,
          ].join('\r\n'),
        );
      });
    });
    listening.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is taken by another program' : `can’t be used (${error.code})`;
      reject(new Error(`Port ${port} ${reason}. Set PORT to another one, for example: PORT=3001 npm start`));
    });
  });
}
