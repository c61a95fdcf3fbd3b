import { describe, expect, it } from 'vitest';
import { formatCopyField } from './copy.js';
import { makeSampleCopies } from './records.js';

describe('COPY', () => {
  it.each([
    [null, '\\N'],
    ['', ''],
    ['plain', 'plain'],
    ['a\tb\nc\rd\\e', 'a\\tb\\nc\\rd\\\\e'],
    ['\\N', '\\\\N'],
  ])('encodes %j as %j', (value, field) => expect(formatCopyField(value)).toBe(field));
});

describe('copies of the sample', () => {
  const [first, second] = [makeSampleCopies(1), makeSampleCopies(2)];
  const idsIn = (records: readonly { content: string }[]) =>
    records.flatMap(({ content }) =>
      JSON.parse(content).entry.map(({ resource }: { resource: { id: string } }) => resource.id),
    );

  it('have different ids in each copy', () => {
    expect(second.slice(0, first.length)).toEqual(first);
    const ids = idsIn(second);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(second.map(({ name }) => name)).size).toBe(second.length);
  });

  it('refer only to records of the same copy', () => {
    const copy = second.slice(first.length);
    const own = new Set(idsIn(copy));
    const references = copy.flatMap(({ content }) =>
      [...content.matchAll(/"reference":"urn:uuid:([^"]+)"/g)].map(([, id]) => id),
    );
    expect(references.length).toBeGreaterThan(1_000);
    expect(references.filter((id) => !own.has(id))).toEqual([]);
  });
});
