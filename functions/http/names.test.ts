import { describe, expect, it } from 'vitest';
import { isVisibleName } from './schemas.js';

describe('a name', () => {
  it.each([
    "O'Brien-Smith",
    'Nguyễn',
    '王小明',
    '김민준',
    'محمد',
    'می\u200cخواهم',
    'ක්\u200dෂ',
    'क्\u200dष',
    'नलिन\u0940',
    '葛\u{e0100}城',
    'İ 👩\u200d⚕\ufe0f',
    'Ju\u0301an',
  ])('can be %j', (name) => expect(isVisibleName(name)).toBe(true));

  it.each([
    ['a line break', 'A\nB'],
    ['a tab', 'A\tB'],
    ['an escape', 'A\u001bB'],
    ['a C1 control', 'A\u0085B'],
    ['a line separator', 'A\u2028B'],
    ['a zero-width space', 'A\u200bB'],
    ['a byte order mark', 'A\ufeffB'],
    ['a word joiner', 'A\u2060B'],
    ['a soft hyphen', 'A\u00adB'],
    ['a joiner between Latin letters', 'A\u200dB'],
    ['a non-joiner between CJK characters', '王\u200c明'],
    ['a non-joiner at the end', 'می\u200c'],
    ['a direction mark', 'A\u200fB'],
    ['a direction override', 'A\u202eB'],
    ['a Hangul filler', 'A\u3164B'],
    ['a tag character', 'A\u{e0041}B'],
  ])("can't contain %s", (_what, name) => expect(isVisibleName(name)).toBe(false));
});
