import * as fc from 'fast-check';

/** Texts that have broken software before. */
const known = [
  // Characters that a database or terminal can't store or displays differently.
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\u202Ecod.exe\u202C',
  '\u2066\u2067\u2069',
  '\u200B',
  '\uFEFF',
  '\u0007\u001b[31m',
  'e\u0301'.repeat(30),
  '👩‍👩‍👧‍👦',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  'ﷺ'.repeat(20),
  'İıſK',
  '\r\nX-Injected: 1',
  '\t \u00a0\u3000',
  // Texts that a program might interpret as code or syntax.
  "' or '1'='1",
  "'; drop table patients; --",
  '$1',
  '$$; select pg_sleep(30); $$',
  '%_\\',
  '(((((((a+)+)+)+)+)+)+$',
  '{"$ne": null}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template engine would expand it
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '[object Object]',
  // Invalid or ambiguous text.
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '9'.repeat(40),
  '9007199254740993',
  'true',
  '[]',
  '{}',
  '',
  ' ',
  '2026-02-30',
  '0000-00-00',
  '10000-01-01T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-06-30T23:59:60Z',
  '2026-01-01T00:00:00+99:99',
  '-infinity',
  'now',
  '00000000-0000-0000-0000-000000000000',
  '{00000000-0000-4000-8000-000000000000}',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('x', 'é', '\ud83d\ude00', '\u0000', "'", '%'), fc.constantFrom(101, 256, 2001, 20_000))
      .map(([character, times]) => character.repeat(times)),
  },
);

/** A text that looks hostile but is valid: people have such names. */
export const oddText: fc.Arbitrary<string> = hostileText.filter(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL can't be stored
  (text) => text.trim() !== '' && text.isWellFormed() && !/\u0000/.test(text),
);

/** A number at or beyond the limits of JavaScript and PostgreSQL types. */
const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(...[0, -0, -1, 0.1, 1e-320, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e300, -1e300]),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

/** Names of inherited object properties, and names that no schema has. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'then', 'length', '', '0', '$ref', 'a/b~c'),
  hostileText,
);

/** JSON without a schema. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 3, arbitrary: hostileNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown[]>(null, true, false, [], {}, [[]], [null]) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.array(hostileNumber, { minLength: 1001, maxLength: 1002 }) },
);
