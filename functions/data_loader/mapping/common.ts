import { emailAddress } from '../../http/schemas.js';
import type { Concept, Reference, Resource } from '../fhir.js';

/** What a reference can point to. */
export type ReferenceTarget = 'Patient' | 'Practitioner' | 'Encounter';

/** What the mapping of one resource may ask of the bundle that it is in. */
export interface MappingContext {
  /** The id of the row that a reference points to; undefined where that is not known to exist, or of another kind. */
  findRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined;
  /**
   * As `findRow`, for a reference that must hold: where its row is not known yet, the file waits for the others.
   * @returns undefined where the reference is missing or points to something of another kind
   */
  findRequiredRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined;
  /** The name of an Organization or Location in the same bundle. */
  findName(reference: Reference | undefined): string | undefined;
  /** The code of a Medication in the same bundle. */
  findMedication(reference: Reference | undefined): Concept | undefined;
  /** The medic of an encounter whose record names none: one that stands for nobody, and can't be booked. */
  addUnrecordedMedic(): string;
  /** Counts something that was left out or cut. */
  note(reason: string): void;
}

export type MappedTable =
  | 'exams'
  | 'medics'
  | 'medic_roles'
  | 'patients'
  | 'reservations'
  | 'medical_history_entries'
  | 'exam_results'
  | 'files'
  | 'file_texts';

/** A row as the tables have it, with the names of its columns. */
export interface MappedRow {
  readonly table: MappedTable;
  readonly values: { readonly id: string; readonly [column: string]: unknown };
  /**
   * Of a reservation: the exam that it is for. By name, so that what was loaded is known again whatever has become of the
   * catalogue since; its row is found when the reservation is written.
   */
  readonly exam?: { readonly name: string; readonly durationMinutes: number };
}

/** Something about a resource that keeps its file from being loaded. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** A text that fits its column; what is cut is counted. */
export function truncateText(text: string | undefined, maximum: number, context: MappingContext): string | null {
  // Neither NUL nor half a surrogate pair can be stored.
  const clean = text?.replaceAll('\0', '').toWellFormed().trim();
  if (clean === undefined || clean === '') return null;
  if (clean.length <= maximum) return clean;
  context.note(`a text was cut to ${maximum} characters`);
  return `${clean.slice(0, maximum - 1).toWellFormed()}…`;
}

/** A text that means nothing once it is cut, such as a number or a code: as it is, or not at all. */
export function dropIfTooLong(text: string | undefined, maximum: number, context: MappingContext): string | null {
  if (text === undefined || text.trim().length <= maximum) return truncateText(text, maximum, context);
  context.note(`a number or code of more than ${maximum} characters was left out`);
  return null;
}

/** A FHIR date as a day; the first of the month or year where it says no more. */
export function toCalendarDay(date: string | undefined): string | null {
  if (date === undefined) return null;
  const day = date.slice(0, 10);
  if (day.length === 4) return `${day}-01-01`;
  return day.length === 7 ? `${day}-01` : day;
}

export const toIsoInstant = (date: string | undefined): string | null =>
  date === undefined ? null : new Date(date).toISOString();

/** The first coding of a concept, with a display in any case. */
export function toCoding(concept: Concept, context: MappingContext) {
  const [coding] = concept.coding ?? [];
  const display = concept.text ?? coding?.display ?? coding?.code;
  return {
    system: dropIfTooLong(coding?.system, 200, context),
    code: dropIfTooLong(coding?.code, 100, context),
    display: truncateText(display, 500, context),
  };
}

/** As {@link toCoding}, for what must say something. */
export function requireCoding(concept: Concept, path: string, context: MappingContext) {
  const coding = toCoding(concept, context);
  if (coding.display === null) throw new MappingError(path, 'has neither a text nor a coding');
  return coding;
}

export function requireRow(
  reference: Reference | undefined,
  target: ReferenceTarget,
  path: string,
  context: MappingContext,
): string {
  const row = context.findRequiredRow(reference, target);
  if (row === undefined) throw new MappingError(path, `must refer to a ${target}`);
  return row;
}

/** A code that the column takes, or nothing. */
export function toKnownCode<Code extends string>(code: string | undefined, known: readonly Code[]): Code | null {
  return known.find((candidate) => candidate === code) ?? null;
}

const countryPrefixes: Record<string, { prefix: string; digits: number }> = {
  US: { prefix: '+1', digits: 10 },
  CA: { prefix: '+1', digits: 10 },
  CO: { prefix: '+57', digits: 10 },
  MX: { prefix: '+52', digits: 10 },
  ES: { prefix: '+34', digits: 9 },
  BR: { prefix: '+55', digits: 11 },
};

type Contacts = Pick<Resource<'Patient'>, 'telecom' | 'address'>;

export function toCountryCode({ address }: Contacts): string | null {
  const country = address?.[0]?.country?.trim().toUpperCase();
  if (country === undefined) return null;
  if (country === 'USA' || country === 'UNITED STATES') return 'US';
  return /^[A-Z]{2}$/.test(country) ? country : null;
}

/** A phone number in E.164, as far as one can be made of what is there. */
export function toPhoneNumber(person: Contacts, context: MappingContext): string | null {
  const value = person.telecom?.find(({ system }) => system === 'phone')?.value;
  if (value === undefined) return null;
  const digits = value.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
  const country = countryPrefixes[toCountryCode(person) ?? ''];
  const national =
    digits.length === 11 && digits.startsWith('1') && country?.prefix === '+1' ? digits.slice(1) : digits;
  const phone =
    country !== undefined && national.length === country.digits && !national.startsWith('+')
      ? country.prefix + national
      : digits;
  if (/^\+[1-9]\d{1,14}$/.test(phone)) return phone;
  context.note('a phone number that can’t be written in E.164 was left out');
  return null;
}

export function toEmailAddress({ telecom }: Contacts, context: MappingContext): string | null {
  const value = telecom?.find(({ system }) => system === 'email')?.value;
  if (value === undefined) return null;
  // What the API would not take from a client would keep every later change of the record from being made.
  const { data: email } = emailAddress.safeParse(value);
  if (email !== undefined) return email;
  context.note('an e-mail address that is none was left out');
  return null;
}

/** The official name of a person, in two parts. */
export function toNameColumns(names: Resource<'Patient'>['name'], context: MappingContext) {
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  const words = name?.text?.trim().split(/\s+/) ?? [];
  const givenName = truncateText(name?.given?.join(' ') ?? words.slice(0, -1).join(' '), 100, context);
  const familyName = truncateText(name?.family ?? words.at(-1), 100, context);
  if (givenName === null && familyName === null) throw new MappingError('name', 'says no name');
  // People with one name have it in both parts of ours.
  return { given_name: givenName ?? familyName, family_name: familyName ?? givenName };
}
