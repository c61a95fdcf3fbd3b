import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import type { OtherName, PatientIdentifier } from '../../db/schema/index.js';

type Values = Readonly<Record<string, unknown>>;

/** Something by which a patient is found: an identifier with its issuer, a national id, or the row id. */
type Asked =
  | { readonly system: string; readonly value: string }
  | { readonly type: string; readonly number: string }
  | { readonly id: string };

export interface FoundPatient {
  readonly id: string;
  readonly isRemoved: boolean;
}

/** Lists what identifies a patient. An identifier without its issuer's system identifies no one, nor does an old one. */
export function listIdentities(values: Values): Asked[] {
  const { national_id_type: type, national_id_number: number } = values;
  const identifiers = (values.identifiers ?? []) as readonly PatientIdentifier[];
  return [
    ...(typeof type === 'string' && typeof number === 'string' ? [{ type, number }] : []),
    ...identifiers.flatMap(({ system, value, use }) => (system === null || use === 'old' ? [] : [{ system, value }])),
  ];
}

export const formatIdentity = (asked: Asked): string => JSON.stringify(asked);

/** Finds patients by identifiers and row ids, removed ones included. Returns those of each question. */
export async function findPatients(tx: Transaction, asked: readonly Asked[]): Promise<FoundPatient[][]> {
  const found: FoundPatient[][] = asked.map(() => []);
  if (asked.length === 0) return found;
  const rows = await tx.execute<{ place: number; id: string; isRemoved: boolean }>(sql`
    select place, patient_id as id, removed as "isRemoved"
    from patients_with_identifiers(${JSON.stringify(asked)}::text::jsonb)`);
  for (const { place, id, isRemoved } of rows) found[place - 1]?.push({ id, isRemoved });
  return found;
}

/** Lower case without accents, like the SQL function `fold_text`. */
const foldText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();

interface NameWords {
  readonly given: ReadonlySet<string>;
  readonly family: ReadonlySet<string>;
  /** Someone with only one name has it in both columns. */
  readonly isSingle: boolean;
}

function listNameWords(values: Values): NameWords {
  const others = (values.other_names ?? []) as readonly OtherName[];
  const split = (names: readonly unknown[]) =>
    new Set(names.flatMap((name) => foldText(String(name ?? '')).match(/[\p{L}\p{N}]+/gu) ?? []));
  return {
    given: split([values.given_name, ...others.map(({ givenName }) => givenName)]),
    family: split([values.family_name, ...others.map(({ familyName }) => familyName)]),
    isSingle: values.given_name === values.family_name,
  };
}

/** Returns true for words that are equal, an initial and its word, or long words that differ in one letter. */
function isSimilarWord(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short === long) return true;
  if (/^[a-z]$/.test(short)) return long.startsWith(short);
  if (long.length < 4 || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const isReplaced = short.slice(start + 1) === long.slice(start + 1);
  return short.length === long.length ? isReplaced : short.slice(start) === long.slice(start + 1);
}

const shareWord = (
  one: ReadonlySet<string>,
  other: ReadonlySet<string>,
  isSame: (one: string, other: string) => boolean = (a, b) => a === b,
): boolean => [...one].some((word) => [...other].some((candidate) => isSame(word, candidate)));

const lengths: Readonly<Record<string, number>> = { year: 4, month: 7, day: 10 };

/** Returns the known part of a birth date, such as `1980-03`. */
const getKnownDate = (values: Values): string =>
  String(values.birth_date ?? '').slice(0, lengths[String(values.birth_date_precision ?? 'day')] ?? 10);

/** Returns true if two partial dates can be the same day. */
const canBeSameDate = (one: string, other: string): boolean =>
  one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));

/**
 * Returns true if two patients with the same identifier are one person. A family can share the number of an insurance or
 * a household, and twins share a birth date and a family name with it, so the given name must agree: with the family name,
 * or with the birth date. The national id of a person, with the birth date, is enough.
 */
export function isSamePerson(one: Values, other: Values, options: { readonly isNational: boolean }): boolean {
  const [names, others] = [listNameWords(one), listNameWords(other)];
  const isSameBirth = canBeSameDate(getKnownDate(one), getKnownDate(other));
  const genders = [one.gender, other.gender].filter((gender) => gender === 'male' || gender === 'female');
  const isSameGiven = shareWord(names.given, others.given, new Set(genders).size > 1 ? undefined : isSimilarWord);
  const isSameFamily = shareWord(names.family, others.family);
  const isSwapped = shareWord(names.given, others.family) && shareWord(names.family, others.given);
  if (isSwapped || (isSameGiven && isSameFamily)) return true;
  return isSameBirth && (options.isNational || isSameGiven || ((names.isSingle || others.isSingle) && isSameFamily));
}

const listAllWords = (values: Values): ReadonlySet<string> => {
  const { given, family } = listNameWords(values);
  return new Set([...given, ...family]);
};

/** Returns true if two medics with the same license number are one person: they share a name. */
export const isSameMedic = (one: Values, other: Values): boolean => shareWord(listAllWords(one), listAllWords(other));

/** Returns true if two versions of a patient can't be of one person: they share neither a name nor the birth date. */
export function isOtherPerson(one: Values, other: Values): boolean {
  return !canBeSameDate(getKnownDate(one), getKnownDate(other)) && !shareWord(listAllWords(one), listAllWords(other));
}

