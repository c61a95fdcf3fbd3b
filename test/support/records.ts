import type postgres from 'postgres';
import { createInvitationCode, hashInvitationCode } from '../../functions/patients/invitations/codes.js';

export const sha256 = 'a'.repeat(64);

/** Ids of records for one request, so that requests don't affect each other. */
export interface Records {
  readonly patient: string;
  readonly medic: string;
  readonly exam: string;
  readonly reservation: string;
  readonly result: string;
  readonly file: string;
  readonly document: string;
  /** A conversation of `admin-account` about the patient. */
  readonly session: string;
  /** An open invitation of the patient, and its code. */
  readonly invitation: string;
  readonly code: string;
  /** The patient's account. */
  readonly subject: string;
}

let count = 0;

/** Inserts records directly into the database, without the API. */
export async function makeRecords({ db: { sql } }: { db: { sql: postgres.Sql } }): Promise<Records> {
  count += 1;
  const subject = `subject-${count}`;
  const [row] = await sql`
    with patient as (
      insert into patients (given_name, family_name, birth_date, gender, account_subject)
      values ('Pat', 'Ient', '1990-01-01', 'other', ${subject}) returning id
    ), medic as (
      insert into medics (given_name, family_name, license_number) values ('Me', 'Dic', ${subject}) returning id
    ), exam as (
      insert into exams (name, type, duration_minutes) values (${subject}, 'laboratory', 30) returning id
    )
    select patient.id as patient, medic.id as medic, exam.id as exam from patient, medic, exam`;
  const { patient, medic, exam } = row as { patient: string; medic: string; exam: string };
  const [booked] = await sql`
    insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at)
    values (${patient}, ${medic}, ${exam}, '2026-03-03T15:00:00Z', '2026-03-03T15:30:00Z') returning id`;
  const [found] = await sql`
    insert into exam_results (patient_id, display, effective_at, status) values (${patient}, 'X', now(), 'final')
    returning id`;
  const [stored] = await sql`
    insert into files (patient_id, file_name, content_type, size_bytes, sha256, category, status, object_key)
    values (${patient}, 'x.txt', 'text/plain', 1, ${sha256}, 'other', 'available', ${`files/${patient}`}) returning id`;
  const [known] = await sql`
    insert into bedrock_integration.knowledge_base (chunks, custom_metadata)
    values ('x', json_build_object('documentId', gen_random_uuid(), 'patientId', ${patient}::uuid)) returning custom_metadata ->> 'documentId' as id`;
  const [opened] = await sql`
    insert into assistant_sessions (owner_subject, patient_id) values ('admin-account', ${patient}) returning id`;
  const code = createInvitationCode();
  const [key] = await sql`select key from application_keys where purpose = 'invitation'`;
  const [invited] = await sql`
    insert into patient_invitations (patient_id, code_hash) values (${patient}, ${hashInvitationCode(key?.key, code)})
    returning id`;
  const ids = {
    reservation: booked?.id,
    result: found?.id,
    file: stored?.id,
    document: known?.id,
    session: opened?.id,
    invitation: invited?.id,
  };
  return { patient, medic, exam, ...ids, code, subject };
}
