import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A file of records. It is read again if a part of it waits for another file. */
export interface RecordFile {
  readonly name: string;
  readonly sizeBytes: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface RecordSource {
  /** Used in messages. */
  readonly description: string;
  /** Lists bundles and NDJSON files by name, compressed or not, and counts the others. */
  list(): Promise<{ files: RecordFile[]; ignored: number }>;
}

const isRecordFile = (name: string): boolean => /\.(json|ndjson|jsonl)(\.gz)?$/i.test(name);

const byName = (one: RecordFile, other: RecordFile): number => (one.name < other.name ? -1 : 1);

export function createFolderSource(directory: string): RecordSource {
  return {
    description: directory,
    async list() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
        (error: NodeJS.ErrnoException) => {
          const reason = error.code === 'ENOENT' ? 'Folder not found' : "Folder can't be read";
          throw new Error(`${reason}: ${directory}`);
        },
      );
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? directory, entry.name));
      const files = await Promise.all(
        paths.filter(isRecordFile).map(async (path): Promise<RecordFile> => {
          const { size } = await stat(path);
          return { name: relative(directory, path), sizeBytes: size, read: () => createReadStream(path) };
        }),
      );
      return { files: files.sort(byName), ignored: paths.length - files.length };
    },
  };
}

export function createMemorySource(records: readonly { name: string; content: string | Uint8Array }[]): RecordSource {
  return {
    description: 'records in memory',
    async list() {
      const files = records.map(({ name, content }): RecordFile => {
        const bytes = Buffer.from(content);
        return {
          name,
          sizeBytes: bytes.byteLength,
          async *read() {
            yield bytes;
          },
        };
      });
      return { files: files.sort(byName), ignored: 0 };
    },
  };
}

/** Reads the objects of a bucket whose keys start with a prefix. */
export function createS3Source(bucket: string, prefix: string, region: string): RecordSource {
  return {
    description: `s3://${bucket}/${prefix}`,
    async list() {
      const { GetObjectCommand, paginateListObjectsV2, S3Client } = await import('@aws-sdk/client-s3');
      const client = new S3Client({ region });
      const files: RecordFile[] = [];
      let ignored = 0;
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key: name = '', Size: sizeBytes = 0 } of page.Contents ?? []) {
          if (name.endsWith('/')) continue;
          if (!isRecordFile(name)) {
            ignored += 1;
            continue;
          }
          files.push({
            name,
            sizeBytes,
            async *read() {
              const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
              if (body === undefined) throw new Error('The object has no body.');
              // In Node the body is a readable stream; its type also covers browsers.
              yield* body as unknown as AsyncIterable<Uint8Array>;
            },
          });
        }
      }
      return { files: files.sort(byName), ignored };
    },
  };
}
