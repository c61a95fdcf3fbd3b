import * as fc from 'fast-check';
import { hostileJson, hostileName } from './texts.js';

/** A place in a JSON value: its list or object, and its key. */
interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function* listPlaces(value: unknown): Generator<Place> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    yield { holder: value as Record<string, unknown>, key };
    yield* listPlaces((value as Record<string, unknown>)[key]);
  }
}

type Fault = 'replace' | 'remove' | 'wrap' | 'add' | 'repeat';

/** Sets a field as JSON.parse does: `__proto__` is an ordinary name. */
const setField = (holder: object, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

function addTo(holder: object, name: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else setField(holder, name, value);
}

function spoilPlace({ holder, key }: Place, fault: Fault, name: string, hostile: unknown): void {
  const value = holder[key];
  if (fault === 'replace') setField(holder, key, hostile);
  else if (fault === 'wrap') setField(holder, key, Array.isArray(value) ? { 0: value } : [value]);
  else if (fault === 'add') addTo(typeof value === 'object' && value !== null ? value : holder, name, hostile);
  else if (fault === 'repeat' && Array.isArray(value)) setField(holder, key, Array(200).fill(value).flat());
  else if (fault === 'repeat' && typeof value === 'string') setField(holder, key, value.repeat(50));
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Values of another arbitrary with one to three random faults. */
export function spoiled(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const fault = fc.record({
    at: fc.nat(1_000),
    what: fc.constantFrom<Fault[]>('replace', 'replace', 'replace', 'remove', 'wrap', 'add', 'repeat'),
    name: hostileName,
    hostile: hostileJson,
  });
  return fc.tuple(arbitrary, fc.array(fault, { minLength: 1, maxLength: 3 })).map(([value, faults]) => {
    const whole = structuredClone({ value });
    for (const { at, what, name, hostile } of faults) {
      const places = [...listPlaces(whole)];
      const place = places[at % places.length];
      if (place) spoilPlace(place, what, name, structuredClone(hostile));
    }
    return whole.value;
  });
}
