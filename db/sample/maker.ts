import { createHash } from 'node:crypto';
import type { SampleResource } from './fhir.js';
import { createRandom, type Random } from './random.js';
import { referenceDay, startOfDay } from './time.js';

/** What every builder needs: chance, ids, and the two kinds of resource. */
export interface Maker {
  /** The UTC day of `now`. Nothing depends on the hour, so a second run on the same day changes nothing. */
  readonly today: Date;
  random(stream: string): Random;
  /** A resource that is the same whatever `now` is. */
  lasting(resourceType: string, key: string, elements: Record<string, unknown>): SampleResource;
  /** A resource whose dates follow `now`; its id does not, so that a later run moves it instead of adding another. */
  dated(resourceType: string, key: string, elements: Record<string, unknown>): SampleResource;
}

/** A UUID of version 5 in shape and in making, with the seed as its namespace. */
function createUuid(seed: number, name: string): string {
  const digest = createHash('sha1').update(`${seed}/${name}`).digest('hex');
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

export function createMaker({ now, seed }: { now: Date; seed: number }): Maker {
  if (!(now.getTime() >= referenceDay.getTime())) {
    const found = Number.isNaN(now.getTime()) ? 'an invalid date' : now.toISOString();
    throw new RangeError(
      `now must be ${referenceDay.toISOString()} or later, when everyone here was born; found ${found}`,
    );
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, found ${seed}`);
  const today = startOfDay(now);
  // Minutes before the reference day, so that no seed dates a record after `now`.
  const stableAt = new Date(referenceDay.getTime() - (Math.abs(seed) % 1440) * 60_000);
  const make =
    (updatedAt: Date) =>
    (resourceType: string, key: string, elements: Record<string, unknown>): SampleResource => ({
      resourceType,
      id: createUuid(seed, `${resourceType}/${key}`),
      meta: { lastUpdated: updatedAt.toISOString() },
      ...elements,
    });
  return { today, random: (stream) => createRandom(seed, stream), lasting: make(stableAt), dated: make(today) };
}
