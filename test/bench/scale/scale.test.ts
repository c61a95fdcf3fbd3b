import { describe, expect, it } from 'vitest';
import { generatedNames } from './names.js';
import { parseSizes } from './scale.js';

describe('the sizes of the scale benchmark', () => {
  it('are all of them on a server, and those that take minutes elsewhere', () => {
    expect(parseSizes(undefined, true)).toEqual([10_000, 100_000, 1_000_000]);
    expect(parseSizes(undefined, false)).toEqual([10_000, 100_000]);
  });

  it('are what is asked for, in ascending multiples', () => {
    expect(parseSizes('10000,30000', false)).toEqual([10_000, 30_000]);
    for (const wrong of ['', '10000', '20000,10000', '10000,10000', '10000,x', '5000,10000', '0,10000']) {
      expect(() => parseSizes(wrong, true), wrong).toThrow(`SCALE_PATIENTS is "${wrong}"; allowed are`);
    }
  });
});

it.each(['given', 'family'] as const)('no two %s names of the generated patients are the same', (kind) => {
  expect(new Set(generatedNames[kind]).size).toBe(generatedNames[kind].length);
});
