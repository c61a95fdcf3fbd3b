import { FileError } from './report.js';
import type { RecordFile } from './source.js';

/** A bundle is read as a whole; a larger one is no record of a patient but an export, for which there is NDJSON. */
export const maximumBundleBytes = 100 * 1024 * 1024;

/** A resource as it came, with its place in the file. */
export interface Entry {
  /** Such as `entry 3` or `line 12`. */
  readonly position: string;
  /** By which other entries of the bundle may refer to it. */
  readonly fullUrl?: string | undefined;
  readonly method?: string | undefined;
  readonly resource: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function readText(file: RecordFile): Promise<string> {
  if (file.sizeBytes > maximumBundleBytes) {
    const reason = `is larger than ${maximumBundleBytes / 1024 / 1024} MiB; export it as NDJSON`;
    throw new FileError([{ position: 'file', reason }]);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read()) chunks.push(chunk);
  return decode(Buffer.concat(chunks), 'file');
}

function decode(bytes: Uint8Array, position: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError([{ position, reason: 'is not UTF-8' }]);
  }
}

/** Where a text stops being JSON. JSON.parse names a position in some of its messages and none in others. */
async function locateSyntaxError(json: string): Promise<string> {
  const { visit } = await import('jsonc-parser');
  let offset = json.length;
  try {
    const onError = (_error: unknown, at: number) => {
      offset = Math.min(offset, at);
    };
    visit(json, { onError }, { disallowComments: true });
  } catch {
    return 'a nesting that is too deep';
  }
  const before = json.slice(0, offset);
  return `line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}`;
}

async function parseJson(json: string): Promise<unknown> {
  try {
    return JSON.parse(json);
  } catch {
    throw new FileError([{ position: await locateSyntaxError(json), reason: 'is not JSON' }]);
  }
}

const bundleTypes = ['transaction', 'batch', 'collection', 'searchset', 'document'];

function toEntries(root: unknown): Entry[] {
  if (!isObject(root)) throw new FileError([{ position: 'file', reason: 'holds no FHIR resource' }]);
  if (typeof root.resourceType !== 'string') {
    throw new FileError([{ position: 'resourceType', reason: 'is missing: this is no FHIR resource' }]);
  }
  if (root.resourceType !== 'Bundle') return [{ position: 'resource', resource: root }];
  if (typeof root.type !== 'string' || !bundleTypes.includes(root.type)) {
    throw new FileError([{ position: 'type', reason: `must be one of ${bundleTypes.join(', ')}` }]);
  }
  const list = root.entry ?? [];
  if (!Array.isArray(list)) throw new FileError([{ position: 'entry', reason: 'must be a list' }]);
  return list.map((entry: unknown, index): Entry => {
    const position = `entry ${index}`;
    if (!isObject(entry)) throw new FileError([{ position, reason: 'must be an object' }]);
    const method = isObject(entry.request) ? entry.request.method : undefined;
    return {
      position,
      fullUrl: typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined,
      method: typeof method === 'string' ? method : undefined,
      resource: entry.resource,
    };
  });
}

/** Resources of NDJSON that are worked on together: so many at most, and no more once they have so many bytes. */
const linesPerBatch = 500;
const bytesPerBatch = 8 * 1024 * 1024;

/** A longer line would have to be held in memory until its end comes, if it has one. */
export const maximumLineBytes = 16 * 1024 * 1024;

interface Line {
  readonly position: string;
  readonly bytes: Uint8Array;
}

/**
 * The lines of a file. They end with a line feed and nothing else: `node:readline` also splits at U+2028 and U+2029,
 * which JSON's strings may hold.
 */
async function* splitLines(file: RecordFile): AsyncGenerator<Line> {
  let begun: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = (): Line => {
    const line = { position: `line ${number}`, bytes: Buffer.concat(begun) };
    begun = [];
    length = 0;
    number += 1;
    return line;
  };
  const add = (part: Uint8Array) => {
    length += part.byteLength;
    if (length > maximumLineBytes) {
      const reason = `is longer than ${maximumLineBytes / 1024 / 1024} MiB`;
      throw new FileError([{ position: `line ${number}`, reason }]);
    }
    begun.push(part);
  };
  for await (const chunk of file.read()) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

async function* readLineBatches(file: RecordFile): AsyncGenerator<Entry[]> {
  let batch: Entry[] = [];
  let size = 0;
  for await (const { position, bytes } of splitLines(file)) {
    const line = decode(bytes, position).trim();
    if (line === '') continue;
    let resource: unknown;
    try {
      resource = JSON.parse(line);
    } catch {
      const column = (await locateSyntaxError(line)).replace('line 1, ', '');
      throw new FileError([{ position: `${position}, ${column}`, reason: 'is not JSON' }]);
    }
    batch.push({ position, resource });
    size += bytes.byteLength;
    if (batch.length < linesPerBatch && size < bytesPerBatch) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}

/**
 * The resources of a file: a bundle's all at once, because they refer to each other; NDJSON's in batches, so that a large
 * file takes no more memory than a small one.
 * @throws FileError with the position of what can't be read
 */
export async function* readEntries(file: RecordFile): AsyncGenerator<Entry[]> {
  if (/\.ndjson$/i.test(file.name)) yield* readLineBatches(file);
  else yield toEntries(await parseJson(await readText(file)));
}
