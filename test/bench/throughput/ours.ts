import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { LoaderEnvironment, parseEnvironment } from '../../../config/environment.js';
import { connectDatabase } from '../../../db/client/database.js';
import { createApp } from '../../../functions/http/app.js';
import { requestContextOf } from '../../../functions/http/identity.js';
import { createLog } from '../../../functions/http/log.js';
import { patients } from '../../../functions/patients/routes.js';
import { reservations } from '../../../functions/reservations/routes.js';
import { accessesPerMinute, callers, clinic, poolSize } from './setting.js';

/** The API as it runs in Lambda, callers as API Gateway hands them on. */
export function createOurs(url: string): Server {
  const environment = parseEnvironment(LoaderEnvironment, { DATABASE_URL: url, DATABASE_POOL_SIZE: String(poolSize) });
  const services = {
    database: connectDatabase(environment),
    clinic,
    now: () => new Date(),
    log: createLog(() => {}),
    release: 'benchmark',
    accessesPerMinute,
  };
  const app = createApp(services, patients, reservations);
  const nextCaller = callers();
  return createServer(
    getRequestListener((request) => app.fetch(request, { requestContext: requestContextOf(nextCaller()) })),
  );
}
