import { describe, expect, it } from 'vitest';
import { diffPlans } from './difference.js';
import type { PlannedResource } from './planned-resource.js';
import { differenceText } from './text.js';

const resource = (name: string, inputs: Record<string, unknown> = {}): PlannedResource => ({
  urn: `urn:pulumi:test::project::aws:s3/bucket:Bucket::${name}`,
  type: 'aws:s3/bucket:Bucket',
  name,
  parent: undefined,
  dependencies: [],
  inputs,
  secretInputs: [],
  isCustom: true,
  isProtected: false,
  isRetainedOnDelete: false,
  ignoredChanges: [],
});

describe('a plan against an earlier one', () => {
  it('names what is created, deleted and changed, and where', () => {
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

  it('says what AWS makes anew, what is protected or stays when it is deleted, and nothing of what Pulumi leaves as it is', () => {
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

  it('is told in lines, long values by their path alone', () => {
    const plain = { bold: (text: string) => text, dim: (text: string) => text };
    const earlier = [resource('gone'), resource('moved', { bucket: 'one', policy: 'a'.repeat(61) })];
    const difference = diffPlans([resource('new'), resource('moved', { bucket: 'two', tags: {} })], earlier);
    expect(differenceText(difference, plain).split('\n')).toEqual([
      'Against the saved plan: 1 created, 1 changed, 1 of them replaced, 1 deleted',
      '  + new aws:s3/bucket:Bucket',
      '  ± moved aws:s3/bucket:Bucket replaced',
      '      bucket: "one" → "two"',
      '      policy',
      '      tags: nothing → {}',
      '  - gone aws:s3/bucket:Bucket',
    ]);
    expect(differenceText(diffPlans(earlier, earlier), plain)).toBe('Nothing changes against the saved plan.');
  });

  it('takes a resource of another name for another resource', () => {
    const { created, deleted, changed } = diffPlans([resource('renamed')], [resource('named')]);
    expect([created.length, deleted.length, changed.length]).toEqual([1, 1, 0]);
  });
});
