import type postgres from 'postgres';
import { origins } from '../../db/sample/names.js';
import { createRandom, type Random } from '../../db/sample/random.js';

export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
}

const splitWords = (text: string): string[] => text.trim().split(/\s+/);

/** In addition to the sample's names: common and similar ones, as in a real clinic. */
const givenNames = splitWords(`
  Ana Anna María Mariana Mario Marta Martha José Josefa Juan Juana Luis Luisa Carlos Carla Andrés Andrea Paula
  Paola Pablo Diego Valentina Valeria Camilo Camila Jorge Jesús Nicolás Nicole Mateo Matías Daniel Daniela
  Danielle Raúl John Joan Jon Michael Michelle Sarah Sara Linda Robert Roberta Kevin Karen Jo Li Wei Mei Ali
  Amir Amira Fatima Omar Aisha Chloé René Renée François`);
const familyNames = splitWords(`
  García Garza Gómez González Rodríguez Ruiz Rojas Martínez Martín López Díaz Hernández Fernández Pérez Paredes
  Sánchez Ramírez Ramos Torres Vargas Castro Cruz Moreno Molina Jiménez Giménez Vásquez Vázquez Velásquez Suárez
  Méndez Ríos Peña Smith Schmidt Johnson Johnston Williams Wilson Brown Browne Miller Moore Lee Li Wu Ng Chen
  Cheng Zhang Khan Kim Park Patel Silva Costa Lefèvre Dubois`);

const sampleNames = (part: 'given' | 'family') =>
  origins.flatMap(({ female, male }) => [...female[part], ...male[part]]);
const allGiven = [...givenNames, ...sampleNames('given')];
const allFamily = [...familyNames, ...sampleNames('family')];

function createPerson(random: Random): Person {
  const second = random.chance(0.25) ? ` ${random.pick(givenNames)}` : '';
  const other = random.chance(0.4) ? ` ${random.pick(familyNames)}` : '';
  const born = new Date(Date.UTC(1930, 0, 1 + random.integer(0, 33_000)));
  return {
    givenName: `${random.pick(allGiven)}${second}`,
    familyName: `${random.pick(allFamily)}${other}`,
    birthDate: born.toISOString().slice(0, 10),
  };
}

/** Creates people without duplicate names, which no one could tell apart by name alone. */
export function createPeople(count: number, seed = 1): Person[] {
  const random = createRandom(seed, 'lookup/people');
  const people = new Map<string, Person>();
  while (people.size < count) {
    const person = createPerson(random);
    people.set([person.givenName, person.familyName].join(' ').split(' ').sort().join(' '), person);
  }
  return [...people.values()];
}

/** Inserts people directly into the database, because these tests are not about creating them. */
export async function insertPeople(sql: postgres.Sql, people: readonly Person[]): Promise<void> {
  const rows = people.map(({ givenName, familyName, birthDate }) => ({
    given_name: givenName,
    family_name: familyName,
    birth_date: birthDate,
    gender: 'unknown',
  }));
  await sql`insert into patients ${sql(rows)}`;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz';
const letter = /\p{L}/u;

const edits = {
  insert: (text: string, at: number, random: Random) => text.slice(0, at) + random.pick([...alphabet]) + text.slice(at),
  delete: (text: string, at: number) => text.slice(0, at) + text.slice(at + 1),
  substitute: (text: string, at: number, random: Random) => {
    const others = [...alphabet].filter((other) => other !== text[at]?.toLowerCase());
    return text.slice(0, at) + random.pick(others) + text.slice(at + 1);
  },
  transpose: (text: string, at: number) =>
    text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
};

export type Typo = keyof typeof edits;
export const typos = Object.keys(edits) as Typo[];

/** Returns the text with one typo inside a word, always different from the original. */
export function addTypo(text: string, typo: Typo, random: Random): string {
  for (;;) {
    const at = random.integer(0, text.length - 1);
    const isInWord = letter.test(text[at] ?? '') && (typo !== 'transpose' || letter.test(text[at + 1] ?? ''));
    const mistyped = isInWord ? edits[typo](text, at, random) : text;
    if (mistyped.toLowerCase() !== text.toLowerCase() && mistyped.trim() === mistyped) return mistyped;
  }
}

/** Names written by ear: as written, given name, family name. */
export const heardNames: readonly (readonly [written: string, givenName: string, familyName: string])[] = [
  ['Filip Gimenes', 'Phillip', 'Jiménez'],
  ['Stephen Philips', 'Steven', 'Phillips'],
  ['Catherine Smyth', 'Kathryn', 'Smith'],
  ['Jon Schmitt', 'John', 'Schmidt'],
  ['Giovanni Hernandes', 'Yovani', 'Fernández'],
  ['Yovany Basquez', 'Giovanni', 'Vásquez'],
  ['Xiomara Sevallos', 'Siomara', 'Zeballos'],
  ['Jessica Quiros', 'Yesica', 'Kirós'],
  ['Geoffrey Kerr', 'Jeffrey', 'Carr'],
  ['Shawn Reed', 'Sean', 'Reid'],
  ['Wilmar Cevallos', 'Vilmar', 'Zeballos'],
  ['Elena Ierro', 'Helena', 'Hierro'],
  ['Ektor Uerta', 'Héctor', 'Huerta'],
  ['Sofia Zambrano', 'Zophia', 'Sambrano'],
  ['Cristina Kuiroga', 'Kristina', 'Quiroga'],
  ['Thomas Meier', 'Tomas', 'Mayer'],
  ['Brayan Yañes', 'Brian', 'Llanes'],
  ['Maicol Jonson', 'Michael', 'Johnson'],
  ['Jhonatan Ceballos', 'Jonathan', 'Zeballos'],
  ['Lesly Chacin', 'Leslie', 'Shasín'],
  ['Ksenia Volkoff', 'Xenia', 'Wolkow'],
  ['Aysha Mohamad', 'Aisha', 'Muhammad'],
  ['Yusef Husain', 'Youssef', 'Hussein'],
  ['Li Cheung', 'Lee', 'Zhang'],
  ['Caitlyn McDonald', 'Kaitlin', 'MacDonald'],
  ['Rebeka Stewart', 'Rebecca', 'Stuart'],
  ['Marc Clarke', 'Mark', 'Clark'],
  ['Nataly Espinosa', 'Nathalie', 'Espinoza'],
  ['Jazmin Sifuentes', 'Yasmín', 'Cifuentes'],
  ['Erik Jenssen', 'Eric', 'Hansen'],
];
