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

/** Not beside the sources: what reads those would read the peers' packages too. */
const folder = resolve(localFolder, 'throughput-peers');

/** What a peer's name ends with where it gives our guarantees too. */
const guaranteesSuffix = ' with our guarantees';

const frameworks = ['express-prisma', 'fastify-drizzle'] as const;

/** Backends as others write them, with get and list alone: as one does first, and so that they promise what ours does. */
export const peerNames: readonly string[] = frameworks.flatMap((name) => [name, `${name}${guaranteesSuffix}`]);

/**
 * Installs what the peers are made of for the benchmark alone, so that nobody else has to have it.
 * @returns false where that can't be had, as without a registry
 */
export async function installPeers(): Promise<boolean> {
  try {
    await cp(sources, folder, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    // It would download an engine that only its migrations use, were it not told of one.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
    const prisma = 'node_modules/prisma/build/index.js';
    await run(process.execPath, [prisma, 'generate', '--schema', 'schema.prisma'], { cwd: folder, env });
    return true;
  } catch {
    return false;
  }
}

interface Guarantees {
  readonly nextCaller: ReturnType<typeof createCallerSequence>;
  readonly accessesPerMinute: number;
}

/** Loads a peer at run time: without its packages, the type checker could not. */
export async function createPeerServer(name: string, url: string): Promise<Server> {
  const peer = (await import(pathToFileURL(resolve(folder, `${name.replace(guaranteesSuffix, '')}.mjs`)).href)) as {
    createPeer(url: string, poolSize: number, guarantees?: Guarantees): Server | Promise<Server>;
  };
  if (!name.endsWith(guaranteesSuffix)) return peer.createPeer(url, poolSize);
  return peer.createPeer(url, poolSize, { nextCaller: createCallerSequence(), accessesPerMinute });
}
