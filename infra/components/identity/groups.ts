/** The groups of the user pool, in order of precedence: an account in several groups acts as the first. */
export const groups = [
  { name: 'admin', description: "Administers the clinic's system" },
  { name: 'medic', description: 'Treats patients' },
  { name: 'staff', description: 'Front desk and administration' },
  { name: 'patient', description: 'Patients, with access to their own records' },
] as const;

/** Every group but patients, including groups that don't exist yet, must use a second factor. */
export const isWorkforce = (group: string): boolean => group !== 'patient';

/** Name of the app client for setting up the second factor. */
export const enrolmentClientName = 'enrolment';
