/** The groups of the user pool, from the one that may do most: an account in several acts in the first. */
export const groups = [
  { name: 'admin', description: 'Runs the clinic’s system' },
  { name: 'medic', description: 'Treats patients' },
  { name: 'staff', description: 'Front desk and administration' },
  { name: 'patient', description: 'Patients, for their own records' },
] as const;

/** Everyone but patients works for the clinic; so does a group that nobody has thought of yet. */
export const isWorkforce = (group: string): boolean => group !== 'patient';

/** What the app client is called that people set up their second factor with. */
export const enrolmentClientName = 'enrolment';
