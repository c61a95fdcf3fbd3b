import type { DatePrecision } from '../../../db/schema/columns.js';
import { toStorableText } from '../storable.js';
import { findCode } from './codes.js';
import type { Annotation, Concept, Reference } from './data-types.js';
import { type MappingContext, NotKeptError, type ReferenceTarget } from './mapping.js';

function toStorable(text: string, element: string, context: MappingContext): string {
  const storable = toStorableText(text);
  if (storable !== text) context.leaveOut(element, 'characters that the database cannot store');
  return storable;
}

/** Fits a text into its column. */
export function fitText(
  text: string | null | undefined,
  maximum: number,
  element: string,
  context: MappingContext,
): string | null {
  const storable = toStorable(text ?? '', element, context).trim();
  if (storable === '') return null;
  if (storable.length <= maximum) return storable;
  context.leaveOut(element, `the text after ${maximum} characters`);
  return `${storable.slice(0, maximum - 1).toWellFormed()}…`;
}

/** Fits a text that is a value of its own, letter for letter. */
export function fitValue(text: string, maximum: number, element: string, context: MappingContext): string | null {
  const storable = toStorable(text, element, context);
  if (storable === '') return null;
  return storable.length <= maximum ? storable : fitText(storable, maximum, element, context);
}

/** Leaves out a number or code that is too long: truncated, it would be wrong. */
export function dropIfTooLong(
  text: string | undefined,
  maximum: number,
  element: string,
  context: MappingContext,
): string | null {
  if (text === undefined || text.trim().length <= maximum) return fitText(text, maximum, element, context);
  context.leaveOut(element, `longer than ${maximum} characters`);
  return null;
}

/** Leaves out an element that a condition keeps from the record. Elements that are absent are not counted. */
export function leaveOutIfPresent(value: unknown, element: string, reason: string, context: MappingContext): void {
  if (value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0))
    context.leaveOut(element, reason);
}

/** Leaves out all values of a repeated element but those that are kept. */
export function leaveOutOthers(
  count: number,
  kept: number,
  element: string,
  reason: string,
  context: MappingContext,
): void {
  if (count > kept) context.leaveOut(element, reason);
}

const precisions = new Map<number, DatePrecision>([
  [4, 'year'],
  [7, 'month'],
]);

interface PartialDate {
  /** The first day. */
  readonly day: string;
  readonly precision: DatePrecision;
  readonly hasTime: boolean;
}

/** Reads a FHIR date or dateTime. The day of a dateTime is the one that is written, in the value's own offset. */
export function parseDate(date: string): PartialDate {
  const written = date.slice(0, 10);
  return {
    day: `${written}-01-01`.slice(0, 10),
    precision: precisions.get(written.length) ?? 'day',
    hasTime: date.length > 10,
  };
}

/** Converts a date to the columns of its first day and its precision. A time of day has no place in them. */
export function toDateColumns<Name extends string>(
  name: Name,
  date: string | undefined,
  element: string,
  context: MappingContext,
): { readonly [Column in Name | `${Name}_precision`]: string | null };
export function toDateColumns(name: string, date: string | undefined, element: string, context: MappingContext) {
  const parsed = date === undefined ? undefined : parseDate(date);
  if (parsed?.hasTime) context.leaveOut(element, 'time of day');
  return { [name]: parsed?.day ?? null, [`${name}_precision`]: parsed?.precision ?? 'day' };
}

/** Returns the coding that a concept is known by: the one that a person selected, or else the first. */
const getCoding = ({ coding }: Concept) => coding?.find(({ userSelected }) => userSelected === true) ?? coding?.[0];

/** Returns a concept's text, or else the display of its coding, of any other coding, or the code. */
export const getLabel = (concept: Concept | undefined): string | undefined =>
  concept &&
  (concept.text ??
    getCoding(concept)?.display ??
    concept.coding?.find(({ display }) => display !== undefined)?.display ??
    getCoding(concept)?.code);

/** Counts the displays that a label doesn't contain. */
function leaveOutDisplays(concept: Concept, element: string, context: MappingContext): void {
  const { display } = getCoding(concept) ?? {};
  if (display !== undefined && display.trim() !== getLabel(concept)?.trim())
    context.leaveOut(`${element}.coding.display`, 'the text is kept');
  leaveOutOthers(concept.coding?.length ?? 0, 1, `${element}.coding`, 'one coding is kept', context);
}

/** Converts a concept to its label, which has no place for codes. */
export function toLabel(
  concept: Concept | undefined,
  maximum: number,
  element: string,
  context: MappingContext,
): string | null {
  if (concept === undefined) return null;
  leaveOutDisplays(concept, element, context);
  return fitText(getLabel(concept), maximum, element, context);
}

/** Converts the first concept of a list to its label. */
export function toFirstLabel(
  concepts: readonly Concept[] | undefined,
  maximum: number,
  element: string,
  context: MappingContext,
): string | null {
  leaveOutOthers(concepts?.length ?? 0, 1, element, 'only the first is kept', context);
  return toLabel(concepts?.[0], maximum, element, context);
}

/** Converts a concept to the columns of a coding; the display falls back to the code. */
export function toCoding(concept: Concept, element: string, context: MappingContext) {
  const coding = getCoding(concept);
  leaveOutDisplays(concept, element, context);
  return {
    system: dropIfTooLong(coding?.system, 200, `${element}.coding.system`, context),
    code: dropIfTooLong(coding?.code, 100, `${element}.coding.code`, context),
    display: fitText(getLabel(concept), 500, element, context),
  };
}

/** @throws NotKeptError if there is no concept, or one without text and coding */
export function requireCoding(concept: Concept | undefined, element: string, reason: string, context: MappingContext) {
  const coding = concept && toCoding(concept, element, context);
  if (coding === undefined || coding.display === null) throw new NotKeptError(reason);
  return { ...coding, display: coding.display };
}

/** Returns the code of a concept if a value set contains it. */
export function toKnownCode<const Codes extends readonly string[]>(
  concept: Concept | undefined,
  codes: Codes,
  element: string,
  context: MappingContext,
): Codes[number] | null {
  if (concept === undefined) return null;
  const known = findCode(concept, codes);
  if (known === undefined) context.leaveOut(element, 'not a code of FHIR R4');
  return known ?? null;
}

/** Joins notes with blank lines. */
export const joinNotes = (notes: readonly Annotation[] | undefined): string | undefined =>
  notes?.flatMap(({ text }) => (text === undefined || text.trim() === '' ? [] : text.trim())).join('\n\n');

/** @throws NotKeptError if the reference is missing or has another target type */
export function requireRow(
  reference: Reference | undefined,
  target: ReferenceTarget,
  element: string,
  context: MappingContext,
): string {
  const row = context.findRequiredRow(reference, target);
  if (row === undefined)
    throw new NotKeptError(reference === undefined ? `no ${element}` : `${element} is not a ${target}`);
  return row;
}
