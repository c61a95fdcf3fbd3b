import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { applicationKeys } from '../../db/schema/index.js';

const nonceLength = 12;
const tagLength = 16;

/** Encrypts text with AES-256-GCM. A sealed text is bound to its context, and can't be opened with another one. */
export class Seal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(text: string, context: string): Buffer {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(digest(context));
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error for anything but a text that was sealed with this key and context */
  open(sealed: Buffer, context: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, nonceLength), {
      authTagLength: tagLength,
    })
      .setAAD(digest(context))
      .setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]).toString();
  }
}

const digest = (context: string) => createHash('sha256').update(context).digest();

/** Reads a key that all execution environments share. It is stored in the database with the data it protects. */
export async function readApplicationKey(
  tx: Transaction,
  purpose: 'cursor' | 'idempotency' | 'invitation',
): Promise<Buffer> {
  const [row] = await tx
    .select({ key: applicationKeys.key })
    .from(applicationKeys)
    .where(eq(applicationKeys.purpose, purpose));
  if (row === undefined) throw new Error(`The table application_keys has no key for the purpose ${purpose}.`);
  return row.key;
}
