import { z } from '@hono/zod-openapi';
import type { DatePrecision } from '../../db/schema/columns.js';
import { instantInput, textOutput } from './schemas.js';

/** Characters of each precision: `1980`, `1980-05`, `1980-05-17`. */
const lengths: Record<DatePrecision, number> = { year: 4, month: 7, day: 10 };

const pattern = '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$';
const example = 'YYYY, YYYY-MM or YYYY-MM-DD';

/** The first day of a date that may be partly known. */
export const toFirstDay = (date: string): string => `${date}-01-01`.slice(0, lengths.day);

/** The last day of a date that may be partly known. */
export function toLastDay(date: string): string {
  if (date.length === lengths.day) return date;
  if (date.length === lengths.year) return `${date}-12-31`;
  const [year, month] = date.split('-');
  return new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, lengths.day);
}

export const toPrecision = (date: string): DatePrecision =>
  date.length === lengths.year ? 'year' : date.length === lengths.month ? 'month' : 'day';

/** Returns a stored date as it was given. */
export const toPartialDate = (firstDay: string, precision: DatePrecision): string =>
  firstDay.slice(0, lengths[precision]);

/** Returns true if one date ends before another begins, as precise as both are. */
export const isBefore = (one: string, other: string): boolean => toLastDay(one) < toFirstDay(other);

/** Formats are cached: creating one takes as long as a query. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Returns the calendar date in a time zone, `YYYY-MM-DD`. */
export function toLocalDay(timeZone: string, instant: Date): string {
  let format = dayFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}

/** A FHIR R4 `date`, kept as precise as it is given. */
export const partialDate = z
  .string()
  .regex(new RegExp(pattern), { abort: true, error: `must be a date: ${example}` })
  .refine((date) => z.iso.date().safeParse(toFirstDay(date)).success, { abort: true, error: 'is not a calendar date' })
  .refine((date) => date >= '1000', 'must not be before the year 1000')
  .openapi({ pattern, minLength: 4, maxLength: 10, description: `A FHIR date: ${example}.` });

export const partialDateOutput = textOutput(10).openapi({
  pattern,
  description: `A FHIR date, as precise as it was given: ${example}.`,
});

/** A FHIR R4 `dateTime`: an instant, or a date as precise as it is given. A date stays text. */
export const dateTime = z
  .union([instantInput, partialDate], {
    error: `must be an RFC 3339 time such as 2026-01-31T09:30:00Z, or a date: ${example}, from the year 1000 to 9999`,
  })
  .openapi({
    type: 'string',
    minLength: 4,
    maxLength: 40,
    description: `A FHIR dateTime: an RFC 3339 time, or a date (${example}), which is a day, month or year in the clinic's time zone.`,
  });

export const dateTimeOutput = textOutput(30).openapi({
  description: `A FHIR dateTime, as precise as it was given: a UTC time, or a date (${example}) in the clinic's time zone.`,
});
