import type { Clinic } from '../../../config/clinic.js';

export const poolSize = 8;

/** As in production. */
export const accessesPerMinute = 600;

export const clinic: Clinic = {
  timeZone: 'America/Santiago',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
};

/** So many accounts that none comes near its limit. */
const accounts = 2_000;

/** Who calls next: medics, who see the whole record. */
export function createCallerSequence(): () => { subject: string; role: 'medic' } {
  let count = 0;
  return () => {
    count += 1;
    return { subject: `medic-${count % accounts}`, role: 'medic' };
  };
}
