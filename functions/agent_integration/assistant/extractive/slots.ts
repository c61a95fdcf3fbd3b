import { addCalendarDays, toClockTime, toInstant } from '../clock.js';
import type { Exchange, FreeSlot } from './exchange.js';
import type { NamedTime, Wish } from './wish.js';
import { folded } from './words.js';

/** How far ahead slots are looked for where no day is named. */
const searchedDays = 14;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** As many as one search gives: those that a message means may be the last ones. */
const searchedSlots = 500;

/** When slots may begin: at the time or on the day that is named, or on the next days. */
function stretchOf({ day, clockTime }: NamedTime, now: Date, timeZone: string): { from: Date; lastAt: Date } {
  if (day === undefined || Number.isNaN(Date.parse(`${day}T${clockTime ?? '00:00'}:00Z`))) {
    return { from: now, lastAt: new Date(now.getTime() + searchedDays * dayMilliseconds) };
  }
  const from = toInstant(day, clockTime ?? '00:00', timeZone);
  return { from, lastAt: clockTime === undefined ? toInstant(addCalendarDays(day, 1), '00:00', timeZone) : from };
}

/** The input of a search for slots; after one that gave all that it may, it goes on from the last of them. */
export function slotSearchOf({ situation, slots }: Exchange, { exam, time }: Wish): object {
  const { now, timeZone } = situation.clinic;
  const { from, lastAt } = stretchOf(time, new Date(now), timeZone);
  return {
    examId: exam?.id,
    from: slots?.at(-1)?.startsAt ?? from.toISOString(),
    to: new Date(lastAt.getTime() + (exam?.durationMinutes ?? 0) * 60_000).toISOString(),
    limit: searchedSlots,
  };
}

function fitting(slots: readonly FreeSlot[], { medicName, time }: Wish, timeZone: string): FreeSlot[] {
  const medicWords = folded(medicName ?? '').split(/\s+/);
  return slots.filter((slot) => {
    const { day, clockTime } = toClockTime(new Date(slot.startsAt), timeZone);
    return (
      (time.day === undefined || time.day === day) &&
      (time.clockTime === undefined || time.clockTime === clockTime) &&
      medicWords.every((word) => folded(slot.medicName).includes(word))
    );
  });
}

/** The free slots that a message means; undefined while they may be among those that no search has given yet. */
export function foundSlots({ situation, slots }: Exchange, wish: Wish): FreeSlot[] | undefined {
  const found = fitting(slots ?? [], wish, situation.clinic.timeZone);
  const isWhole = slots !== undefined && slots.length < searchedSlots;
  return found.length > 0 || isWhole ? found : undefined;
}
