import { type Client, unwrap } from './client.js';
import { readProblem } from './problem.js';
import type { components } from './schema.js';

type Upload = components['schemas']['FileUploadInput'];

export interface FileToUpload extends Omit<Upload, 'sizeBytes' | 'sha256'> {
  readonly content: Blob | Uint8Array<ArrayBuffer>;
  /** SHA-256 of the content in hexadecimal, for platforms without `crypto.subtle`, such as React Native. */
  readonly sha256?: string;
}

const toHexadecimal = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Uploads a file: announces it, stores its content and completes it.
 * @param store sends the content to the storage; defaults to the platform's `fetch`
 * @throws ProblemError if the API or the storage rejects the file
 */
export async function uploadFile(
  client: Client,
  { content, sha256, ...file }: FileToUpload,
  store: typeof globalThis.fetch = globalThis.fetch,
): Promise<components['schemas']['File']> {
  const blob = content instanceof Blob ? content : new Blob([content], { type: file.contentType });
  const checksum = sha256 ?? toHexadecimal(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  const { id, upload } = await unwrap(
    client.POST('/v1/files/upload', { body: { ...file, sizeBytes: blob.size, sha256: checksum } }),
  );
  const stored = await store(upload.url, { method: upload.method, headers: upload.headers, body: blob });
  if (!stored.ok) throw await readProblem(stored);
  return unwrap(client.POST('/v1/files/{id}/complete', { params: { path: { id } } }));
}
