import type { SampleMedic } from './clinic.js';
import { weekdays } from './medics.js';
import type { Random } from './random.js';
import { addDays, millisecondsPerMinute } from './time.js';

export interface Period {
  start: Date;
  end: Date;
}

interface Booking {
  patientId: string;
  medics: SampleMedic[];
  durationMinutes: number;
  /** Days from today, inclusive. */
  fromDay: number;
  toDay: number;
}

export interface BookedSlot extends Period {
  medic: SampleMedic;
}

// In UTC: 09:00 to 15:00 in New York's winter, 10:00 to 16:00 in its summer. Both are within the clinics' hours.
const earliestMinute = 14 * 60;
const latestMinute = 20 * 60;
const stepMinutes = 15;
const attempts = 400;

const toMinutes = (clockTime: string): number => Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));

/** The medic's working time on a day, in minutes of the UTC day, narrowed to what is valid in summer and winter. */
function listWindows(medic: SampleMedic, day: Date): [from: number, to: number][] {
  const weekday = weekdays[(day.getUTCDay() + 6) % 7];
  if (weekday === undefined || weekday === 'sat' || weekday === 'sun') return [];
  if (!medic.hours) return [[earliestMinute, latestMinute]];
  return medic.hours
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => [
      Math.max(earliestMinute, toMinutes(from) + 5 * 60),
      Math.min(latestMinute, toMinutes(to) + 4 * 60),
    ]);
}

/** The appointments made so far. No medic or patient is in two places at once. */
export class Calendar {
  readonly #taken = new Map<string, Period[]>();
  readonly #today: Date;

  constructor(today: Date) {
    this.#today = today;
  }

  /** Books a random free time. Returns undefined if it finds none. */
  book(random: Random, { patientId, medics, durationMinutes, fromDay, toDay }: Booking): BookedSlot | undefined {
    if (fromDay > toDay) return undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const medic = random.pick(medics);
      const day = addDays(this.#today, random.integer(fromDay, toDay));
      const windows = listWindows(medic, day).filter(([from, to]) => to - from >= durationMinutes);
      if (windows.length === 0) continue;
      const [from, to] = random.pick(windows);
      const minute = from + stepMinutes * random.integer(0, Math.floor((to - from - durationMinutes) / stepMinutes));
      const start = new Date(day.getTime() + minute * millisecondsPerMinute);
      const end = new Date(start.getTime() + durationMinutes * millisecondsPerMinute);
      const calendars = [medic.id, patientId].map((id) => this.#getCalendar(id));
      if (calendars.every((taken) => taken.every((other) => end <= other.start || start >= other.end))) {
        for (const taken of calendars) taken.push({ start, end });
        return { start, end, medic };
      }
    }
    return undefined;
  }

  #getCalendar(id: string): Period[] {
    const calendar = this.#taken.get(id) ?? [];
    this.#taken.set(id, calendar);
    return calendar;
  }
}
