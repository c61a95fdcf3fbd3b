import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { LoaderEnvironment, parseEnvironment } from '../../../config/environment.js';
import { connectDatabase } from '../../../db/client/database.js';
import { createApp } from '../../../functions/http/app.js';
import { toRequestContext } from '../../../functions/http/identity.js';
import { createLog } from '../../../functions/http/log.js';
import { patientsRouter } from '../../../functions/patients/routes.js';
import { reservationsRouter } from '../../../functions/reservations/routes.js';
import { accessesPerMinute, clinic, createCallerSequence, poolSize } from './setting.js';

/** The API as it runs in Lambda, with callers as API Gateway passes them. */
export function createOwnServer(url: string): Server {
  const environment = parseEnvironment(LoaderEnvironment, { DATABASE_URL: url, DATABASE_POOL_SIZE: String(poolSize) });
  const services = {
    database: connectDatabase(environment),
    clinic,
    now: () => new Date(),
    log: createLog(() => {}),
    release: 'benchmark',
    accessesPerMinute,
  };
  const app = createApp(services, patientsRouter, reservationsRouter);
  const nextCaller = createCallerSequence();
  return createServer(
    getRequestListener((request) => app.fetch(request, { requestContext: toRequestContext(nextCaller()) })),
  );
}
