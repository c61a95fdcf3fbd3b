import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { localFolder } from '../../db/client/addresses.js';
import { createApp } from '../../functions/http/app.js';
import { createLog } from '../../functions/http/log.js';
import type { Role } from '../../functions/http/permissions.js';
import { createApiRouters, localAgent } from '../../functions/local/functions.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { generateNetwork } from '../bench/scale/generate.js';
import { createRequestContext } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { explainStatement, type QueryRecord, recordQueries } from './record.js';

/** Tables that don't grow with the number of patients. */
const small = ['medics', 'exams', 'application_keys', 'schema_migrations'];

let db: TestDatabase;
let send: (role: Role, method: string, path: string, body?: object) => Promise<QueryRecord>;
const ids = { patient: '', medic: '', exam: '', reservation: '', session: '' };

beforeAll(async () => {
  db = await createTestDatabase({ poolSize: 1 });
  await generateNetwork(db.sql, { from: 0, to: 2_000, onProgress: () => {} });
  await db.sql`
    insert into files (patient_id, file_name, content_type, size_bytes, sha256, category, status, object_key)
    select id, 'x.txt', 'text/plain', 1, 'aa', 'other', 'available', id from patients`;
  await db.sql`
    insert into assistant_sessions (owner_subject, patient_id)
    select case n % 100 when 0 then 'medic-account' else 'medic-' || n end, id
    from (select id, row_number() over () as n from patients) numbered`;
  await db.sql`
    insert into assistant_messages (session_id, role, content) select id, 'user', 'hello' from assistant_sessions`;
  await db.sql`
    insert into audit_events (request_id, actor_subject, actor_role, action, resource_type, patient_ids, outcome, status)
    select 'r', 'staff-' || n % 50, 'staff', case n % 4 when 0 then 'patients.list' else 'reservations.read' end, 'Patient',
      array[id], 'success', 200
    from (select id, row_number() over () as n from patients) numbered`;
  await db.sql`
    insert into reservation_reasons (id, patient_id, reason) select id, patient_id, 'Follow-up' from reservations`;
  await db.sql`vacuum analyze`;
  const [row] = await db.sql`
    select patients.id as patient, patient_id, medic_id as medic, exam_id as exam, reservations.id as reservation,
      (select assistant_sessions.id from assistant_sessions join patients on patients.id = assistant_sessions.patient_id
        where owner_subject = 'medic-account' and removed_at is null limit 1) as session
    from reservations join patients on patients.id = patient_id where removed_at is null and active limit 1`;
  Object.assign(ids, row);
  let current: QueryRecord;
  const services = {
    database: recordQueries(db.database, () => current),
    clinic: {
      timeZone: 'America/Santiago',
      workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
      bookingHorizonDays: 730,
    },
    now: () => new Date(),
    log: createLog(() => {}),
    release: 'test',
    accessesPerMinute: 600,
  };
  const objects = createLocalObjects({
    folder: resolve(localFolder, 'objects'),
    origin: 'http://localhost:3000',
    now: () => new Date(),
  });
  const routers = createApiRouters({ files: { objects, rules: parseEnvironment(FileRules, {}) }, agent: localAgent });
  const app = createApp(services, ...Object.values(routers).flat());
  send = async (role, method, path, body) => {
    current = { statements: [], scanned: new Set() };
    const init = body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    const answer = await app.request(
      path,
      { method, ...init },
      { requestContext: createRequestContext(role, `${role}-account`) },
    );
    expect(answer.ok ? '' : await answer.text()).toBe('');
    return current;
  };
  // Only the first list reads the key that signs cursors.
  await send('staff', 'GET', '/v1/patients');
});
afterAll(() => db.close());

