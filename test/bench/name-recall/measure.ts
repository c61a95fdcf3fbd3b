import type postgres from 'postgres';
import { createRandom } from '../../../db/sample/random.js';
import { type EditKind, editKinds, editName, writeName } from './edits.js';
import { combineNames, languages, type Name, readNames } from './names.js';

/** Distinct names at the start of a result, among which the sought name must be. */
const firstNames = 3;

/** One search for one of the names. */
export interface NameSearch {
  readonly kind: EditKind;
  readonly name: Name;
  readonly text: string;
}

export const toFullName = ({ givenName, familyName }: Pick<Name, 'givenName' | 'familyName'>) =>
  `${givenName} ${familyName}`;

/** Inserts the names to search for and, for each language, everyone with one of its given and one of its family names. */
export async function insertNames(sql: postgres.Sql): Promise<void> {
  for (const language of languages) {
    const rows = [...readNames(language), ...combineNames(language)].map(({ givenName, familyName }) => ({
      given_name: givenName,
      family_name: familyName,
      birth_date: '1980-01-01',
      gender: 'unknown',
    }));
    await sql`insert into patients ${sql(rows)}`;
  }
}

/**
 * Edits every name in every way that its script allows. An edit must leave three letters of its word as they are, so a
 * letter is replaced in or dropped from words of at least four; swapped and doubled letters all stay. It must not make the
 * name that of another patient: then it is drawn again, and left out if twenty draws do.
 * @param leastLetters 3 to take letters from words of three letters too, which leaves two
 */
export async function createSearches(sql: postgres.Sql, { leastLetters = 4 } = {}): Promise<NameSearch[]> {
  const searches: NameSearch[] = [];
  for (const language of languages) {
    const names = readNames(language);
    const letters = [
      ...new Set([...names.flatMap((name) => [...writeName(name).toLowerCase().normalize('NFC')])]),
    ].filter((character) => /\p{L}/u.test(character));
    for (const kind of editKinds) {
      const random = createRandom(1, `name-recall/${language}/${kind}`);
      for (const name of names) {
        for (let attempt = 0; attempt < 20; attempt += 1) {
          const text = editName(name, kind, { letters, leastLetters, random });
          if (text === undefined) break;
          if (kind === 'particle' || kind === 'accent' || !(await isExistingName(sql, text))) {
            searches.push({ kind, name, text });
            break;
          }
        }
      }
    }
  }
  return searches;
}

async function isExistingName(sql: postgres.Sql, text: string): Promise<boolean> {
  const [row] = await sql<{ exists: boolean }[]>`
    select exists (select from patients where name_key(given_name || family_name) = name_key(${text})
      or name_key(family_name || given_name) = name_key(${text})) as exists`;
  return row?.exists === true;
}

/** @param people best match first */
export function isFound(name: Name, people: readonly Pick<Name, 'givenName' | 'familyName'>[]): boolean {
  return [...new Set(people.map(toFullName))].slice(0, firstNames).includes(toFullName(name));
}
