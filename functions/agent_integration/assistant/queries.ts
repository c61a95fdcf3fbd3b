import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { exams } from '../../../db/schema/index.js';

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

export interface BookingNames {
  readonly patientName: string | null;
  /** `YYYY-MM-DD` */
  readonly patientBirthDate: string | null;
  readonly medicName: string | null;
  readonly examName: string | null;
  readonly durationMinutes: number | null;
}

/** Finds the names behind a booking's ids; null where the caller can see no such record. */
export async function findBookingNames(
  tx: Transaction,
  ids: { patientId: string; medicId: string; examId: string },
): Promise<BookingNames> {
  const [row] = await tx.execute<BookingNames & Record<string, unknown>>(sql`
    select
      (select given_name || ' ' || family_name from patients where id = ${ids.patientId}) as "patientName",
      (select birth_date::text from patients where id = ${ids.patientId}) as "patientBirthDate",
      (select given_name || ' ' || family_name from medics where id = ${ids.medicId}) as "medicName",
      (select name from exams where id = ${ids.examId}) as "examName",
      (select duration_minutes from exams where id = ${ids.examId}) as "durationMinutes"`);
  if (row === undefined) throw new Error('The select returned no row.');
  return row;
}
