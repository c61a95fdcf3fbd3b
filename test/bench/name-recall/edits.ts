import type { Random } from '../../../db/sample/random.js';
import type { Name } from './names.js';

export const editKinds = ['swap', 'replace', 'drop', 'double', 'particle', 'accent'] as const;
export type EditKind = (typeof editKinds)[number];

/** A name as people write it in a search. */
export const writeName = ({ givenName, familyName, isUnspaced }: Name): string =>
  isUnspaced ? `${familyName}${givenName}` : `${givenName} ${familyName}`;

const isLetter = (character: string | undefined) => character !== undefined && /\p{L}/u.test(character);

/** Places of letters in words with at least `least` letters. */
function findPlaces(characters: readonly string[], least: number): number[] {
  const places: number[] = [];
  let start = 0;
  for (let at = 0; at <= characters.length; at += 1) {
    if (isLetter(characters[at])) continue;
    if (at - start >= least) for (let place = start; place < at; place += 1) places.push(place);
    start = at + 1;
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

/**
 * Returns the name with one edit inside a word that leaves three of its letters: a letter is replaced in or dropped from
 * words of at least four.
 *
 * @param letters of the script, for a replacement
 * @returns undefined if the name or its script doesn't allow the edit
 */
export function editName(name: Name, kind: EditKind, letters: readonly string[], random: Random): string | undefined {
  const text = writeName(name);
  if (kind === 'particle') return changeParticle(name, random);
  if (kind === 'accent') return stripAccents(text) === text ? undefined : stripAccents(text);
  const characters = [...text];
  const places = findPlaces(characters, kind === 'drop' || kind === 'replace' ? 4 : 3).filter(
    (at) => kind !== 'swap' || (isLetter(characters[at + 1]) && lower(characters[at]) !== lower(characters[at + 1])),
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
