import { describe, expect, it } from 'vitest';
import { buildDownloadName, matchesContentType, signatureBytes } from './content.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

const samples = {
  'application/pdf': bytes('%PDF-1.7\n'),
  'image/png': bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], [0, 0, 0, 13]),
  'image/jpeg': bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF', [0]),
  'image/tiff': bytes('II*', [0], [8, 0, 0, 0]),
  'application/dicom': bytes(Array(128).fill(0), 'DICM', [2, 0]),
  'text/plain': bytes('Dear colleague,\n'),
};
const types = Object.keys(samples) as (keyof typeof samples)[];

describe('the first bytes of a file', () => {
  it.each(types.flatMap((type) => types.map((content) => ({ type, content }))))(
    'of $content, declared as $type',
    ({ type, content }) => {
      expect(matchesContentType(type, samples[content])).toBe(type === content);
    },
  );

  it.each([
    ['application/pdf', 'after a preamble', bytes('x'.repeat(signatureBytes - 5), '%PDF-'), true],
    ['application/pdf', 'in lower case', bytes('%pdf-1.7'), false],
    ['application/pdf', 'truncated', bytes('%PDF'), false],
    ['image/tiff', 'big-endian', bytes('MM', [0], '*'), true],
    ['image/tiff', 'BigTIFF', bytes('MM', [0], '+'), true],
    ['image/tiff', 'with mixed byte orders', bytes('MM*', [0]), false],
    ['application/dicom', 'without a preamble', bytes('DICM'), false],
    ['text/plain', 'that mentions a PDF', bytes('A PDF starts with %PDF-1.7'), true],
    ['text/plain', 'in UTF-16 with a byte order mark', bytes([0xff, 0xfe], 'H', [0], 'i', [0]), true],
    ['text/plain', 'with a NUL', bytes('Hi', [0]), false],
    ['text/plain', 'that is empty', bytes(), true],
    ['application/pdf', 'that is empty', bytes(), false],
    ['image/svg+xml', 'of a type without a signature', bytes('anything'), true],
  ])('of %s %s', (type, _what, start, expected) => {
    expect(matchesContentType(type, start)).toBe(expected);
  });
});

it("a file is saved under its id with its type's extension", () => {
  expect(buildDownloadName('id', 'application/dicom')).toBe('id.dcm');
  expect(buildDownloadName('id', 'application/x-unheard-of')).toBe('id');
});
