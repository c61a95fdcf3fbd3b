import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { localFolder } from '../../../db/client/addresses.js';
import { accessesPerMinute, createCallerSequence, poolSize } from './setting.js';

const run = promisify(execFile);

const sources = fileURLToPath(new URL('./peers/', import.meta.url));

/** Outside the sources, so that their tools don't read the peers' packages. */
const folder = resolve(localFolder, 'throughput-peers');

const guaranteesSuffix = ' with our guarantees';

const frameworks = ['express-prisma', 'fastify-drizzle'] as const;

/**
 * Backends as they are commonly written, with get and list only: a naive version, and one with the same guarantees as
 * ours.
 */
export const peerNames: readonly string[] = frameworks.flatMap((name) => [name, `${name}${guaranteesSuffix}`]);

/**
 * Installs the peers' packages for the benchmark only.
 * @returns false if they can't be installed, for example without a registry
 */
export async function installPeers(): Promise<boolean> {
  try {
    await cp(sources, folder, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    // Otherwise it downloads an engine that only its migrations use.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
    const prisma = 'node_modules/prisma/build/index.js';
    await run(process.execPath, [prisma, 'generate', '--schema', 'schema.prisma'], { cwd: folder, env });
    return true;
  } catch {
    return false;
  }
}

/** Loads a peer at run time, because the type checker can't resolve its packages. */
export async function createPeerServer(name: string, url: string): Promise<Server> {
  const peer = (await import(pathToFileURL(resolve(folder, `${name.replace(guaranteesSuffix, '')}.mjs`)).href)) as {
    createPeer(url: string, poolSize: number, guarantees?: object): Server | Promise<Server>;
  };
  if (!name.endsWith(guaranteesSuffix)) return peer.createPeer(url, poolSize);
  return peer.createPeer(url, poolSize, { nextCaller: createCallerSequence(), accessesPerMinute });
}
