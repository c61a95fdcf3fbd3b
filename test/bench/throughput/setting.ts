import type { Clinic } from '../../../config/clinic.js';
import { LoaderEnvironment, parseEnvironment } from '../../../config/environment.js';
import { connectDatabase } from '../../../db/client/database.js';
import type { Services } from '../../../functions/http/context.js';
import { createLog } from '../../../functions/http/log.js';

export const poolSize = 8;

/** Production settings. */
export const accessesPerMinute = 600;

export const clinic: Clinic = {
  timeZone: 'America/Santiago',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  bookingHorizonDays: 730,
};

/** The API's services, with the settings of production and without logs. */
export const connectServices = (url: string, poolSize: number): Services => ({
  database: connectDatabase(
    parseEnvironment(LoaderEnvironment, { DATABASE_URL: url, DATABASE_POOL_SIZE: String(poolSize) }),
  ),
  clinic,
  now: () => new Date(),
  log: createLog(() => {}),
  release: 'benchmark',
  accessesPerMinute,
});

/** Enough accounts that none reaches its limit. */
export const accounts = 2_000;

/** Returns a function that returns the caller of the next request: a medic, who can read the whole record. */
export function createCallerSequence(): () => { subject: string; role: 'medic' } {
  let count = 0;
  return () => {
    count += 1;
    return { subject: `medic-${count % accounts}`, role: 'medic' };
  };
}
