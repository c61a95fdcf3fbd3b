import { describe, expect, it } from 'vitest';
import { diffPlans } from './difference.js';
import { buildPlannedResource } from './testing.js';
import { differenceText } from './text.js';

const resource = (name: string, inputs: Record<string, unknown> = {}) =>
  buildPlannedResource(`urn:pulumi:test::project::aws:s3/bucket:Bucket::${name}`, inputs);

describe('a plan compared with an earlier one', () => {
  it('lists created, deleted and changed resources, and the changed inputs', () => {
    const earlier = [
      resource('same', { a: [1, { b: 2 }] }),
      resource('gone'),
      resource('other', { a: 1, tags: { x: 'y' }, list: [1, 2] }),
    ];
    const now = [
      resource('same', { a: [1, { b: 2 }] }),
      resource('new'),
      resource('other', { tags: { x: 'z' }, list: [1], c: null }),
    ];
    const { created, deleted, changed } = diffPlans(now, earlier);
    expect(created.map(({ name }) => name)).toEqual(['new']);
    expect(deleted.map(({ name }) => name)).toEqual(['gone']);
    expect(changed.map(({ resource: { name }, changes }) => [name, changes])).toEqual([
      [
        'other',
        [
          { path: 'a', before: 1, after: undefined },
          { path: 'c', before: undefined, after: null },
          { path: 'list.1', before: 2, after: undefined },
          { path: 'tags.x', before: 'y', after: 'z' },
        ],
      ],
    ]);
  });

  it('shows replacements and changed deletion options, and omits ignored changes', () => {
    const earlier = [resource('locked', { objectLockEnabled: true }), resource('left', { drawn: 1 }), resource('open')];
    const { changed } = diffPlans(
      [
        resource('locked', { objectLockEnabled: false }),
        { ...resource('left', { drawn: 2 }), ignoredChanges: ['drawn'] },
        { ...resource('open'), isProtected: true, isRetainedOnDelete: true },
      ],
      earlier,
    );
    expect(changed.map(({ resource: { name }, isReplaced }) => [name, isReplaced])).toEqual([
      ['locked', true],
      ['open', false],
    ]);
    expect(changed[1]?.changes).toEqual([
      { path: 'protect', before: false, after: true },
      { path: 'retainOnDelete', before: false, after: true },
    ]);
  });

  it('is formatted in lines, with only the path of long values', () => {
    const plain = { bold: (text: string) => text, dim: (text: string) => text };
    const earlier = [resource('gone'), resource('moved', { bucket: 'one', policy: 'a'.repeat(61) })];
    const difference = diffPlans([resource('new'), resource('moved', { bucket: 'two', tags: {} })], earlier);
    expect(differenceText(difference, plain).split('\n')).toEqual([
      'Compared with the saved plan: 1 created, 1 changed, 1 of them replaced, 1 deleted',
      '  + new aws:s3/bucket:Bucket',
      '  ± moved aws:s3/bucket:Bucket replaced',
      '      bucket: "one" → "two"',
      '      policy',
      '      tags: unset → {}',
      '  - gone aws:s3/bucket:Bucket',
    ]);
    expect(differenceText(diffPlans(earlier, earlier), plain)).toBe('Nothing changes compared with the saved plan.');
  });

  it('treats a renamed resource as a new one', () => {
    const { created, deleted, changed } = diffPlans([resource('renamed')], [resource('named')]);
    expect([created.length, deleted.length, changed.length]).toEqual([1, 1, 0]);
  });
});
