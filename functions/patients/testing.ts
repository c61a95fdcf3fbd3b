import { expect } from 'vitest';
import type { Client, TestApi, TestResponse } from '../../test/support/api.js';

let made = 0;

/** What a client sends to register a person that no other test knows. */
export function createPersonInput(fields: object = {}) {
  made += 1;
  return { givenName: 'Ada', familyName: `Person${made}`, birthDate: '1980-05-17', gender: 'female', ...fields };
}

/** Registers a person, and expects that it can be. */
export async function registerPatient(client: Client, fields: object = {}): Promise<TestResponse['body']> {
  const answer = await client.post('/v1/patients', createPersonInput(fields));
  expect([answer.status, answer.body.errors ?? answer.body.type]).toEqual([201, undefined]);
  return answer.body;
}

export const buildPatientPath = ({ id }: { id: string }): string => `/v1/patients/${id}`;

/** What a problem says, short enough to compare. */
export const toProblemPointers = ({ status, body }: TestResponse) => [
  status,
  body.type,
  (body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer),
];

/** Puts a reservation of a patient into the database, past the API, which is not what these tests are about. */
export async function insertPatientReservation(
  { db }: TestApi,
  patientId: string,
  { startsAt, endsAt, status = 'scheduled' }: { startsAt: string; endsAt: string; status?: string },
): Promise<void> {
  made += 1;
  await db.sql`
    with medic as (
      insert into medics (given_name, family_name, license_number)
      values ('Omar', 'Medic', ${`P-${made}`}) returning id
    ), exam as (
      insert into exams (name, type, duration_minutes) values (${`Exam ${made}`}, 'imaging', 30) returning id
    )
    insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at, status)
    select ${patientId}, medic.id, exam.id, ${startsAt}, ${endsAt}, ${status} from medic, exam`;
}

/** The audit events of one request. */
export const readAuditEvents = ({ db }: TestApi, requestId: string) => db.sql`
  select actor_subject as actor, actor_role as role, action, resource_type as type, resource_id as resource,
    patient_ids as patients, outcome, status
  from audit_events where request_id = ${requestId}`;
