import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { applicationKeys } from '../../db/schema/index.js';
import { Problem } from './problem.js';

/** The sort key values of a page's last row, as text that PostgreSQL parses back exactly. */
export type Position = readonly string[];

/**
 * Encrypts cursors (AES-256-GCM): they contain values of a row, including names and birth dates, and travel in URLs. A
 * cursor is bound to its list and fails to decrypt with other filters or another sort.
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
      // Node ignores characters that aren't base64url, and unused trailing bits.
      if (bytes.toString('base64url') !== cursor) throw new Error('The cursor is not canonical base64url.');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(fingerprint(list))
        .setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
      return JSON.parse(text) as Position;
    } catch (cause) {
      throw new Problem('malformed-request', {
        detail: 'The cursor is invalid. Use the `nextCursor` of a page with the same filters and sort.',
        errors: [{ pointer: 'query/cursor', detail: 'must be the `nextCursor` of a page of this list' }],
        cause,
      });
    }
  }
}

const fingerprint = (list: string) => createHash('sha256').update(list).digest();

/** Reads the key that all execution environments share. It is stored in the database with the data it protects. */
export async function readCursorSeal(tx: Transaction): Promise<CursorSeal> {
  const [row] = await tx
    .select({ key: applicationKeys.key })
    .from(applicationKeys)
    .where(eq(applicationKeys.purpose, 'cursor'));
  if (row === undefined) throw new Error('The table application_keys has no cursor key.');
  return new CursorSeal(row.key);
}
