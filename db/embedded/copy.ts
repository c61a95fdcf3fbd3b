import { maskLiterals } from './sql-text.js';
import { buildFrame } from './wire.js';

const mayCopy = /\bfrom\s+(stdin|program)\b/i;
const copyAnywhere = /(^|;)\s*copy\b[^;]*\bfrom\b[^;]*\b(stdin|program)\b/i;
const copyAlone = /^\s*copy\b[^;]*\bfrom\s+stdin\b[^;]*;?\s*$/i;

/** What a text asks for that PGlite reads from its client: nothing, one COPY that can be served, or what can't. */
export function classifyCopy(statement: string): 'none' | 'alone' | 'refused' {
  // Comments may stand between the keywords, so the quick look is at FROM … STDIN apart.
  if (!/\bcopy\b/i.test(statement) || !/\b(stdin|program)\b/i.test(statement)) return 'none';
  const keywords = maskLiterals(statement);
  if (!copyAnywhere.test(keywords) || !mayCopy.test(keywords)) return 'none';
  return copyAlone.test(keywords) ? 'alone' : 'refused';
}

/** Asks the client for its data before the backend has seen the COPY; no driver reads the columns that it omits. */
export const buildCopyInResponse = (statement: string): Buffer =>
  buildFrame('G', Buffer.from([/\bbinary\b/i.test(statement) ? 1 : 0, 0, 0]));

/** The answer to a COPY whose data was asked for already. */
export function stripCopyInResponse(answer: Buffer): Buffer {
  return answer[0] === 0x47 ? answer.subarray(1 + answer.readInt32BE(1)) : answer;
}
