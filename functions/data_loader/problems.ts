import { toDatabaseFailure } from '../../db/client/errors.js';
import { FileError, type FileProblem } from './report.js';

const constraintReasons: Record<string, string> = {
  patients_national_id_unique: 'another patient already has the national id',
  medics_license_number_unique: 'another medic already has the license number',
  exams_name_unique: 'another exam already has the name',
};

/** Constraints that a valid visit can violate: in a hospital, visits of one medic overlap. */
const overlapReasons: Record<string, string> = {
  reservations_medic_free: 'overlaps another reservation of its medic',
  reservations_patient_free: 'overlaps another reservation of its patient',
};

/** Returns the reason if the database has no place for a reservation beside others. */
export function findOverlap(error: unknown): string | undefined {
  const failure = toDatabaseFailure(error);
  return failure !== undefined && 'constraint' in failure ? overlapReasons[failure.constraint] : undefined;
}

/** Visits that can't be kept beside others. Their group is loaded again without them. */
export class OverlapError extends Error {
  override readonly name = 'OverlapError';
  /** By the key of the entry. */
  readonly reasons: ReadonlyMap<number, string>;

  constructor(reasons: ReadonlyMap<number, string>) {
    super('visits overlap');
    this.reasons = reasons;
  }
}

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
