import { createHash } from 'node:crypto';
import type { SampleResource } from './fhir.js';
import { createRandom, type Random } from './random.js';
import { referenceDay, startOfDay } from './time.js';

/** Creates resources with stable ids, and random choices. */
export interface Maker {
  /** The UTC day of `now`. Nothing depends on the hour, so another run on the same day gives the same result. */
  readonly today: Date;
  random(stream: string): Random;
  /** Creates a resource that doesn't depend on `now`. */
  lasting(resourceType: string, key: string, elements: Record<string, unknown>): SampleResource;
  /** Creates a resource whose dates depend on `now`. Its id doesn't, so a later run moves it instead of adding one. */
  dated(resourceType: string, key: string, elements: Record<string, unknown>): SampleResource;
}

/** Creates a UUID in the format of version 5, with the seed as its namespace. */
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
      `now must be ${referenceDay.toISOString()} or later (found ${found}), because all patients were born before.`,
    );
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer (found ${seed}).`);
  const today = startOfDay(now);
  // Before the reference day, so that no record is dated after `now`.
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
