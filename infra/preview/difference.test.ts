import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.js';
import type { PlannedResource } from './planned-resource.js';

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
    const { created, deleted, changed } = differenceOf(now, earlier);
    expect(created.map(({ name }) => name)).toEqual(['new']);
    expect(deleted.map(({ name }) => name)).toEqual(['gone']);
    expect(changed.map(({ resource: { name }, paths }) => [name, paths])).toEqual([
      ['other', ['a', 'c', 'list.1', 'tags.x']],
    ]);
  });

  it('takes a resource of another name for another resource', () => {
    const { created, deleted, changed } = differenceOf([resource('renamed')], [resource('named')]);
    expect([created.length, deleted.length, changed.length]).toEqual([1, 1, 0]);
  });
});
