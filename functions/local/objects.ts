import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Context, Hono } from 'hono';
import type { ObjectStore } from '../files/objects.js';
import { Problem, type ProblemKind, problemResponse } from '../http/problem.js';

/** A folder in S3's place, for a developer's machine: the same calls, the same refusals. */
export interface LocalObjects extends ObjectStore {
  /** What presigned URLs lead to; to be mounted at `/local/objects`. */
  readonly routes: Hono;
}

export interface LocalObjectsSettings {
  readonly folder: string;
  /** Where the routes can be reached, such as `http://localhost:3000`. */
  readonly origin: string;
  readonly now: () => Date;
}

const mount = '/local/objects';
const keySyntax = /^[a-z]+\/[0-9a-f-]{36}$/;

/** What a URL allows; all of it is signed. */
interface Grant {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly expires: string;
  readonly type: string;
  /** Of an upload. */
  readonly size: string;
  readonly sha256: string;
  /** Of a download. */
  readonly name: string;
}

const grantFields = ['expires', 'type', 'size', 'sha256', 'name'] as const;

const answerProblem = (c: Context, kind: ProblemKind, detail: string): Response =>
  problemResponse(new Problem(kind, { detail }), { path: c.req.path, requestId: crypto.randomUUID() });

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** What arrived is not what the URL was made for. */
class MismatchError extends Error {}

/** Writes a body beside its place and moves it there only if it is the one that was announced. */
async function storeBody(body: Readable, path: string, { size, sha256, type }: Grant): Promise<void> {
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  const hash = createHash('sha256');
  let bytes = 0;
  await mkdir(dirname(path), { recursive: true });
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.byteLength;
          if (bytes > Number(size)) throw new MismatchError('The body is longer than the URL was made for.');
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { flags: 'wx' }),
    );
    if (bytes !== Number(size)) throw new MismatchError('The body is shorter than the URL was made for.');
    if (hash.digest('hex') !== sha256) throw new MismatchError('The body is not the one that the URL was made for.');
    await writeFile(`${path}.type`, type);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

async function computeChecksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export function createLocalObjects({ folder, origin, now }: LocalObjectsSettings): LocalObjects {
  // URLs live for minutes, so they need not outlive the process.
  const secret = randomBytes(32);
  const toPath = (key: string): string => {
    if (!keySyntax.test(key)) throw new Error('The key is none of this store.');
    return resolve(folder, key);
  };
  /** Of the whole query, so that nothing can be added to it either. */
  const signRequest = (method: string, key: string, query: URLSearchParams): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([method, key, ...query]))
      .digest('hex');
  const buildUrl = ({ method, key, ...grant }: Grant): string => {
    const query = new URLSearchParams(Object.fromEntries(grantFields.map((field) => [field, grant[field]])));
    query.set('signature', signRequest(method, key, query));
    return `${origin}${mount}/${key}?${query}`;
  };

  /** What the URL of a request allows; a refusal where it was not signed here, was altered or is late. */
  function verifyGrant(c: Context): Grant | Response {
    const { pathname, searchParams: query } = new URL(c.req.url);
    const key = pathname.slice(mount.length + 1);
    const received = Buffer.from(query.getAll('signature').join());
    query.delete('signature');
    const expected = Buffer.from(signRequest(c.req.method, key, query));
    if (received.byteLength !== expected.byteLength || !timingSafeEqual(received, expected)) {
      return answerProblem(c, 'forbidden', 'The URL is not signed, or was altered.');
    }
    const fields = Object.fromEntries(query) as Omit<Grant, 'method' | 'key'>;
    const grant: Grant = { method: c.req.method as Grant['method'], key, ...fields };
    if (now().getTime() >= Number(grant.expires)) return answerProblem(c, 'forbidden', 'The URL has expired.');
    return grant;
  }

  const routes = new Hono();

  routes.put('/*', async (c) => {
    const grant = verifyGrant(c);
    if (grant instanceof Response) return grant;
    if (c.req.header('Content-Type') !== grant.type) {
      return answerProblem(c, 'forbidden', 'The Content-Type is not the one that the URL was made for.');
    }
    // S3 refuses as well where nothing is declared: the length is one of the signed headers.
    if (c.req.header('Content-Length') !== grant.size) {
      return answerProblem(c, 'forbidden', 'The Content-Length is not the one that the URL was made for.');
    }
    const body = c.req.raw.body === null ? Readable.from([]) : Readable.fromWeb(c.req.raw.body as never);
    try {
      await storeBody(body, toPath(grant.key), grant);
    } catch (error) {
      if (error instanceof MismatchError) return answerProblem(c, 'malformed-request', error.message);
      if (body.readableAborted || body.errored) return answerProblem(c, 'malformed-request', 'The upload broke off.');
      throw error;
    }
    return c.body(null, 200);
  });

  routes.get('/*', async (c) => {
    const grant = verifyGrant(c);
    if (grant instanceof Response) return grant;
    const file = await open(toPath(grant.key)).catch((error) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (file === undefined) return answerProblem(c, 'not-found', 'There is no such object.');
    const { size } = await file.stat();
    return c.body(Readable.toWeb(file.createReadStream()) as ReadableStream, 200, {
      'Content-Type': grant.type,
      'Content-Length': String(size),
      'Content-Disposition': `attachment; filename="${grant.name}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  const formatExpiry = (terms: { now: Date; validSeconds: number }): string =>
    String(terms.now.getTime() + terms.validSeconds * 1000);
  const unused = { size: '', sha256: '', name: '' };

  return {
    routes,

    async presignUpload(terms) {
      const { key, contentType: type, sizeBytes, sha256 } = terms;
      const grant = {
        ...unused,
        method: 'PUT',
        key,
        expires: formatExpiry(terms),
        type,
        size: String(sizeBytes),
        sha256,
      };
      return { url: buildUrl(grant as Grant), headers: { 'Content-Type': type } };
    },

    async presignDownload(terms) {
      const { key, contentType: type, fileName: name } = terms;
      return buildUrl({ ...unused, method: 'GET', key, expires: formatExpiry(terms), type, name });
    },

    async inspect(key) {
      const path = toPath(key);
      try {
        const { size: sizeBytes } = await stat(path);
        return { contentType: await readFile(`${path}.type`, 'utf8'), sizeBytes, sha256: await computeChecksum(path) };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    async readStart(key, bytes) {
      const file = await open(toPath(key));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },

    async write(key, type, content) {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const terms = { ...unused, method: 'PUT', key, expires: '', type, size: String(content.byteLength), sha256 };
      await storeBody(Readable.from([content]), toPath(key), terms as Grant);
    },

    async remove(keys) {
      for (const key of keys) {
        // As a versioned bucket does: out of reach, and not lost.
        const version = join(folder, 'versions', `${key}.${randomBytes(6).toString('hex')}`);
        await mkdir(dirname(version), { recursive: true });
        await rename(toPath(key), version).catch((error) => {
          if (!isMissing(error)) throw error;
        });
      }
    },
  };
}