const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** The name is also the name of the file with the plans. */
const requests: [name: string, role: Role, path: () => string, body?: () => object][] = [
  ['patients-get', 'medic', () => `/v1/patients/${ids.patient}`],
  ['patients-list', 'staff', () => '/v1/patients'],
  ['patients-list-by-name', 'staff', () => '/v1/patients?sort=name'],
  ['patients-list-last-changed', 'staff', () => '/v1/patients?sort=-updatedAt'],
  ['patients-list-by-age', 'staff', () => '/v1/patients?sort=-birthDate'],
  ['patients-list-born', 'staff', () => '/v1/patients?birthDate=1980-05-17'],
  ['patients-list-inactive', 'staff', () => '/v1/patients?active=false&sort=name'],
  ['patients-list-changed', 'staff', () => `/v1/patients?updatedSince=${soon(-1)}&sort=updatedAt`],
  ['patients-list-genders', 'staff', () => '/v1/patients?gender=male,other'],
  ['patients-list-gender', 'staff', () => '/v1/patients?gender=male'],
  ['patients-search', 'staff', () => '/v1/patients?search=gonz%20maria'],
  ['patients-search-by-name', 'staff', () => '/v1/patients?search=gonz&sort=name'],
  ['patients-search-born', 'staff', () => '/v1/patients?search=gonz&birthDate=1980-05-17'],
  ['patient-lookup', 'service', () => '/v1/patient-lookup', () => ({ name: 'Gonzalez', phone: '+56900000001' })],
  ['reservations-get', 'staff', () => `/v1/reservations/${ids.reservation}`],
  ['reservations-list', 'staff', () => '/v1/reservations'],
  ['reservations-list-of-patient', 'staff', () => `/v1/reservations?patientId=${ids.patient}`],
  ['reservations-list-of-medic', 'staff', () => `/v1/reservations?medicId=${ids.medic}&from=${soon(0)}`],
  ['reservations-list-of-exam', 'staff', () => `/v1/reservations?examId=${ids.exam}&sort=-startsAt`],
  ['reservations-list-status', 'staff', () => '/v1/reservations?status=scheduled'],
  ['reservations-list-from', 'staff', () => `/v1/reservations?from=${soon(0)}&to=${soon(1)}`],
  ['reservations-list-changed', 'admin', () => `/v1/reservations?updatedSince=${soon(-1)}&sort=updatedAt`],
  [
    'reservations-list-of-medics',
    'staff',
    () => `/v1/reservations?medicId=${ids.medic},${ids.exam}&status=scheduled,confirmed&from=${soon(0)}`,
  ],
  ['reservations-list-own', 'patient', () => '/v1/reservations'],
  [
    'availability-of-medic',
    'patient',
    () => '/v1/reservations/availability',
    () => ({ ...stretch(), medicId: ids.medic }),
  ],
  [
    'availability-of-specialty',
    'patient',
    () => '/v1/reservations/availability',
    () => ({ ...stretch(), specialty: 'Specialty 1' }),
  ],
  [
    'booking',
    'staff',
    () => '/v1/reservations',
    () => ({ patientId: ids.patient, medicId: ids.medic, examId: ids.exam, startsAt: workday() }),
  ],
  ['exam-results-list', 'medic', () => `/v1/exam-results?patientId=${ids.patient}`],
  ['exam-results-list-all', 'admin', () => '/v1/exam-results'],
  ['exam-results-list-code', 'admin', () => '/v1/exam-results?code=718-7'],
  ['exam-results-list-status', 'admin', () => '/v1/exam-results?status=preliminary'],
  ['exam-results-list-changed', 'admin', () => `/v1/exam-results?updatedSince=${soon(-1)}&sort=updatedAt`],
  ['files-list', 'staff', () => `/v1/files?patientId=${ids.patient}`],
  ['files-list-category', 'admin', () => `/v1/files?patientId=${ids.patient}&category=imaging`],
  ['files-list-changed', 'admin', () => `/v1/files?updatedSince=${soon(-1)}&sort=updatedAt`],
  ['files-list-all', 'admin', () => '/v1/files'],
  ['files-list-status', 'admin', () => '/v1/files?status=rejected'],
  ['access-log', 'admin', () => `/v1/patients/${ids.patient}/access-log`],
  ['audit-events-list', 'admin', () => '/v1/audit-events'],
  ['audit-events-list-of-patient', 'admin', () => `/v1/audit-events?patientId=${ids.patient}`],
  ['audit-events-list-of-actor', 'admin', () => '/v1/audit-events?actor=medic-1'],
  ['audit-events-list-action', 'admin', () => '/v1/audit-events?action=patients.read'],
  ['sessions-list', 'medic', () => '/v1/agent/sessions'],
  ['messages-list', 'medic', () => `/v1/agent/sessions/${ids.session}/messages`],
];

const stretch = () => ({ examId: ids.exam, from: soon(30), to: soon(37) });

/** A Wednesday morning in about three months. */
function workday(): string {
  const day = new Date(Date.now() + 90 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((10 - day.getUTCDay()) % 7));
  return `${day.toISOString().slice(0, 10)}T14:00:00Z`;
}

describe("the query plans of clients' most frequent requests", () => {
  it.each(requests)(
    'scan no growing table sequentially and match the committed plans: %s',
    async (name, role, path, body) => {
      const { statements, scanned } = await send(role, body ? 'POST' : 'GET', path(), body?.());
      const plans: string[] = [];
      for (const statement of statements) {
        plans.push(`${statement.trim()}\n\n${await explainStatement(db.sql, role, statement)}\n`);
      }
      const text = plans.join('\n');
      const read = [...text.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table);
      expect(read.filter((table) => !small.includes(table ?? ''))).toEqual([]);
      expect([...scanned].filter((table) => !small.includes(table))).toEqual([]);
      // Other versions of PostgreSQL can print the same plan differently.
      if (!db.isServer) await expect(text).toMatchFileSnapshot(`${name}.txt`);
    },
  );

  it('would show a sequential scan', async () => {
    const plan = await explainStatement(db.sql, 'staff', 'select id from patients where given_name = $1');
    expect(plan).toContain('Seq Scan on patients');
  });
});
