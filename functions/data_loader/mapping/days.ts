/** Formats are cached: creating one takes as long as mapping a resource. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns the wall-clock time in a zone, `YYYY-MM-DD hh:mm:ss`. */
function toWallClock(instant: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

const millisecondsPerDay = 86_400_000;

/** Returns the calendar day of an instant in a time zone, `YYYY-MM-DD`. */
export const toDay = (instant: number, timeZone: string): string => toWallClock(instant, timeZone).slice(0, 10);

/**
 * Returns the first instant of a calendar day in a time zone, like `first_instant_of` in the database: the earlier of two
 * midnights, and the first time after a midnight that clocks skip.
 */
export function toStartOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const starts = [midnight - millisecondsPerDay, midnight + millisecondsPerDay].map((nearby) => {
    const wallClock = Date.parse(`${toWallClock(nearby, timeZone).replace(' ', 'T')}Z`);
    return midnight - (wallClock - nearby);
  });
  const first = starts
    .sort((one, other) => one - other)
    .find((start) => toDay(start, timeZone) === day && toDay(start - 1, timeZone) !== day);
  return new Date(first ?? Math.max(...starts));
}

/** Returns the first instant after a calendar day in a time zone. */
export const toEndOfDay = (day: string, timeZone: string): Date =>
  toStartOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + millisecondsPerDay).toISOString().slice(0, 10), timeZone);

/** Returns true if a FHIR date or dateTime has not begun. A date is a day, month or year in the time zone. */
export const isInFuture = (date: string, { timeZone }: { readonly timeZone: string }): boolean =>
  date.length > 10 ? Date.parse(date) > Date.now() : date > toDay(Date.now(), timeZone).slice(0, date.length);
