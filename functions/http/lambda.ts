import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ApiRouter } from './app.js';
import type { RequestContext } from './identity.js';

const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/**
 * Converts an event of API Gateway's HTTP API (payload format 2.0) to a request.
 * @throws TypeError if the event isn't one
 */
function toRequest(event: APIGatewayProxyEventV2): Request {
  const { method } = event.requestContext.http;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (typeof value === 'string') headers.set(name, value);
  }
  if (event.cookies?.length) headers.set('Cookie', event.cookies.join('; '));
  if (typeof event.rawPath !== 'string' || !event.rawPath.startsWith('/'))
    throw new TypeError('The event has no path.');
  const path = event.rawPath.replaceAll('?', '%3F').replaceAll('#', '%23');
  const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
  const url = new URL(`https://${event.requestContext.domainName ?? 'localhost'}${path}${query}`);
  if (event.body === undefined || bodiless.has(method)) return new Request(url, { method, headers });
  // Bytes, not text: the API itself checks that they are UTF-8.
  const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  headers.set('Content-Length', String(body.byteLength));
  return new Request(url, { method, headers, body });
}

async function toResult(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const cookies = response.headers.getSetCookie();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    body: await response.text(),
    isBase64Encoded: false,
  };
}

/** The published types lack the authorizer, which API Gateway adds where the route has one. */
const getRequestContext = (event: APIGatewayProxyEventV2 | undefined): RequestContext =>
  (event?.requestContext ?? {}) as unknown as RequestContext;

/** Creates the Lambda handler. An event that isn't an HTTP request gets 400 and reaches no route. */
export function createHandler(app: ApiRouter) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    let request: Request;
    try {
      request = toRequest(event);
    } catch {
      const requestContext = getRequestContext(event);
      return toResult(await app.fetch(new Request('https://localhost/'), { requestContext, isMalformed: true }));
    }
    return toResult(await app.fetch(request, { requestContext: getRequestContext(event) }));
  };
}
