import type { Sql } from 'postgres';
import type { Database } from '../../db/client/database.js';
import { generateSample } from '../../db/sample/sample.js';
import { createMemorySource, loadRecords } from '../data_loader/load.js';
import type { LoadReport } from '../data_loader/report.js';
import { lexicalEmbedder } from '../knowledge/lexical-embedder.js';
import { loadSampleKnowledge } from './knowledge.js';
import { localSubject } from './server.js';

/** Loads the sample data: records and the general documents of the knowledge base. */
export async function loadSample(database: Database, now: Date): Promise<LoadReport> {
  const files = generateSample({ now }).map(({ name, bundle }) => ({ name, content: JSON.stringify(bundle) }));
  const report = await loadRecords(database, createMemorySource(files), { embedder: lexicalEmbedder });
  await loadSampleKnowledge(database);
  return report;
}

/**
 * Links the accounts of the ready-made tokens to a patient and a medic, unless they are linked already. A patient with
 * upcoming reservations, results and files comes first, because there is more to try with one.
 */
export async function linkAccounts(sql: Sql): Promise<void> {
  const isLinkable = sql`active and removed_at is null and account_subject is null`;
  const candidates = {
    patients: sql`
      select id from patients as patient where ${isLinkable}
      order by
        exists (
          select from reservations where patient_id = patient.id and starts_at > now() and status = 'scheduled'
        ) desc,
        exists (select from files where patient_id = patient.id and status = 'available') desc,
        exists (select from exam_results where patient_id = patient.id) desc,
        created_at, id
      limit 1`,
    medics: sql`select id from medics where ${isLinkable} order by created_at, id limit 1`,
  };
  for (const [table, role] of [
    ['patients', 'patient'],
    ['medics', 'medic'],
  ] as const) {
    const subject = localSubject(role);
    await sql`
      update ${sql(table)} set account_subject = ${subject} where id = (${candidates[table]})
        and not exists (select from ${sql(table)} where account_subject = ${subject} and removed_at is null)`;
  }
}
