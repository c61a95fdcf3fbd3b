import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { handler as exams } from '../../functions/exams/handler.js';
import { handler as reservations } from '../../functions/reservations/handler.js';

// Runs the deployed handlers behind a port, as a process that the harness can pause and whose exit it notices. Does what
// API Gateway does in front of them; every caller of this port has the role staff.

const claims = { sub: 'reception', token_use: 'access', client_id: 'faults', 'cognito:groups': '[staff]' };

async function toEvent(request: IncomingMessage): Promise<APIGatewayProxyEventV2> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const event = {
    version: '2.0',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers,
    requestContext: { http: { method: request.method, path: pathname }, authorizer: { jwt: { claims } } },
    body: await text(request),
    isBase64Encoded: false,
  };
  return event as unknown as APIGatewayProxyEventV2;
}

const server = createServer(async (request, response) => {
  const handler = request.url?.startsWith('/v1/health') ? exams : reservations;
  const { statusCode = 500, headers, body } = await handler(await toEvent(request));
  response.writeHead(statusCode, headers as Record<string, string>).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
// The harness has exited.
process.on('disconnect', () => process.exit());
