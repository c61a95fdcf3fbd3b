import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBareServer } from './bare.js';
import { createOwnServer } from './ours.js';
import { createPeerServer } from './peers.js';

// Runs one server in its own process: receives its name and database as arguments and sends its port to the parent.
const [, , name = '', url = ''] = process.argv;

const creators: Record<string, (url: string) => Server> = { ours: createOwnServer, bare: createBareServer };

const created = await (creators[name]?.(url) ?? createPeerServer(name, url));
const server = created.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());
