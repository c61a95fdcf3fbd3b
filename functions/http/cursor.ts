import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { applicationKeys } from '../../db/schema/index.js';
import { Problem } from './problem.js';

/** Values of the last row of a page, one per sort key, as the texts that PostgreSQL reads back exactly. */
export type Position = readonly string[];

/**
 * Cursors hold values of the row where a page ended, names and dates of birth among them, and travel in URLs; so they
 * are sealed (AES-256-GCM). The seal covers what list they are of: with other filters or another sort they don't open.
 */
export class CursorSeal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(position: Position, list: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(fingerprint(list));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(position)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws Problem `malformed-request` for anything but a cursor of this list */
  open(cursor: string, list: string): Position {
    try {
      const bytes = Buffer.from(cursor, 'base64url');
      // Node passes over what is no base64url, and over bits that stand for nothing.
      if (bytes.toString('base64url') !== cursor) throw new Error('The cursor is not as it was given.');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(fingerprint(list))
        .setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
      return JSON.parse(text) as Position;
    } catch (cause) {
      throw new Problem('malformed-request', {
        detail: 'The cursor is not one that this list gave, or it came with other filters or another sort.',
        errors: [{ pointer: 'query/cursor', detail: 'must be the nextCursor of a page of this very list' }],
        cause,
      });
    }
  }
}

const fingerprint = (list: string) => createHash('sha256').update(list).digest();

/** One key for all execution environments: it lives in the database, beside the data that it protects. */
export async function readCursorSeal(tx: Transaction): Promise<CursorSeal> {
  const [row] = await tx
    .select({ key: applicationKeys.key })
    .from(applicationKeys)
    .where(eq(applicationKeys.purpose, 'cursor'));
  if (row === undefined) throw new Error('The table application_keys has no key for cursors.');
  return new CursorSeal(row.key);
}
