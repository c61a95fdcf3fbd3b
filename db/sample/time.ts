export const millisecondsPerDay = 86_400_000;
export const millisecondsPerMinute = 60_000;

/**
 * Ages, birth dates and medical histories refer to this day for any `now`, so that patients are the same in every run.
 * Move it forward every few years, or the sample's infants become schoolchildren.
 */
export const referenceDay = new Date('2026-01-01T00:00:00Z');

export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + days * millisecondsPerDay);
export const startOfDay = (date: Date): Date =>
  new Date(Math.floor(date.getTime() / millisecondsPerDay) * millisecondsPerDay);
export const toIsoDay = (date: Date): string => date.toISOString().slice(0, 10);
export const parseIsoDay = (day: string): Date => new Date(`${day}T00:00:00Z`);
export const laterDate = (a: Date, b: Date): Date => (a > b ? a : b);

export function computeAgeYears(birthDate: string, at: Date): number {
  const years = at.getUTCFullYear() - Number(birthDate.slice(0, 4));
  return toIsoDay(at).slice(5) < birthDate.slice(5) ? years - 1 : years;
}
