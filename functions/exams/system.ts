import { z } from '@hono/zod-openapi';
import { readMigrationLevel } from '../../db/client/database.js';
import { toProblem } from '../http/failures.js';
import { response } from '../http/operation.js';
import { OperationRouter } from '../http/router.js';
import { addProblemPages } from './problem-pages.js';

const Health = z
  .strictObject({
    status: z.enum(['ok', 'unavailable']),
    database: z.enum(['reachable', 'unreachable']),
    migration: z.string().max(100).nullable().openapi({ description: 'The newest applied migration.' }),
    version: z.string().max(100).openapi({ description: 'The version of the running release.' }),
  })
  .openapi('Health');

/** Maximum wait of a health check, in milliseconds. A slower database counts as unreachable. */
const healthDeadlineMilliseconds = 5_000;

/**
 * Creates the routes for health, the OpenAPI document and the problem pages, which need no authentication.
 * @param readOpenApi returns the document as JSON text
 */
export function createSystemRouter(readOpenApi: () => Promise<string>): OperationRouter {
  const router = new OperationRouter('Service', { resourceType: 'CapabilityStatement', patientData: false });

  router.public('get', '/v1/health', {
    operationId: 'getHealth',
    summary: 'Check service health',
    description: 'Checks the database connection. Needs no authentication.',
    responses: {
      200: response.json('Healthy.', Health),
      503: response.json('Unhealthy: database unreachable.', Health),
    },
    async handler(c) {
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
    },
  });

  router.public('get', '/v1/openapi.json', {
    operationId: 'getOpenApiDocument',
    summary: 'Get the OpenAPI document',
    description: 'Returns this document. Needs no authentication.',
    responses: {
      200: response.json(
        'The OpenAPI 3.1 document of the API.',
        z.looseObject({ openapi: z.string().max(10) }).openapi('OpenApiDocument'),
      ),
    },
    // Send the text as it was read; parsing it would only satisfy the response type.
    handler: async (c) =>
      c.body(await readOpenApi(), 200, {
        'Content-Type': 'application/json',
        'Cache-Control': 'public, max-age=300',
      }) as never,
  });

  addProblemPages(router);
  return router;
}
