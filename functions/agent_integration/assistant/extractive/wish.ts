import { addCalendarDays, toClockTime } from '../clock.js';
import type { KnownExam } from '../queries.js';
import { partIn, partOf, type RecordPart } from './record-parts.js';
import { folded, isCommon, wordsOf } from './words.js';

/** How a patient is named in a message, in the words of the lookup. */
export interface NamedPatient {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly birthDate?: string;
}

/** When an appointment is to be, on the clinic's clock. */
export interface NamedTime {
  /** `YYYY-MM-DD` */
  readonly day?: string;
  /** `HH:MM` */
  readonly clockTime?: string;
}

/** What a message asks for, by plain rules. */
export interface Wish {
  readonly kind: 'book' | 'findSlots' | 'findPatient' | 'question';
  readonly exam: KnownExam | undefined;
  readonly patient: NamedPatient | undefined;
  /** Of a record, what is asked about. */
  readonly part: RecordPart | undefined;
  /** In a question about a record that names nobody for certain, who may be meant. */
  readonly perhapsName: string | undefined;
  readonly medicName: string | undefined;
  readonly time: NamedTime;
}

const politely = `^(?:please,? +|(?:can|could|would) you (?:please +)?|i(?: would|[’']d) like to +|i want to +)?`;
const booking = new RegExp(`${politely}(?:book|reserve|schedule)\\b`, 'i');
const slots = /\b(?:free|available|availability|slots?|openings?|appointments?)\b/i;
const finding = new RegExp(`${politely}(?:find|look ?up|search for|who is)\\b`, 'i');

/** The exam whose name stands in the message, the longest where several do. */
function examIn(message: string, exams: readonly KnownExam[]): KnownExam | undefined {
  const said = folded(message);
  return exams
    .filter(({ name }) => said.includes(folded(name)))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
}

function without(message: string, name: string): string {
  const start = folded(message).indexOf(folded(name));
  return `${message.slice(0, start)},${message.slice(start + folded(name).length)}`;
}

const capitalised = String.raw`\p{Lu}[\p{L}\p{N}'’-]*`;
const nameSequence = new RegExp(`${capitalised}(?: +(?:(?:de|da|del|la|van|von|der|bin|al) +)*${capitalised})*`, 'gu');
const medicPattern = new RegExp(`\\bwith +(?:(?:Dr|Doctor)\\.? +)?(${capitalised}(?: +${capitalised})*)`, 'u');
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const noNames = new Set([
  ...weekdays,
  ...'january february march april may june july august september october november december'.split(' '),
  ...'a an are at book can could did do does dr doctor exam exams find for give has have how i in is list look lookup may of on patient please reserve schedule search should show tell the was what when where which who whose will with would'.split(
    ' ',
  ),
  ...'cual cuales cuando de del dime la las los paciente que quien tiene toma'.split(' '),
]);

/** Whether a word is no name's first, with a capital or not. */
const beginsNoName = (word: string): boolean => noNames.has(folded(word)) || partOf(word) !== undefined;

/** One name alone fits too many people, and a sentence is no name. */
const nameOf = (words: readonly string[]): string | undefined => (words.length >= 2 ? words.join(' ') : undefined);

function nameIn(message: string): string | undefined {
  for (const [sequence] of message.matchAll(nameSequence)) {
    const words = sequence.replace(/[’']s\b/g, '').split(/ +/);
    while (words[0] !== undefined && beginsNoName(words[0])) words.shift();
    const name = nameOf(words);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** What is left of a question's words, in whatever case and order. */
function nameAmong(message: string): string | undefined {
  const words = wordsOf(message.replace(/[’']s\b/g, '')).filter((word) => !beginsNoName(word) && !isCommon(word));
  return words.length <= 4 ? nameOf(words) : undefined;
}

function patientIn(message: string): NamedPatient | undefined {
  const email = message.match(/[^\s@<>,;]+@[^\s@<>,;]+\.[A-Za-z]{2,}/)?.[0];
  const phone = message.match(/\+\d[\d ().-]{5,}\d/)?.[0];
  const birthDate = message.match(/\bborn (?:on )?(\d{4}-\d{2}-\d{2})\b/i)?.[1];
  const name = nameIn(message);
  const named = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(birthDate !== undefined && { birthDate }),
  };
  return Object.keys(named).length > 0 ? named : undefined;
}

function timeIn(message: string, now: Date, timeZone: string): NamedTime {
  const said = message.toLowerCase().replace(/\bborn (?:on )?\d{4}-\d{2}-\d{2}/, '');
  const today = toClockTime(now, timeZone).day;
  const weekday = weekdays.findIndex((name) => new RegExp(`\\b${name}\\b`).test(said));
  const ahead = (weekday - new Date(`${today}T12:00:00Z`).getUTCDay() + 7) % 7 || 7;
  const day =
    said.match(/\b\d{4}-\d{2}-\d{2}\b/)?.[0] ??
    (/\btoday\b/.test(said) ? today : undefined) ??
    (/\btomorrow\b/.test(said) ? addCalendarDays(today, 1) : undefined) ??
    (weekday < 0 ? undefined : addCalendarDays(today, ahead));
  const [, hour, minute = '00', half] = said.match(/\bat (\d{1,2})(?::(\d{2}))? ?(am|pm)?\b/) ?? [];
  const hours = hour === undefined ? undefined : (Number(hour) % (half ? 12 : 24)) + (half === 'pm' ? 12 : 0);
  return {
    ...(day !== undefined && { day }),
    ...(hours !== undefined && { clockTime: `${String(hours).padStart(2, '0')}:${minute}` }),
  };
}

function kindOf(message: string, exam: KnownExam | undefined): Wish['kind'] {
  if (exam !== undefined && booking.test(message.trim())) return 'book';
  if (exam !== undefined && slots.test(message)) return 'findSlots';
  return finding.test(message.trim()) ? 'findPatient' : 'question';
}

/** Reads a person's message, and nothing but that: what passages say can't make a wish. */
export function wishOf(text: string, exams: readonly KnownExam[], now: Date, timeZone: string): Wish {
  const message = text.normalize('NFC');
  const exam = examIn(message, exams);
  const medicName = message.match(medicPattern)?.[1];
  const withoutExam = exam === undefined ? message : without(message, exam.name);
  const kind = kindOf(message, exam);
  const part = kind === 'question' ? partIn(withoutExam) : undefined;
  const patient = patientIn(withoutExam.replace(medicPattern, ','));
  return {
    kind,
    exam,
    medicName,
    part,
    patient,
    perhapsName: part !== undefined && patient === undefined ? nameAmong(withoutExam) : undefined,
    time: timeIn(message, now, timeZone),
  };
}
