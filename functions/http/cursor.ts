import type { Transaction } from '../../db/client/transaction.js';
import { Problem } from './problem.js';
import { readApplicationKey, Seal } from './seal.js';

/** The sort key values of a page's last row, as text that PostgreSQL parses back exactly. */
export type Position = readonly string[];

/**
 * Encrypts cursors: they contain values of a row, including names and birth dates, and travel in URLs. A cursor is bound
 * to its list and fails to decrypt with other filters or another sort.
 */
export class CursorSeal {
  readonly #seal: Seal;

  constructor(key: Buffer) {
    this.#seal = new Seal(key);
  }

  seal(position: Position, list: string): string {
    return this.#seal.seal(JSON.stringify(position), list).toString('base64url');
  }

  /** @throws Problem `malformed-request` for anything but a cursor of this list */
  open(cursor: string, list: string): Position {
    try {
      const bytes = Buffer.from(cursor, 'base64url');
      // Node ignores characters that aren't base64url, and unused trailing bits.
      if (bytes.toString('base64url') !== cursor) throw new Error('The cursor is not canonical base64url.');
      return JSON.parse(this.#seal.open(bytes, list)) as Position;
    } catch (cause) {
      throw new Problem('malformed-request', {
        detail: 'The cursor is invalid. Use the `nextCursor` of a page with the same filters and sort.',
        errors: [{ pointer: 'query/cursor', detail: 'must be the `nextCursor` of a page of this list' }],
        cause,
      });
    }
  }
}

export const readCursorSeal = async (tx: Transaction): Promise<CursorSeal> =>
  new CursorSeal(await readApplicationKey(tx, 'cursor'));
