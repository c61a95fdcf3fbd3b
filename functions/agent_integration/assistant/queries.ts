import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { exams, medics, patients } from '../../../db/schema/index.js';
import { toPartialDate } from '../../http/partial-dates.js';

/** An exam, as given to a model. */
export interface KnownExam {
  readonly id: string;
  readonly name: string;
  readonly durationMinutes: number;
}

/** Finds the active exams whose names are closest to a text. */
export async function findExamsByName(tx: Transaction, text: string, limit: number): Promise<KnownExam[]> {
  return tx
    .select({ id: exams.id, name: exams.name, durationMinutes: exams.durationMinutes })
    .from(exams)
    .where(and(eq(exams.active, true), isNull(exams.removedAt)))
    .orderBy(desc(sql`word_similarity(fold_text(${exams.name}), fold_text(${text}))`), exams.name, exams.id)
    .limit(limit);
}

/** Finds the names behind a booking's ids; undefined if the caller can't see one of the records. */
export async function findBookingNames(tx: Transaction, ids: { patientId: string; medicId: string; examId: string }) {
  const [row] = await tx
    .select({
      patientName: sql<string>`${patients.givenName} || ' ' || ${patients.familyName}`,
      birthDate: patients.birthDate,
      birthDatePrecision: patients.birthDatePrecision,
      medicName: sql<string>`${medics.givenName} || ' ' || ${medics.familyName}`,
      examName: exams.name,
      durationMinutes: exams.durationMinutes,
    })
    .from(patients)
    .innerJoin(medics, eq(medics.id, ids.medicId))
    .innerJoin(exams, eq(exams.id, ids.examId))
    .where(eq(patients.id, ids.patientId));
  if (row === undefined) return undefined;
  const { birthDate, birthDatePrecision, ...names } = row;
  return { ...names, patientBirthDate: toPartialDate(birthDate, birthDatePrecision) };
}
