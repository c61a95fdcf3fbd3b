import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { isCausedBy } from '../../db/client/errors.js';
import { AuditError } from './audit.js';
import type { ApiEnv, Services } from './context.js';
import { toProblem } from './failures.js';
import { refuseOversized, setAllowanceHeaders } from './limits.js';
import { describeError } from './log.js';
import { Problem, problemResponse } from './problem.js';
import type { OperationRouter } from './router.js';

export type ApiRouter = OpenAPIHono<ApiEnv>;

const requestIdSyntax = /^[A-Za-z0-9._:=-]{1,128}$/;

/**
 * Combines routers into an app that answers every request in the contract's format, failures included.
 * @throws Error for a route that isn't an operation of its router
 */
export function createApp(services: Services, ...routers: OperationRouter[]): ApiRouter {
  const app: ApiRouter = new OpenAPIHono<ApiEnv>();
  const reads = new Map(routers.flatMap((router) => [...router.reads]));
  app.use(
    setRequestContext(services, reads),
    logRequest(services),
    securityHeaders,
    refuseMalformed,
    refuseOversized,
    answerOptions(app),
    refuseOtherMethods(app),
  );
  for (const router of routers) {
    router.requireOperations();
    app.route('/', router);
  }
  app.onError((error, c) => answerProblem(c, toProblem(error)));
  app.notFound((c) => answerProblem(c, toMissingRouteProblem(app, c.req.path)));
  return app;
}

const answerProblem = (c: Context<ApiEnv>, problem: Problem): Response =>
  problemResponse(problem, { path: c.req.path, requestId: c.var.requestId });

const setRequestContext =
  (services: Services, reads: ApiEnv['Variables']['reads']): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    // The client's id first, then API Gateway's, which also appears in its access log.
    const offered = [c.req.header('X-Request-Id'), c.env?.requestContext?.requestId];
    const requestId = offered.find((id) => typeof id === 'string' && requestIdSyntax.test(id)) ?? crypto.randomUUID();
    c.set('services', services);
    c.set('requestId', requestId);
    c.set('reads', reads);
    await next();
    // `c.header` would copy an existing response, body included, once per header.
    const { headers } = c.res;
    headers.set('X-Request-Id', requestId);
    if (c.var.allowance) setAllowanceHeaders(headers, c.var.allowance);
    // A response depends on the caller and may contain patient data, so no cache may store it.
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  };

/** Logs one line per request, with the route template instead of the URL, which can contain a name. */
const logRequest =
  ({ log, now, metrics }: Services): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const startedAt = now().getTime();
    await next();
    const fields = {
      requestId: c.var.requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      durationMilliseconds: now().getTime() - startedAt,
      role: c.var.caller?.role ?? null,
    };
    if (c.res.status >= 500) log.error('request failed', { ...fields, ...describeError(c.error) });
    else log.info('request', fields);
    if (isCausedBy(c.error, AuditError)) metrics?.count('AuditFailures');
    if (c.res.status === 503) metrics?.count('UnavailableAnswers');
  };

/** The API serves no pages: forbid framing, scripts and content-type sniffing. */
const securityHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  strictTransportSecurity: 'max-age=63072000; includeSubDomains',
  crossOriginResourcePolicy: 'same-site',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
});

const refuseMalformed: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.env?.isMalformed) throw new Problem('malformed-request');
  await next();
};

/** Returns the methods of a path, including HEAD where there is GET (RFC 9110). Empty for an unknown path. */
function listMethods(app: ApiRouter, path: string): string[] {
  const routes = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' && matchesTemplate(definition.route.path, path) ? [definition.route] : [],
  );
  // `/patients/me` has its own methods, not those of `/patients/{id}`.
  const named = routes.filter((route) => route.path === path);
  const methods = (named.length > 0 ? named : routes).map((route) => route.method.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  return [...new Set(methods)].sort();
}

/** Returns 405 with the allowed methods for a known path (RFC 9110), where Hono would return 404. */
function toMissingRouteProblem(app: ApiRouter, path: string): Problem {
  const methods = listMethods(app, path);
  if (methods.length === 0) return new Problem('not-found');
  return new Problem('method-not-allowed', { headers: { Allow: methods.join(', ') } });
}

/**
 * Answers OPTIONS without a token: browsers send CORS preflight requests without one and require a 2xx response. API
 * Gateway adds the CORS headers.
 */
const answerOptions =
  (app: ApiRouter): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const methods = c.req.method === 'OPTIONS' ? listMethods(app, c.req.path) : [];
    if (methods.length === 0) return next();
    return c.body(null, 204, { Allow: methods.join(', ') });
  };

/** Rejects methods of `/patients/me` that Hono would otherwise match with `/patients/{id}`. */
const refuseOtherMethods = (app: ApiRouter): MiddlewareHandler<ApiEnv> => {
  let named: Map<string, string[]> | undefined;
  return async (c, next) => {
    const { path, method } = c.req;
    named ??= new Map(
      app.openAPIRegistry.definitions.flatMap((definition) =>
        definition.type === 'route' ? [[definition.route.path, listMethods(app, definition.route.path)]] : [],
      ),
    );
    if (named.get(path)?.includes(method) === false) throw toMissingRouteProblem(app, path);
    await next();
  };
};

function matchesTemplate(template: string, path: string): boolean {
  const expected = template.split('/');
  const found = path.split('/');
  return (
    expected.length === found.length &&
    expected.every((segment, index) => (segment.startsWith('{') ? found[index] !== '' : segment === found[index]))
  );
}
