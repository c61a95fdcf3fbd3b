import { z } from '@hono/zod-openapi';
import { readMigrationLevel } from '../../db/client/database.js';
import type { ApiRouter } from '../http/app.js';
import { toProblem } from '../http/failures.js';
import { response, route } from '../http/operation.js';
import { createRouter } from '../http/router.js';

const Health = z
  .strictObject({
    status: z.enum(['ok', 'unavailable']),
    database: z.enum(['reachable', 'unreachable']),
    migration: z.string().max(100).nullable().openapi({ description: 'The newest migration of the schema.' }),
    version: z.string().max(100).openapi({ description: 'The release that answers.' }),
  })
  .openapi('Health');

/** A health check that waits longer than this is no better than a refusal. */
const healthDeadlineMilliseconds = 5_000;

/**
 * Health, and the API's own description; neither asks for a sign-in.
 * @param readOpenApi gives the document as JSON text
 */
export function createSystemRouter(readOpenApi: () => Promise<string>): ApiRouter {
  const router = createRouter();

  const getHealthRoute = route('get', '/v1/health', {
    operationId: 'getHealth',
    tags: ['Service'],
    summary: 'Tells whether the service can work',
    description: 'Asks the database. Needs no sign-in and tells nothing secret.',
    responses: {
      200: response.json('It can.', Health),
      503: response.json('It can’t: the database is out of reach.', Health),
    },
  });
  router.openapi(getHealthRoute, async (c) => {
    const { database, release, log } = c.var.services;
    const nobody = { role: null, subject: null, requestId: c.var.requestId };
    try {
      const migration = await database.transaction(nobody, readMigrationLevel, {
        deadlineMilliseconds: healthDeadlineMilliseconds,
        retry: 'always',
      });
      return c.json({ status: 'ok' as const, database: 'reachable' as const, migration, version: release }, 200);
    } catch (error) {
      log.error('health check failed', { requestId: c.var.requestId, kind: toProblem(error).kind });
      const body = {
        status: 'unavailable' as const,
        database: 'unreachable' as const,
        migration: null,
        version: release,
      };
      return c.json(body, 503);
    }
  });

  const getOpenApiDocumentRoute = route('get', '/v1/openapi.json', {
    operationId: 'getOpenApiDocument',
    tags: ['Service'],
    summary: 'Reads this document',
    description: 'The OpenAPI 3.1 document that you are reading.',
    responses: {
      200: response.json(
        'The OpenAPI 3.1 document of the API.',
        z.looseObject({ openapi: z.string().max(10) }).openapi('OpenApiDocument'),
      ),
    },
  });
  router.openapi(
    getOpenApiDocumentRoute,
    // The text goes out as it was read; parsing it would only satisfy the type of a JSON answer.
    async (c) =>
      c.body(await readOpenApi(), 200, {
        'Content-Type': 'application/json',
        'Cache-Control': 'public, max-age=300',
      }) as never,
  );

  return router;
}
