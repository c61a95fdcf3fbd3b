import * as z from 'zod';

const clockTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day, HH:MM, from 00:00 to 24:00');

/** A working period on one weekday, in the clinic's time zone. Weekdays are numbered as in ISO 8601. */
export const WorkingPeriod = z
  .strictObject({
    weekday: z.int().min(1).max(7).describe('Weekday, from 1 (Monday) to 7 (Sunday).'),
    from: clockTime.describe('Start of the period, HH:MM.'),
    to: clockTime.describe('End of the period, HH:MM; 24:00 is midnight.'),
  })
  .refine((period) => period.from < period.to, { path: ['to'], error: 'must be later than from' });
export type WorkingPeriod = z.infer<typeof WorkingPeriod>;

/** Returns true for names that the platform knows, including aliases such as `EST5EDT`, but not for offsets such as `+02:00`. */
function isTimeZone(name: string): boolean {
  // The list has no aliases, but it is ten times as fast as a formatter, and every cold start runs this.
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

export const Clinic = z.strictObject({
  /** Working hours are wall-clock times in this zone, through daylight-saving changes. */
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone such as America/New_York')
    .describe(
      'IANA time zone of the working hours, such as `America/New_York`. A change moves the hours that can be booked from then on.',
    ),
  workingHours: z
    .array(WorkingPeriod)
    .describe('Working hours of medics without their own; Monday to Friday, 08:00 to 20:00 by default.'),
  bookingHorizonDays: z
    .int()
    .min(1)
    .max(3650)
    .describe('How far ahead a reservation can start, in days; 730 by default. A later start is rejected.'),
});
export type Clinic = z.infer<typeof Clinic>;

/** Monday to Friday, 08:00 to 20:00: the peak hours of the 2025 cost study. */
export const defaultClinic: Clinic = {
  timeZone: 'America/New_York',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '20:00' })),
  bookingHorizonDays: 730,
};
