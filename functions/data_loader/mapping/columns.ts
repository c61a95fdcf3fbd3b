import type { Concept, Reference } from './data-types.js';
import { type MappingContext, MappingError, type ReferenceTarget } from './mapping.js';

/** Fits a text into its column; truncation is noted. */
export function truncateText(text: string | undefined, maximum: number, context: MappingContext): string | null {
  // PostgreSQL stores neither NUL nor lone surrogates.
  const clean = text?.replaceAll('\0', '').toWellFormed().trim();
  if (clean === undefined || clean === '') return null;
  if (clean.length <= maximum) return clean;
  context.note(`a text was truncated to ${maximum} characters`);
  return `${clean.slice(0, maximum - 1).toWellFormed()}…`;
}

/** Leaves out a number or code that is too long, and notes it: truncated, it would be wrong. */
export function dropIfTooLong(text: string | undefined, maximum: number, context: MappingContext): string | null {
  if (text === undefined || text.trim().length <= maximum) return truncateText(text, maximum, context);
  context.note(`a number or code longer than ${maximum} characters was left out`);
  return null;
}

/** Converts a FHIR date to a day; a month or year becomes its first day. */
export function toCalendarDay(date: string | undefined): string | null {
  if (date === undefined) return null;
  const day = date.slice(0, 10);
  if (day.length === 4) return `${day}-01-01`;
  return day.length === 7 ? `${day}-01` : day;
}

export const toIsoInstant = (date: string | undefined): string | null =>
  date === undefined ? null : new Date(date).toISOString();

/** Returns a concept's text, or else the display of its first coding. */
export const getLabel = (concept: Concept | undefined): string | undefined =>
  concept?.text ?? concept?.coding?.[0]?.display;

/** Converts the first coding of a concept to columns; the display falls back to the code. */
export function toCoding(concept: Concept, context: MappingContext) {
  const [coding] = concept.coding ?? [];
  return {
    system: dropIfTooLong(coding?.system, 200, context),
    code: dropIfTooLong(coding?.code, 100, context),
    display: truncateText(getLabel(concept) ?? coding?.code, 500, context),
  };
}

/** @throws MappingError if the concept has neither text nor coding */
export function requireCoding(concept: Concept, path: string, context: MappingContext) {
  const coding = toCoding(concept, context);
  if (coding.display === null) throw new MappingError(path, 'has neither text nor a coding');
  return coding;
}

/** @throws MappingError if the reference is missing or has another target type */
export function requireRow(
  reference: Reference | undefined,
  target: ReferenceTarget,
  path: string,
  context: MappingContext,
): string {
  const row = context.findRequiredRow(reference, target);
  if (row === undefined) throw new MappingError(path, `must reference a ${target}`);
  return row;
}
