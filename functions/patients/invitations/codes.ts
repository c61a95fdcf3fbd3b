import { createHmac, randomInt } from 'node:crypto';
import { z } from '@hono/zod-openapi';

/**
 * The characters of a code: digits and capital letters, of which no two look alike in print or handwriting. Left out are
 * 0, 1, I, L, O and U, and B, S and Z, which are read as 8, 5 and 2.
 */
const alphabet = '23456789ACDEFGHJKMNPQRTVWXY';
const lookalikes: Readonly<Record<string, string>> = { B: '8', S: '5', Z: '2' };

/** A code has four groups of four characters: 27^16 possible codes, or 76 bits. */
const groupCount = 4;
const groupLength = 4;

const group = `[${alphabet}]{${groupLength}}`;
const syntax = new RegExp(`^${Array(groupCount).fill(group).join('-')}$`);

/** Returns a random code, such as `7KQM-X4RT-9WDH-CE3V`. */
export function createInvitationCode(): string {
  const createGroup = () => Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: groupCount }, createGroup).join('-');
}

/** Returns a code as it was issued from what a person typed: in lower case, without hyphens, or with look-alikes. */
function normalizeCode(text: string): string {
  const characters = text.toUpperCase().replace(/[\s-]/g, '');
  const read = characters.replace(/[BSZ]/g, (character) => lookalikes[character] ?? character);
  return read.match(new RegExp(`.{1,${groupLength}}`, 'g'))?.join('-') ?? '';
}

/** The input for a code. */
export const invitationCode = z
  .string()
  .max(50)
  .transform(normalizeCode)
  .refine((code) => syntax.test(code), 'must be a code of 16 letters and digits, such as 7KQM-X4RT-9WDH-CE3V')
  .openapi({
    minLength: groupCount * groupLength,
    maxLength: 50,
    description: 'The code of the invitation. Hyphens, spaces and the case of letters are ignored.',
  });

/** Returns what is stored of a code. The database never gets the code itself. */
export const hashInvitationCode = (key: Buffer, code: string): Buffer =>
  createHmac('sha256', key).update(code).digest();
