/** What JSON.parse changes silently in a text: the offset of a repeated member, and how many numbers were rounded. */
export interface InexactJson {
  readonly repeatedMember: number | undefined;
  readonly roundedNumbers: number;
}

const numberPattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Returns the offset after a string that starts at a quotation mark. */
function findStringEnd(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = end;
    while (json.charCodeAt(escapes - 1) === 0x5c) escapes -= 1;
    if ((end - escapes) % 2 === 0) return end + 1;
  }
  return json.length;
}

/** Returns the digits of a number without its point, its zeros at both ends and its exponent. */
const toDigits = (number: string): string =>
  number
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');

/** Returns true for a number that a double can't represent with all its digits. */
function isRounded(text: string): boolean {
  // A double represents any 15 digits.
  if (text.length <= 15 && !/[eE]/.test(text)) return false;
  const number = Number(text);
  return Number.isFinite(number) && toDigits(text) !== toDigits(String(number));
}

/**
 * Finds what JSON.parse changes silently in a valid JSON text. It keeps the last of several members with the same name,
 * although FHIR forbids them and the first can be the one that counts, and it rounds numbers to doubles.
 */
export function findInexactJson(json: string): InexactJson {
  let repeatedMember: number | undefined;
  let roundedNumbers = 0;
  /** The names of the members of each open object; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < json.length; ) {
    const character = json.charCodeAt(at);
    if (character === 0x22) {
      const end = findStringEnd(json, at);
      if (isName) {
        const text = json.slice(at, end);
        const names = open.at(-1);
        const name = text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
        if (names?.has(name)) repeatedMember ??= at;
        names?.add(name);
        isName = false;
      }
      at = end;
      continue;
    }
    if (character === 0x2d || (character >= 0x30 && character <= 0x39)) {
      numberPattern.lastIndex = at;
      const [text = '0'] = numberPattern.exec(json) ?? [];
      if (isRounded(text)) roundedNumbers += 1;
      at += text.length;
      continue;
    }
    if (character === 0x7b) {
      open.push(new Set());
      isName = true;
    } else if (character === 0x5b) {
      open.push(undefined);
      isName = false;
    } else if (character === 0x7d || character === 0x5d) {
      open.pop();
      isName = false;
    } else if (character === 0x2c) isName = open.at(-1) !== undefined;
    at += 1;
  }
  return { repeatedMember, roundedNumbers };
}