const unite = <Item>(known: readonly Item[], more: readonly Item[], isSame: (one: Item, other: Item) => boolean) => [
  ...known,
  ...more.filter((item) => !known.some((one) => isSame(one, item))),
];

const isSameIdentifier = (one: PatientIdentifier, other: PatientIdentifier): boolean =>
  one.system === other.system && one.value === other.value;

const isSameName = (one: OtherName, other: OtherName): boolean =>
  one.givenName === other.givenName && one.familyName === other.familyName;

const completed = 'completes the value of another record of the same person, which is no longer kept';

/** Values of another record of the same person that are not used otherwise if they differ. */
const plainColumns = ['gender', 'email', 'phone', 'address', 'active'];

/** What a merge reports. */
export interface MergeReport {
  /** Tells people of it. */
  note(reason: string): void;
  /** Counts what the resource says about a column as left out. */
  leaveOut(column: string, reason: string): void;
}

/** Reports that a value differs from a loaded one, which is kept. */
function reportDifference(report: MergeReport, column: string, who: 'person' | 'medic'): void {
  report.note(`${toPropertyName(column)} differs from the loaded record of the same ${who}; the loaded value was kept`);
  report.leaveOut(column, `another record of the same ${who} has another value, which was kept`);
}

/** Adds to a patient what another record of the same person says. Nothing that is known changes. */
export function mergeSamePerson(known: Values, more: Values, report: MergeReport): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...known };
  for (const column of plainColumns) {
    if (!(column in more) || more[column] == null) continue;
    // Unknown is no gender, and a record that says so doesn't contradict another.
    const isUnknown = known[column] == null || (column === 'gender' && known[column] === 'unknown');
    if (isUnknown) {
      merged[column] = more[column];
      if (known[column] === 'unknown' && more[column] !== 'unknown') report.leaveOut(column, completed);
    } else if (column === 'gender' && more[column] === 'unknown') report.leaveOut(column, 'the known gender was kept');
    else if (!isSameValue(known[column], more[column])) reportDifference(report, column, 'person');
  }
  const [knownDate, otherDate] = [getKnownDate(known), getKnownDate(more)];
  if (!canBeSameDate(knownDate, otherDate)) reportDifference(report, 'birth_date', 'person');
  else if (otherDate.length < knownDate.length) report.leaveOut('birth_date', 'the more precise date was kept');
  else if (otherDate.length > knownDate.length) {
    report.leaveOut('birth_date', completed);
    merged.birth_date = more.birth_date;
    if ('birth_date_precision' in more) merged.birth_date_precision = more.birth_date_precision;
  }
  let identifiers = (known.identifiers ?? []) as readonly PatientIdentifier[];
  identifiers = unite(identifiers, (more.identifiers ?? []) as readonly PatientIdentifier[], isSameIdentifier);
  if (known.national_id_number == null) {
    merged.national_id_type = more.national_id_type ?? null;
    merged.national_id_number = more.national_id_number ?? null;
  } else if (
    more.national_id_number != null &&
    (more.national_id_number !== known.national_id_number || more.national_id_type !== known.national_id_type)
  ) {
    const further = {
      system: null,
      type: String(more.national_id_type),
      value: String(more.national_id_number),
      use: null,
    };
    identifiers = unite(identifiers, [further], isSameIdentifier);
  }
  for (const item of (more.identifiers ?? []) as readonly PatientIdentifier[]) {
    const kept = identifiers.find((one) => isSameIdentifier(one, item));
    if (!isSameValue(kept, item))
      report.leaveOut('identifiers', 'another record of the same person has it with another use or type');
  }
  if ('identifiers' in more) merged.identifiers = identifiers.length > 0 ? identifiers : null;
  if ('other_names' in more) {
    const current = { use: null, givenName: String(known.given_name), familyName: String(known.family_name) };
    const theirs = { use: null, givenName: String(more.given_name), familyName: String(more.family_name) };
    const others = [theirs, ...((more.other_names ?? []) as readonly OtherName[])];
    const further = others.filter((name) => !isSameName(name, current));
    const names = unite((known.other_names ?? []) as readonly OtherName[], further, isSameName);
    merged.other_names = names.length > 0 ? names : null;
  }
  // The other name is kept too.
  if (known.given_name !== more.given_name || known.family_name !== more.family_name)
    report.note('name differs from the loaded record of the same person; the loaded value was kept');
  return merged;
}

/** Adds to a medic what another resource says about the same one. Nothing that is known changes. */
export function mergeSameMedic(known: Values, more: Values, report: MergeReport): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...known };
  for (const [column, value] of Object.entries(more)) {
    if (value == null || column === 'id') continue;
    if (known[column] == null) merged[column] = value;
    else if (!isSameValue(known[column], value)) reportDifference(report, column, 'medic');
  }
  return merged;
}

export const toPropertyName = (column: string): string =>
  column.replace(/_([a-z])/g, (_match, letter) => letter.toUpperCase());

/** Compares values of columns, where absent is null and the order of JSON members is irrelevant. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return toCanonicalJson(one) === toCanonicalJson(other);
}

const toCanonicalJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
