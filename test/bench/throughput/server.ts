import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../../../functions/http/app.js';
import { toRequestContext } from '../../../functions/http/identity.js';
import { patientsRouter } from '../../../functions/patients/routes.js';
import { reservationsRouter } from '../../../functions/reservations/routes.js';
import { createBareServer } from './bare.js';
import { createPeerServer } from './peers.js';
import { connectServices, createCallerSequence, poolSize } from './setting.js';

// Runs one server in its own process: receives its name and database as arguments and sends its port to the parent.
const [, , name = '', url = ''] = process.argv;

/** The API as it runs in Lambda, with callers as API Gateway passes them. */
function createOwnServer(): Server {
  const app = createApp(connectServices(url, poolSize), patientsRouter, reservationsRouter);
  const nextCaller = createCallerSequence();
  return createServer(
    getRequestListener((request) => app.fetch(request, { requestContext: toRequestContext(nextCaller()) })),
  );
}

const creators: Record<string, () => Server> = { ours: createOwnServer, bare: () => createBareServer(url) };

const created = await (creators[name]?.() ?? createPeerServer(name, url));
const server = created.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());
