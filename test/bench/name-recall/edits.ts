import type { Random } from '../../../db/sample/random.js';
import type { Name } from './names.js';

export const editKinds = ['swap', 'replace', 'drop', 'double', 'particle', 'accent'] as const;
export type EditKind = (typeof editKinds)[number];

/** A name as people write it in a search. */
export const writeName = ({ givenName, familyName, isUnspaced }: Name): string =>
  isUnspaced ? `${familyName}${givenName}` : `${givenName} ${familyName}`;

const isLetter = (character: string | undefined) => character !== undefined && /\p{L}/u.test(character);
const isMark = (character: string | undefined) => character !== undefined && /\p{M}/u.test(character);

/**
 * Places of letters in words with at least `least` letters. A letter with a mark is none of them: no script allows a vowel
 * sign of Devanagari or Thai without its consonant.
 */
function findPlaces(characters: readonly string[], least: number): number[] {
  const places: number[] = [];
  let letters: number[] = [];
  for (let at = 0; at <= characters.length; at += 1) {
    if (isLetter(characters[at])) letters.push(at);
    else if (!isMark(characters[at])) {
      if (letters.length >= least) places.push(...letters.filter((place) => !isMark(characters[place + 1])));
      letters = [];
    }
  }
  return places;
}

const lower = (text: string | undefined) => text?.toLowerCase();

/** Letters without a decomposition. Nobody is asked to leave a Hangul syllable or й undecided. */
const plainLetters: Record<string, string> = { đ: 'd', Đ: 'D', ø: 'o', ı: 'i', ß: 'ss' };

/** Leaves out accents, as people do who type quickly. */
const stripAccents = (text: string) =>
  text
    .replace(/[đĐøıß]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFD')
    .replace(/(?<![иИ])[\u0300-\u036f]|[\u0653-\u0655]/g, '')
    .normalize('NFC');

/** Joins what a space, hyphen or apostrophe separates in one part of a name, or splits it at a hyphen or an apostrophe. */
function changeParticle(name: Name, random: Random): string | undefined {
  if (name.isUnspaced) return `${name.familyName}${name.givenName}`;
  const joined = (part: string) => part.replace(/[\s'.-]+/g, '');
  const split = (part: string) => part.replace(/[\s'.-]+/g, ' ');
  const parts = (['familyName', 'givenName'] as const).filter((part) => /[\s'.-]/.test(name[part]));
  if (parts.length === 0) return undefined;
  const part = random.pick(parts);
  const changed = random.chance(0.5) ? joined(name[part]) : split(name[part]);
  return writeName({ ...name, [part]: changed === name[part] ? joined(name[part]) : changed });
}

/** The kinds that take a letter away. */
export const takingKinds: readonly EditKind[] = ['replace', 'drop'];

export interface EditOptions {
  /** Of the script, for a replacement. */
  readonly letters: readonly string[];
  /** The fewest letters of a word in which a letter is replaced or from which one is dropped. */
  readonly leastLetters: number;
  readonly random: Random;
}

/**
 * Returns the name with one edit inside a word.
 * @returns undefined if the name or its script doesn't allow the edit
 */
export function editName(
  name: Name,
  kind: EditKind,
  { letters, leastLetters, random }: EditOptions,
): string | undefined {
  const text = writeName(name);
  if (kind === 'particle') return changeParticle(name, random);
  if (kind === 'accent') return stripAccents(text) === text ? undefined : stripAccents(text);
  const characters = [...text];
  const all = findPlaces(characters, takingKinds.includes(kind) ? leastLetters : 3);
  const places = all.filter(
    (at) => kind !== 'swap' || (all.includes(at + 1) && lower(characters[at]) !== lower(characters[at + 1])),
  );
  if (places.length === 0) return undefined;
  const at = random.pick(places);
  const [letter = '', next = ''] = characters.slice(at, at + 2);
  const others = letters.filter((other) => other !== lower(letter));
  const edits = {
    swap: () => characters.splice(at, 2, next, letter),
    replace: () => characters.splice(at, 1, random.pick(others)),
    drop: () => characters.splice(at, 1),
    double: () => characters.splice(at, 0, letter),
  };
  edits[kind]();
  return characters.join('');
}
