import { randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import { cors as allowCrossOrigin } from 'hono/cors';
import * as z from 'zod';
import { cors } from '../../config/cors.js';
import type { FileRules } from '../../config/environment.js';
import { type FunctionDefinition, type FunctionName, functionCatalog } from '../../config/functions.js';
import type { AgentServices } from '../agent_integration/services.js';
import { type ApiRouter, createApp } from '../http/app.js';
import type { ApiEnv, Services } from '../http/context.js';
import { identify } from '../http/identity.js';
import { type Role, roles } from '../http/permissions.js';
import { Problem, problemResponse } from '../http/problem.js';
import { toValidationProblem } from '../http/validation.js';
import { createBookingExample } from './booking-example.js';
import { createDocs } from './docs.js';
import { fillExamples } from './filled-examples.js';
import { createApiRouters } from './functions.js';
import type { LocalIssuer } from './issuer.js';
import type { LocalObjects } from './objects.js';
import { type CallApi, findSampleValues } from './sample-values.js';

/** Roles of people, whose tokens `/local/tokens` lists. */
const tokenRoles = ['admin', 'medic', 'staff', 'patient'] as const satisfies Role[];

/** Returns the account of a role's ready-made token; the first sample patient and medic are linked to theirs. */
export const localSubject = (role: Role): string => `local-${role}`;

const TokenRequest = z.strictObject({ role: z.enum(roles), subject: z.string().trim().min(1).max(255).optional() });

/** Matches a path against a route in API Gateway's syntax. */
function matchesRoute(route: string, path: string): boolean {
  if (!route.endsWith('/{proxy+}')) return route === path;
  const base = route.slice(0, -'{proxy+}'.length);
  return path.startsWith(base) && path.length > base.length;
}

/** Finds the function that API Gateway would route a path to. */
function findFunction(path: string): FunctionName | undefined {
  const entries = Object.entries(functionCatalog) as [FunctionName, FunctionDefinition][];
  return entries.find(([, definition]) => definition.routes.some((route) => matchesRoute(route.path, path)))?.[0];
}

/** Returns a function that answers a request as the function would that API Gateway routes it to. */
function createDispatcher(services: Services, routers: ReturnType<typeof createApiRouters>) {
  const apps = new Map<FunctionName, ApiRouter>();
  for (const [name, own] of Object.entries(routers)) {
    if (own) apps.set(name as FunctionName, createApp(services, ...own));
  }
  const fallbackApp = createApp(services);
  return (request: Request, bindings: NonNullable<ApiEnv['Bindings']>) => {
    const name = findFunction(new URL(request.url).pathname);
    return ((name && apps.get(name)) ?? fallbackApp).fetch(request, bindings);
  };
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Tells whether a page was served by this machine, on any port. */
const isLocalOrigin = (origin: string | undefined): boolean =>
  origin !== undefined && URL.canParse(origin) && loopbackNames.includes(new URL(origin).hostname);

/** Local replacements for AWS services. */
interface LocalDependencies {
  readonly issuer: LocalIssuer;
  readonly objects: LocalObjects;
  readonly fileRules: FileRules;
  readonly agent: AgentServices;
}

/** Serves everything on one port: the functions behind the catalog's routes, local sign-in and documentation. */
export function createLocalServer(services: Services, { issuer, objects, fileRules, agent }: LocalDependencies): Hono {
  const routers = createApiRouters({ files: { objects, rules: fileRules }, agent });
  const answerWith = createDispatcher(services, routers);
  // Otherwise the log would list the requests that look for the values of examples.
  const answerSilently = createDispatcher({ ...services, log: { ...services.log, info: () => {} } }, routers);
  const server = new Hono();

  // Blocks DNS rebinding: a page of another site that resolves its name to this machine sends that name as the host.
  server.use(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (!loopbackNames.includes(hostname)) return c.text('This server accepts requests for localhost only.', 403);
    await next();
  });

  const allowPage = allowCrossOrigin({ ...cors, origin: (origin) => origin });
  server.use((c, next) => (isLocalOrigin(c.req.header('Origin')) ? allowPage(c, next) : next()));

  server.get('/', (c) => c.redirect('/docs'));
  server.route('/docs', createDocs());
  server.route('/', createBookingExample());

  server.get('/local/.well-known/jwks.json', (c) => c.json(issuer.keySet));
  server.get('/local/tokens', (c) =>
    c.json(Object.fromEntries(tokenRoles.map((role) => [role, issuer.issue(role, localSubject(role))]))),
  );
  // Plain text, for `$(curl …)` in a shell.
  server.get('/local/tokens/:role', (c) => {
    const { success, data: role } = TokenRequest.shape.role.safeParse(c.req.param('role'));
    return success ? c.text(issuer.issue(role, localSubject(role))) : c.notFound();
  });
  server.post('/local/token', async (c) => {
    const body = TokenRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) {
      return problemResponse(toValidationProblem(body.error.issues, 'json'), {
        path: c.req.path,
        requestId: randomUUID(),
      });
    }
    const { role, subject = localSubject(role) } = body.data;
    return c.json({ token: issuer.issue(role, subject), role, subject });
  });

  server.route('/local/objects', objects.routes);

  /** Stands for API Gateway's IAM authorizer. */
  const authorize = async (request: Request): Promise<NonNullable<ApiEnv['Bindings']>> => {
    const token = request.headers.get('Authorization')?.replace(/^Bearer +/i, '');
    const userArn = token && (await issuer.findPrincipal(token));
    return userArn ? { requestContext: { authorizer: { iam: { userArn } } } } : {};
  };
  const respond = async (request: Request) => answerWith(request, await authorize(request));
  server.get('/v1/openapi.json', async (c) => {
    const { body, status, headers } = await respond(c.req.raw);
    const document = JSON.parse(await new Response(body).text());
    const callAs = async (Authorization: string, method: string, path: string, content?: object) => {
      const request = new Request(new URL(path, c.req.url), {
        method,
        headers: { Authorization, 'Content-Type': 'application/json' },
        ...(content && { body: JSON.stringify(content) }),
      });
      const answer = await answerSilently(request, await authorize(request));
      return answer.ok ? answer.json() : undefined;
    };
    const call: CallApi = (role, ...request) => callAs(`Bearer ${issuer.issue(role, localSubject(role))}`, ...request);
    const upload = async ({ url, headers: given }: { url: string; headers: Record<string, string> }, bytes: string) => {
      const length = String(Buffer.byteLength(bytes));
      await server.request(url, { method: 'PUT', headers: { ...given, 'Content-Length': length }, body: bytes });
    };
    // Only a session of the caller's own account works in examples.
    const { requestContext } = await authorize(c.req.raw);
    const caller = await identify(requestContext, c.req.header('Authorization'), issuer.verifyToken).catch(
      () => undefined,
    );
    const role = caller?.role ?? 'admin';
    const own = c.req.header('Authorization') ?? '';
    const isUnlinked = role === 'patient' && (await callAs(own, 'GET', '/v1/patients/me')) === undefined;
    const source = { call, upload, database: services.database, now: services.now(), isUnlinked };
    const filled = fillExamples(document, await findSampleValues(source, role));
    headers.set('Cache-Control', 'no-store');
    return new Response(JSON.stringify(filled), { status, headers });
  });

  server.all('*', (c) => respond(c.req.raw));
  return server;
}

