import { toDatabaseFailure } from '../../db/client/errors.js';
import { FileError, type FileProblem } from './report.js';

const constraintReasons: Record<string, string> = {
  patients_national_id_unique: 'another patient already has the national id',
  medics_license_number_unique: 'another medic already has the license number',
  exams_name_unique: 'another exam already has the name',
  reservations_medic_free: 'overlaps another reservation of its medic',
  reservations_patient_free: 'overlaps another reservation of its patient',
};

/** Converts an error to problems that contain no value of a record. */
export function toProblems(error: unknown, position: string): readonly FileProblem[] {
  if (error instanceof FileError) return error.problems;
  const failure = toDatabaseFailure(error);
  if (failure?.kind === 'foreign-key') return [{ position, reason: 'requires a resource that was refused' }];
  if (failure !== undefined) {
    const constraint = 'constraint' in failure ? failure.constraint : failure.kind;
    return [{ position, reason: constraintReasons[constraint] ?? `the database rejects it (${constraint})` }];
  }
  if (error instanceof RangeError) return [{ position, reason: 'is nested too deeply' }];
  const { code, name } = error as NodeJS.ErrnoException;
  return [{ position, reason: `can't be read (${code ?? name})` }];
}
