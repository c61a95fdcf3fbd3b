import { desc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { patients } from '../../db/schema/index.js';
import type { lookupCriteria, PatientLookup } from './schemas.js';

/** Returns the best matches, best first. The routine `lookup_patients` explains the ranking. */
export async function lookUpPatients(tx: Transaction, asked: PatientLookup) {
  const { name = null, nationalId = null, email = null, phone = null, birthDate = null, limit } = asked;
  const score = sql<number>`candidate.score`;
  return tx
    .select({
      patient: {
        id: patients.id,
        givenName: patients.givenName,
        familyName: patients.familyName,
        birthDate: patients.birthDate,
        birthDatePrecision: patients.birthDatePrecision,
        gender: patients.gender,
        active: patients.active,
      },
      score,
      matched: sql<(typeof lookupCriteria)[number][]>`to_jsonb(candidate.matched)`,
    })
    .from(
      sql`lookup_patients(${name}, ${nationalId}, ${email}, ${phone}, ${birthDate}::date, ${limit}::integer) as candidate`,
    )
    .innerJoin(patients, eq(patients.id, sql`candidate.patient_id`))
    .orderBy(desc(score), patients.searchName, patients.id);
}
