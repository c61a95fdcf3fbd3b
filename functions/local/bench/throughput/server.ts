import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBare } from './bare.js';
import { createOurs } from './ours.js';

// One server in a process of its own: its name and the database come as arguments, its port goes to the parent.
const [, , name = '', url = ''] = process.argv;

const creators: Record<string, (url: string) => Server> = { ours: createOurs, bare: createBare };

const create = creators[name];
if (create === undefined) throw new Error(`There is no server ${name}.`);
const server = create(url).listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());
