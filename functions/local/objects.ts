import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Context, Hono } from 'hono';
import type { ObjectStore } from '../files/objects.js';
import { Problem, type ProblemKind, problemResponse } from '../http/problem.js';

/** An object store in a folder that accepts and rejects the same requests as S3. */
export interface LocalObjects extends ObjectStore {
  /** Serves presigned URLs; mount at `/local/objects`. */
  readonly routes: Hono;
}

interface LocalObjectsSettings {
  readonly folder: string;
  /** Base URL of the routes, such as `http://localhost:3000`. */
  readonly origin: string;
  readonly now: () => Date;
}

const mount = '/local/objects';
const keySyntax = /^[a-z]+\/[0-9a-f-]{36}$/;

/** The request that a presigned URL allows. Every field is signed. */
interface Grant {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly expires: string;
  readonly type: string;
  /** Uploads only. */
  readonly size: string;
  readonly sha256: string;
  /** Downloads only. */
  readonly name: string;
}

const grantFields = ['expires', 'type', 'size', 'sha256', 'name'] as const;

const answerProblem = (c: Context, kind: ProblemKind, detail: string): Response =>
  problemResponse(new Problem(kind, { detail }), { path: c.req.path, requestId: crypto.randomUUID() });

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

class MismatchError extends Error {}

/** Writes a body to a temporary file and moves it into place only if size and checksum match. */
async function storeBody(
  body: Readable,
  path: string,
  { size, sha256, type }: Pick<Grant, 'size' | 'sha256' | 'type'>,
): Promise<void> {
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
          if (bytes > Number(size)) throw new MismatchError('The body is longer than declared.');
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { flags: 'wx' }),
    );
    if (bytes !== Number(size)) throw new MismatchError('The body is shorter than declared.');
    if (hash.digest('hex') !== sha256) throw new MismatchError('The body does not match the declared checksum.');
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
  // URLs expire within minutes, so a new secret at each start is fine.
  const secret = randomBytes(32);
  const toPath = (key: string): string => {
    if (!keySyntax.test(key)) throw new Error('Invalid object key.');
    return resolve(folder, key);
  };
  /** Signs the whole query, so that no parameter can be added. */
  const signRequest = (method: string, key: string, query: URLSearchParams): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([method, key, ...query]))
      .digest('hex');
  const buildUrl = ({ method, key, ...grant }: Grant): string => {
    const query = new URLSearchParams(Object.fromEntries(grantFields.map((field) => [field, grant[field]])));
    query.set('signature', signRequest(method, key, query));
    return `${origin}${mount}/${key}?${query}`;
  };

  /** Returns the grant of a request, or a 403 response if the URL is unsigned, altered or expired. */
  function verifyGrant(c: Context): Grant | Response {
    const { pathname, searchParams: query } = new URL(c.req.url);
    const key = pathname.slice(mount.length + 1);
    const received = Buffer.from(query.getAll('signature').join());
    query.delete('signature');
    const expected = Buffer.from(signRequest(c.req.method, key, query));
    if (received.byteLength !== expected.byteLength || !timingSafeEqual(received, expected)) {
      return answerProblem(c, 'forbidden', 'The URL is unsigned or was altered.');
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
      return answerProblem(c, 'forbidden', 'The Content-Type differs from the declared one.');
    }
    // S3 also rejects a missing length, because it is a signed header.
    if (c.req.header('Content-Length') !== grant.size) {
      return answerProblem(c, 'forbidden', 'The Content-Length differs from the declared one.');
    }
    const body = c.req.raw.body === null ? Readable.from([]) : Readable.fromWeb(c.req.raw.body as never);
    try {
      await storeBody(body, toPath(grant.key), grant);
    } catch (error) {
      if (error instanceof MismatchError) return answerProblem(c, 'malformed-request', error.message);
      if (body.readableAborted || body.errored)
        return answerProblem(c, 'malformed-request', 'The upload was interrupted.');
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
    if (file === undefined) return answerProblem(c, 'not-found', 'The object does not exist.');
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
      const expires = formatExpiry(terms);
      const url = buildUrl({ ...unused, method: 'PUT', key, expires, type, size: String(sizeBytes), sha256 });
      return { url, headers: { 'Content-Type': type } };
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
      await storeBody(Readable.from([content]), toPath(key), { size: String(content.byteLength), sha256, type });
    },

    async remove(keys) {
      for (const key of keys) {
        // Like a versioned bucket: the object becomes unreachable but is kept.
        const version = join(folder, 'versions', `${key}.${randomBytes(6).toString('hex')}`);
        await mkdir(dirname(version), { recursive: true });
        await rename(toPath(key), version).catch((error) => {
          if (!isMissing(error)) throw error;
        });
      }
    },
  };
}
