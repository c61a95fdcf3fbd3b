import { z } from '@hono/zod-openapi';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeChanges, isSameJson, mergePatch, toMergePatchSchema, withoutNulls } from './merge-patch.js';
import { Problem } from './problem.js';
import { instantInput, trimmedText } from './schemas.js';

describe('a merge patch', () => {
  // RFC 7396, appendix A, in its order.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('changes %j with %j to %j', (target, patch, expected) => {
    const before = structuredClone([target, patch]);
    expect(mergePatch(target, patch)).toEqual(expected);
    expect([target, patch]).toEqual(before);
  });

  it('handles the example of section 3', () => {
    const target = {
      title: 'Goodbye!',
      author: { givenName: 'John', familyName: 'Doe' },
      tags: ['example', 'sample'],
      content: 'This will be unchanged',
    };
    const patch = { title: 'Hello!', phoneNumber: '+01-123-456-7890', author: { familyName: null }, tags: ['example'] };
    expect(mergePatch(target, patch)).toEqual({
      title: 'Hello!',
      author: { givenName: 'John' },
      tags: ['example'],
      content: 'This will be unchanged',
      phoneNumber: '+01-123-456-7890',
    });
  });

  it('changes no prototype', () => {
    const patched = mergePatch(
      {},
      JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"x": 1}}}'),
    );
    expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
    expect(Object.keys(patched as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBe(undefined);
    expect(({} as { x?: number }).x).toBe(undefined);
  });
});

describe('two JSON values', () => {
  it.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [[1, 2], [2, 1], false],
    [{ a: null }, {}, false],
    ['1', 1, false],
    [0, false, false],
    [{}, [], false],
    [null, null, true],
    [{ a: [{ b: null }] }, { a: [{ b: null }] }, true],
  ])('%j and %j are the same: %s', (one, other, expected) => {
    expect([isSameJson(one, other), isSameJson(other, one)]).toEqual([expected, expected]);
  });
});

describe('a value without nulls', () => {
  it.each([
    [{ a: null, b: 1 }, { b: 1 }],
    [{ a: { b: null } }, { a: {} }],
    [
      [{ a: null }, 1],
      [{}, 1],
    ],
    [[null], [null]],
    [null, null],
    ['x', 'x'],
  ])('%j is %j', (value, expected) => {
    expect(withoutNulls(value)).toEqual(expected);
  });
});

const Sample = z.strictObject({
  name: trimmedText(10),
  note: trimmedText(10).nullish(),
  count: z.int().default(7),
  at: instantInput.nullish(),
  place: z.strictObject({ city: trimmedText(10), zip: trimmedText(10).nullish() }).nullish(),
  tags: z.array(z.strictObject({ label: trimmedText(10), remark: trimmedText(10).nullish() })),
});

describe('the schema of a patch', () => {
  const Patch = toMergePatchSchema(Sample);
  it.each([
    [{}, true],
    [{ name: 'A' }, true],
    [{ name: null }, false],
    [{ note: null }, true],
    [{ count: null }, true],
    [{ place: null }, true],
    [{ place: {} }, true],
    [{ place: { zip: null } }, true],
    [{ place: { city: null } }, false],
    [{ place: { street: 'X' } }, false],
    [{ tags: null }, false],
    [{ tags: [] }, true],
    [{ tags: [{}] }, false],
    [{ other: 1 }, false],
    [{ name: '' }, false],
    [[], false],
    [null, false],
    ['x', false],
  ])('takes %j: %s', (patch, expected) => {
    expect(Patch.safeParse(patch).success).toBe(expected);
  });
});

describe('the changes of a patch', () => {
  const current = {
    name: 'A',
    note: null,
    count: 3,
    at: '2026-03-02T14:00:00.000Z',
    place: { city: 'Bonn', zip: '1' },
    tags: [{ label: 'x', remark: null }],
  };
  it.each([
    ['nothing', {}, {}],
    ['the current value', { name: 'A', count: 3, note: null }, {}],
    ['the current value with spaces', { name: ' A ' }, {}],
    ['the same instant with another offset', { at: '2026-03-02T09:00:00-05:00' }, {}],
    ['another instant', { at: '2026-03-02T14:00:01Z' }, { at: new Date('2026-03-02T14:00:01Z') }],
    ['an invalid instant', { at: null }, { at: null }],
    ['a part of an object', { place: { zip: '2' } }, { place: { city: 'Bonn', zip: '2' } }],
    ['a part removed', { place: { zip: null } }, { place: { city: 'Bonn' } }],
    ['an object removed', { place: null }, { place: null }],
    ['the same object', { place: { city: 'Bonn' } }, {}],
    ['an equal list', { tags: [{ label: 'x' }] }, {}],
    ['another list', { tags: [{ label: 'y' }] }, { tags: [{ label: 'y' }] }],
    ['an empty list', { tags: [] }, { tags: [] }],
    ['a removed field with a default', { count: null }, { count: 7 }],
  ])('are exact: %s', (_what, patch, expected) => {
    expect(computeChanges(Sample, current, patch)).toEqual(expected);
  });

  it('are rejected if the result is invalid, even if the patch itself is valid', () => {
    const call = () => computeChanges(Sample, { ...current, place: null }, { place: { zip: '1' } });
    expect(call).toThrow(Problem);
    try {
      call();
    } catch (error) {
      const { kind, options } = error as Problem;
      expect([kind, options.errors?.map(({ pointer }) => pointer)]).toEqual(['validation-failed', ['/place/city']]);
    }
  });
});

/** The pseudocode of RFC 7396, section 2, line by line. It changes its target, as in the RFC. */
function mergePatchOfTheRfc(target: unknown, patch: unknown): unknown {
  const isJsonObject = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, unknown> = isJsonObject(target)
    ? (target as Record<string, unknown>)
    : Object.create(null);
  for (const name of Object.keys(patch as object)) {
    const value = (patch as Record<string, unknown>)[name];
    if (value === null) delete merged[name];
    else merged[name] = mergePatchOfTheRfc(Object.hasOwn(merged, name) ? merged[name] : undefined, value);
  }
  return merged;
}

describe('a merge patch of any JSON', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'constructor', 'toString', '');
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<unknown[]>(null, true, 0, 'x', [], {}),
      fc.array(tie('json'), { maxLength: 2 }),
      fc.dictionary(name, tie('json'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const written = (value: unknown) => JSON.parse(JSON.stringify(value));

  it("gives the same result as the RFC's pseudocode and changes neither argument", () => {
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const [targetBefore, patchBefore] = [written(target), written(patch)];
        const merged = mergePatch(target, patch);
        expect(merged).toEqual(written(mergePatchOfTheRfc(written(target), written(patch))));
        expect([target, patch]).toEqual([targetBefore, patchBefore]);
        // Applying the same patch again changes nothing.
        expect(mergePatch(merged, patch)).toEqual(merged);
      }),
      { numRuns: 2_000 },
    );
  });
});
