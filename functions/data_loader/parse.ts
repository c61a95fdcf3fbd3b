import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { findInexactJson } from './exact-json.js';
import { FileError, type FileProblem } from './report.js';
import type { RecordFile } from './source.js';

/** Size limit of a bundle, which is parsed at once. Larger exports use NDJSON. */
const maximumBundleBytes = 100 * 1024 * 1024;

/** An unvalidated resource with its place in the file. */
export interface Entry {
  /** Unique in its file, and the same whenever the file is read. */
  readonly key: number;
  /** Such as `entry 3` or `line 12`. */
  readonly position: string;
  /** Other entries of the bundle can reference it. */
  readonly fullUrl?: string | undefined;
  readonly method?: string | undefined;
  readonly resource: unknown;
}

/** Entries that are loaded in one transaction: a bundle, or some lines. */
export interface EntryGroup {
  readonly entries: readonly Entry[];
  /** Whether it is loaded completely or not at all, as FHIR requires of a transaction. */
  readonly isAtomic: boolean;
  readonly isBundle: boolean;
  /** Parts of the file that can't be read. */
  readonly problems: readonly FileProblem[];
  /** Numbers with more digits than a double has. */
  readonly roundedNumbers: number;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the file, and decompresses it if its name ends in `.gz`. */
async function* readBytes(file: RecordFile): AsyncGenerator<Uint8Array> {
  if (!/\.gz$/i.test(file.name)) {
    yield* file.read();
    return;
  }
  const compressed = Readable.from(file.read());
  const decompressed = createGunzip();
  compressed.on('error', (error) => decompressed.destroy(error));
  try {
    yield* compressed.pipe(decompressed) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) throw new FileError([{ position: 'file', reason: 'is not gzip, or is incomplete' }]);
    throw error;
  } finally {
    compressed.destroy();
  }
}

/** Counts the bytes while it reads them: a small compressed file can become a large one. */
async function readText(file: RecordFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readBytes(file)) {
    length += chunk.byteLength;
    if (length > maximumBundleBytes) {
      const reason = `is larger than ${maximumBundleBytes / 1024 / 1024} MiB; export it as NDJSON`;
      throw new FileError([{ position: 'file', reason }]);
    }
    chunks.push(chunk);
  }
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
  return toPlace(json, offset);
}

function toPlace(json: string, offset: number): { line: number; column: number } {
  const before = json.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

interface ParsedJson {
  readonly value: unknown;
  readonly roundedNumbers: number;
}

/**
 * @param firstLine the number of the text's first line in the file
 * @throws FileError with the place of a fault
 */
async function parseJson(json: string, firstLine: number, whole: string): Promise<ParsedJson> {
  const fail = (place: { line: number; column: number } | undefined, reason: string): never => {
    const position = place ? `line ${place.line + firstLine - 1}, column ${place.column}` : whole;
    throw new FileError([{ position, reason }]);
  };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return fail(await locateSyntaxError(json), 'is not JSON');
  }
  const { repeatedMember, roundedNumbers } = findInexactJson(json);
  if (repeatedMember !== undefined) return fail(toPlace(json, repeatedMember), 'has the same member twice');
  return { value, roundedNumbers };
}

const bundleTypes = ['transaction', 'batch', 'collection', 'searchset', 'document'];

