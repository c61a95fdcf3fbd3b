import { describe, expect, it } from 'vitest';
import { generatedNames } from './names.js';
import { parseSizes } from './scale.js';

describe('the sizes of the scale benchmark', () => {
  it('include a million patients only on a server', () => {
    expect(parseSizes(undefined, true)).toEqual([10_000, 100_000, 1_000_000]);
    expect(parseSizes(undefined, false)).toEqual([10_000, 100_000]);
  });

  it('can be set to ascending multiples of 10,000', () => {
    expect(parseSizes('10000,30000', false)).toEqual([10_000, 30_000]);
    for (const wrong of ['', '10000', '20000,10000', '10000,10000', '10000,x', '5000,10000', '0,10000']) {
      expect(() => parseSizes(wrong, true), wrong).toThrow(/^SCALE_PATIENTS must be .* \(found "/);
      expect(() => parseSizes(wrong, true), wrong).toThrow(`(found "${wrong}")`);
    }
  });
});

it.each(['given', 'family'] as const)('generated %s names are unique', (kind) => {
  expect(new Set(generatedNames[kind]).size).toBe(generatedNames[kind].length);
});
