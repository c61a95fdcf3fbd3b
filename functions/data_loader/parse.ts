import { FileError } from './report.js';
import type { RecordFile } from './source.js';

/** Size limit of a bundle, which is parsed at once. Larger exports use NDJSON. */
const maximumBundleBytes = 100 * 1024 * 1024;

/** An unvalidated resource with its place in the file. */
export interface Entry {
  /** Such as `entry 3` or `line 12`. */
  readonly position: string;
  /** Other entries of the bundle can reference it. */
  readonly fullUrl?: string | undefined;
  readonly method?: string | undefined;
  readonly resource: unknown;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
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

/**
 * Finds the first syntax error of a JSON text: only some messages of JSON.parse contain a position.
 * @returns undefined if the text is nested too deeply to tell
 */
async function locateSyntaxError(json: string): Promise<{ line: number; column: number } | undefined> {
  const { visit } = await import('jsonc-parser');
  let offset = json.length;
  try {
    const onError = (_error: unknown, at: number) => {
      offset = Math.min(offset, at);
    };
    visit(json, { onError }, { disallowComments: true });
  } catch {
    return undefined;
  }
  const before = json.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

async function parseJson(json: string): Promise<unknown> {
  try {
    return JSON.parse(json);
  } catch {
    const place = await locateSyntaxError(json);
    const position = place ? `line ${place.line}, column ${place.column}` : 'file';
    throw new FileError([{ position, reason: 'is not JSON' }]);
  }
}

const bundleTypes = ['transaction', 'batch', 'collection', 'searchset', 'document'];

function toEntries(root: unknown): Entry[] {
  if (!isObject(root)) throw new FileError([{ position: 'file', reason: 'contains no FHIR resource' }]);
  if (typeof root.resourceType !== 'string') {
    throw new FileError([{ position: 'resourceType', reason: 'is missing; the file contains no FHIR resource' }]);
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

/** A batch of NDJSON ends with the line that reaches one of these limits. */
const linesPerBatch = 500;
const bytesPerBatch = 8 * 1024 * 1024;

/** Limits the memory that a line takes until its end is found. */
const maximumLineBytes = 16 * 1024 * 1024;

/**
 * Splits a file into lines at line feeds only: `node:readline` also splits at U+2028 and U+2029, which JSON strings can
 * contain.
 */
async function* splitLines(file: RecordFile): AsyncGenerator<{ position: string; bytes: Uint8Array }> {
  let begun: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = () => {
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
      const place = await locateSyntaxError(line);
      throw new FileError([
        { position: place ? `${position}, column ${place.column}` : position, reason: 'is not JSON' },
      ]);
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
 * Reads the resources of a file: those of a bundle all at once, because they reference each other; those of NDJSON in
 * batches, so that a large file takes no more memory than a small one.
 * @throws FileError with the position of a syntax error
 */
export async function* readEntries(file: RecordFile): AsyncGenerator<Entry[]> {
  if (/\.ndjson$/i.test(file.name)) yield* readLineBatches(file);
  else yield toEntries(await parseJson(await readText(file)));
}
