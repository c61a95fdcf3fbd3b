import { expect } from 'vitest';
import type { Client, TestApi, TestResponse } from '../../test/support/api.js';

let made = 0;

/** Returns the input for a person that no other test uses. */
export function createPersonInput(fields: object = {}) {
  made += 1;
  return { givenName: 'Ada', familyName: `Person${made}`, birthDate: '1980-05-17', gender: 'female', ...fields };
}

/** Creates a patient and expects success. */
export async function registerPatient(client: Client, fields: object = {}): Promise<TestResponse['body']> {
  const answer = await client.post('/v1/patients', createPersonInput(fields));
  expect([answer.status, answer.body.errors ?? answer.body.type]).toEqual([201, undefined]);
  return answer.body;
}

export const buildPatientPath = ({ id }: { id: string }): string => `/v1/patients/${id}`;

/** Shortens a problem for comparison. */
export const toProblemPointers = ({ status, body }: TestResponse) => [
  status,
  body.type,
  (body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer),
];

/** Reads the audit events of one request. */
export const readAuditEvents = ({ db }: TestApi, requestId: string) => db.sql`
  select actor_subject as actor, actor_role as role, action, resource_type as type, resource_id as resource,
    patient_ids as patients, outcome, status
  from audit_events where request_id = ${requestId}`;
