import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { expect } from 'vitest';
import type { Client, TestApi, TestResponse } from '../../test/support/api.js';

export const hashSha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let made = 0;

/** Creates a PDF that no other test uses. */
export function createPdf(): Buffer {
  made += 1;
  return Buffer.from(`%PDF-1.7\n% ${made}\n%%EOF\n`);
}

/** Returns the input for starting an upload. */
export const createUploadInput = (patientId: string, content: Uint8Array, fields: object = {}) => ({
  patientId,
  fileName: 'Röntgen Ärztin 山.pdf',
  contentType: 'application/pdf',
  sizeBytes: content.byteLength,
  sha256: hashSha256(content),
  category: 'imaging',
  ...fields,
});

interface Upload {
  readonly url: string;
  readonly headers: Record<string, string>;
}

/** Common steps of the file tests, on an API and the object store behind its URLs. */
export function createFileFixtures(api: TestApi, store: Hono) {
  const clinic = {
    async patient(account: string): Promise<string> {
      const [row] = await api.db.sql`
        insert into patients (given_name, family_name, birth_date, gender, account_subject)
        values (${account}, 'Test', '1990-01-01', 'other', ${account}) returning id`;
      return row?.id;
    },
    /** Starts an upload and expects success. */
    async startUpload(
      client: Client,
      patientId: string,
      content: Uint8Array,
      fields: object = {},
    ): Promise<TestResponse['body']> {
      const answer = await client.post('/v1/files/upload', createUploadInput(patientId, content, fields));
      expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
      return answer.body;
    },
    put: async ({ url, headers }: Upload, body: Uint8Array<ArrayBuffer>) =>
      (
        await store.request(url, {
          method: 'PUT',
          // Every HTTP client sets this header.
          headers: { 'Content-Length': String(body.byteLength), ...headers },
          body,
        })
      ).status,
    complete: (client: Client, id: string, headers: Record<string, string> = {}) =>
      client.send('POST', `/v1/files/${id}/complete`, { headers }),
    /** Creates an available file. */
    async storeFile(
      client: Client,
      patientId: string,
      content: Buffer<ArrayBuffer> = createPdf() as Buffer<ArrayBuffer>,
      fields: object = {},
    ) {
      const { id, upload } = await clinic.startUpload(client, patientId, content, fields);
      expect(await clinic.put(upload, content)).toBe(200);
      const answer = await clinic.complete(client, id);
      expect(answer.status).toBe(200);
      return answer.body;
    },
    classify: (client: Client, id: string, classification: object, headers: Record<string, string> = {}) =>
      client.send('PUT', `/v1/files/${id}/classification`, {
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(classification),
      }),
    fetch: async (url: string) => {
      const answer = await store.request(url);
      return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
    },
  };
  return clinic;
}
