import * as z from 'zod';

const clockTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day, HH:MM, from 00:00 to 24:00');

/** One stretch of work on one weekday, in the clinic's time zone; `weekday` counts from Monday = 1 (ISO 8601). */
export const WorkingPeriod = z
  .strictObject({
    weekday: z.int().min(1).max(7).describe('From Monday, 1, to Sunday, 7.'),
    from: clockTime.describe('When work starts, HH:MM.'),
    to: clockTime.describe('When it ends, HH:MM; 24:00 is midnight.'),
  })
  .refine((period) => period.from < period.to, { path: ['to'], error: 'must be later than from' });
export type WorkingPeriod = z.infer<typeof WorkingPeriod>;

/** Whether the platform knows the name; an alias such as `EST5EDT` counts, an offset such as `+02:00` does not. */
function isTimeZone(name: string): boolean {
  // The list has no aliases, but reading it takes a tenth of what a format takes, and every cold start asks.
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** What holds for the clinic as a whole. */
export const Clinic = z.strictObject({
  /** IANA name. Working hours are wall-clock times there, through daylight-saving changes. */
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone such as America/New_York')
    .describe(
      'IANA name of the time zone that working hours are in. A change moves the hours that can be booked from then on.',
    ),
  /** Hours of a medic who has none of their own. */
  workingHours: z.array(WorkingPeriod).describe('Hours of a medic who has none of their own.'),
});
export type Clinic = z.infer<typeof Clinic>;

/** Monday to Friday from eight to eight: the cost report's peak hours. */
export const defaultClinic: Clinic = {
  timeZone: 'America/New_York',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '20:00' })),
};