function toBundle({ value: root, roundedNumbers }: ParsedJson, position: string, firstKey: number): EntryGroup {
  const fail = (path: string, reason: string): never => {
    throw new FileError([{ position: position === '' ? path : position, reason }]);
  };
  // Of the exported files: https://hl7.org/fhir/uv/bulkdata/export.html#response---complete-status
  if (isObject(root) && Array.isArray(root.output) && 'transactionTime' in root) {
    const manifest = { key: firstKey, position: 'file', resource: { resourceType: 'Manifest' } };
    return { entries: [manifest], isAtomic: false, isBundle: false, problems: [], roundedNumbers };
  }
  if (!isObject(root)) return fail('file', 'contains no FHIR resource');
  if (typeof root.resourceType !== 'string') {
    return fail('resourceType', 'is missing; the file contains no FHIR resource');
  }
  if (root.resourceType !== 'Bundle') {
    const entry = { key: firstKey, position: 'resource', resource: root };
    return { entries: [entry], isAtomic: false, isBundle: false, problems: [], roundedNumbers };
  }
  if (typeof root.type !== 'string' || !bundleTypes.includes(root.type)) {
    return fail('type', `must be one of ${bundleTypes.join(', ')}`);
  }
  const list = root.entry ?? [];
  if (!Array.isArray(list)) return fail('entry', 'must be a list');
  const entries = list.map((entry: unknown, index): Entry => {
    const place = position === '' ? `entry ${index}` : `${position}, entry ${index}`;
    if (!isObject(entry)) throw new FileError([{ position: place, reason: 'must be an object' }]);
    const method = isObject(entry.request) ? entry.request.method : undefined;
    return {
      key: firstKey + index,
      position: place,
      fullUrl: typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined,
      method: typeof method === 'string' ? method : undefined,
      resource: entry.resource,
    };
  });
  return { entries, isAtomic: root.type === 'transaction', isBundle: true, problems: [], roundedNumbers };
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
async function* splitLines(file: RecordFile): AsyncGenerator<{ number: number; bytes: Uint8Array }> {
  let begun: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = () => {
    const line = { number, bytes: Buffer.concat(begun) };
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
  for await (const chunk of readBytes(file)) {
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

/** More entries than a line of the maximum length can contain, so that the keys of two lines differ. */
const keysPerLine = 2 ** 24;

async function* readLines(file: RecordFile, pending: PendingKeys | undefined): AsyncGenerator<EntryGroup> {
  let entries: Entry[] = [];
  let problems: FileProblem[] = [];
  let roundedNumbers = 0;
  let size = 0;
  const take = (): EntryGroup => {
    const group = { entries, isAtomic: false, isBundle: false, problems, roundedNumbers };
    entries = [];
    problems = [];
    roundedNumbers = 0;
    size = 0;
    return group;
  };
  for await (const { number, bytes } of splitLines(file)) {
    const key = number * keysPerLine;
    if (pending && !pending.hasBetween(key, key + keysPerLine)) continue;
    try {
      const line = decode(bytes, `line ${number}`).trim();
      if (line === '') continue;
      const parsed = await parseJson(line, number, `line ${number}`);
      const resource = parsed.value;
      if (isObject(resource) && resource.resourceType === 'Bundle') {
        const bundle = toBundle(parsed, `line ${number}`, key);
        if (entries.length > 0 || problems.length > 0) yield take();
        yield bundle;
        continue;
      }
      entries.push({ key, position: `line ${number}`, resource });
      roundedNumbers += parsed.roundedNumbers;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      problems.push(...error.problems);
    }
    size += bytes.byteLength;
    if (entries.length >= linesPerBatch || problems.length >= linesPerBatch || size >= bytesPerBatch) yield take();
  }
  if (entries.length > 0 || problems.length > 0) yield take();
}

/** Keys of entries that wait for others: numbers only, because there can be millions. */
export class PendingKeys {
  readonly #sorted: readonly number[];

  constructor(keys: readonly number[]) {
    this.#sorted = [...keys].sort((one, other) => one - other);
  }

  get size(): number {
    return this.#sorted.length;
  }

  has(key: number): boolean {
    return this.hasBetween(key, key + 1);
  }

  /** Returns true if a key is at least `from` and less than `to`. */
  hasBetween(from: number, to: number): boolean {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return (this.#sorted[low] ?? Number.POSITIVE_INFINITY) < to;
  }
}

/**
 * Reads the resources of a file: those of a bundle all at once, because they reference each other; those of NDJSON in
 * batches, so that a large file takes no more memory than a small one. A line can also be a bundle.
 * @param pending reads only lines with one of these entries
 * @throws FileError with the position of a fault after which the file can't be read
 */
export async function* readGroups(file: RecordFile, pending?: PendingKeys): AsyncGenerator<EntryGroup> {
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(file.name)) yield* readLines(file, pending);
  else yield toBundle(await parseJson(await readText(file), 1, 'file'), '', 0);
}
