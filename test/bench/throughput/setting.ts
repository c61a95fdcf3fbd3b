import type { Clinic } from '../../../config/clinic.js';

export const poolSize = 8;

/** Production settings. */
export const accessesPerMinute = 600;

export const clinic: Clinic = {
  timeZone: 'America/Santiago',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
};

/** Enough accounts that none reaches its limit. */
const accounts = 2_000;

/** The caller of the next request: medics, who see the whole record. */
export function createCallerSequence(): () => { subject: string; role: 'medic' } {
  let count = 0;
  return () => {
    count += 1;
    return { subject: `medic-${count % accounts}`, role: 'medic' };
  };
}