/** For requests that Node or its adapter can't parse. */
function toProblemResponse(problem: Problem): Response {
  const requestId = randomUUID();
  const answer = problemResponse(problem, { path: '/', requestId });
  answer.headers.set('X-Request-Id', requestId);
  return answer;
}

/** Writes a problem response to a socket that has no response object. */
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

export const toPortError = (port: number, { code }: NodeJS.ErrnoException): Error => {
  const reason = code === 'EADDRINUSE' ? 'is already in use' : `is not available (${code})`;
  return new Error(`Port ${port} ${reason}. Set PORT to another port, for example: PORT=3001 npm start`);
};

/**
 * Listens on the loopback interface.
 * @throws Error that names the port if it is in use
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
  // Without a listener, Node closes the connection of a CONNECT request without a response.
  listening.on('connect', (_request, socket) => void refuse(socket, new Problem('malformed-request')));
  // A server may ignore an unknown expectation (RFC 9110, section 10.1.1).
  listening.on('checkExpectation', (request, response) => listening.emit('request', request, response));
  return new Promise((resolve, reject) => {
    listening.once('error', (error) => reject(toPortError(port, error)));
    listening.listen(port, '127.0.0.1', () => {
      resolve({
        close: () =>
          new Promise((closed) => {
            listening.close(() => closed());
            listening.closeIdleConnections();
            // A client that keeps a request open must not keep the process alive.
            setTimeout(() => listening.closeAllConnections(), 3_000).unref();
          }),
      });
    });
  });
}
