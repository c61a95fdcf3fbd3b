import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestResponse } from '../../test/support/api.js';
import { type AuditRow, auditTable } from '../../test/support/audit-table.js';
import { asCaller } from '../../test/support/database.js';
import {
  type DescribedApi,
  fieldRules,
  findLeaks,
  findResponseSchemas,
  listFields,
  listOptionalFields,
} from '../../test/support/field-rules.js';
import { makeRecords, type Records } from '../../test/support/records.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';
import { describeApi } from './openapi.js';
import { type Role, roles } from './permissions.js';

let api: WholeApi;
let document: DescribedApi;
beforeAll(async () => {
  api = await createWholeApi();
  document = describeApi([api.app]) as unknown as DescribedApi;
});
afterAll(() => api.close());

/** Makes records with a value in every field that some role can't see. */
async function makeMarked(role: Role, row?: AuditRow): Promise<Records> {
  const { sql } = api.db;
  const records = await makeRecords(api);
  const { patient, medic, reservation, result, file, session } = records;
  await sql`
    insert into medical_history_entries (patient_id, kind, display, note)
    values (${patient}, 'allergy', 'mark-history', 'mark-history')`;
  await sql`
    insert into medic_contacts (medic_id, email, phone)
    values (${medic}, 'mark-medic@clinic.example', '+12025550199')`;
  await sql`update medics set account_subject = ${`mark-account-${medic}`} where id = ${medic}`;
  await sql`insert into reservation_reasons (id, patient_id, reason) values (${reservation}, ${patient}, 'mark-reason')`;
  await sql`
    insert into exam_results (patient_id, display, effective_at, status, value, note)
    values (${patient}, 'mark-result', now(), 'final', '"mark-result"', 'mark-result')`;
  await sql`insert into exam_results (patient_id, display, effective_at, status, replaces_id)
    values (${patient}, 'mark-result', now(), 'corrected', ${result})`;
  await sql`insert into file_texts (id, patient_id, text) values (${file}, ${patient}, 'mark-file')`;
  const admin = api.as('admin');
  await admin.post('/v1/agent/knowledge/documents', {
    title: 'mark-document',
    text: 'mark-passage fever',
    patientId: patient,
  });
  // Leaves an event in the patient's access log.
  await admin.get(`/v1/patients/${patient}`);
  const owner = role === 'service' ? 'arn:aws:iam::123456789012:role/service-account' : `${role}-account`;
  await sql`update assistant_sessions set title = 'mark-session', owner_subject = ${owner} where id = ${session}`;
  await sql`insert into assistant_messages (session_id, role, content) values (${session}, 'user', 'mark-message')`;
  await row?.arrange?.(sql, records, subjectOf(role, records));
  if (row?.isWithoutReservation) {
    await sql`delete from reservation_reasons where id = ${reservation}`;
    await sql`delete from reservations where id = ${reservation}`;
  }
  return records;
}

const subjectOf = (role: Role, records: Records) => (role === 'patient' ? records.subject : `${role}-account`);

let sent = 0;

/** Sends the request of an operation as a role; a POST twice, with the same Idempotency-Key. */
async function ask(row: AuditRow, role: Role): Promise<TestResponse[]> {
  const records = await makeMarked(role, row);
  const client = api.as(role, subjectOf(role, records));
  sent += 1;
  const path = `${row.path.replace('*', row.id === undefined ? '' : records[row.id])}${row.query?.(records) ?? ''}`;
  const body = row.body && JSON.stringify(row.body(records));
  const headers = {
    'Content-Type': 'application/json',
    ...(row.method === 'POST' && { 'Idempotency-Key': `field-${sent}` }),
  };
  const send = () => client.send(row.method, path, { headers, ...(body !== undefined && { body }) });
  const first = await send();
  return row.method === 'POST' ? [first, await send()] : [first];
}

describe('the field table', () => {
  it('names only fields of the document', () => {
    const known = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) => [
      name,
      ...Object.keys(properties).map((property) => `${name}.${property}`),
    ]);
    expect(fieldRules.filter(({ field }) => !known.includes(field))).toEqual([]);
  });

  it('has a rule for every field that can be absent from a response', () => {
    const hidden = fieldRules.map(({ field }) => field);
    // Counts are absent unless the client asks for them.
    const optional = listOptionalFields(document).filter((field) => !field.endsWith('.page.total'));
    expect(optional.filter((field) => !hidden.includes(field))).toEqual([]);
    expect(optional).toContain('Reservation.reason');
  });

  it('has a request for every operation', () => {
    const operations = api.operations.map(({ operationId }) => operationId);
    expect([...new Set(auditTable.map(({ operationId }) => operationId))].sort()).toEqual(operations.sort());
  });
});

describe('no role gets a field that the table denies', () => {
  const shown = new Set<string>();
  let replays = 0;

  it.each(roles)('%s, in the response of any operation or in its replay', async (role) => {
    for (const row of auditTable) {
      const schemas = findResponseSchemas(document, row.operationId);
      for (const answer of await ask(row, role)) {
        const leaks = findLeaks(document, answer.status < 300 ? schemas : [], role, answer);
        expect([row.operationId, answer.status, leaks]).toEqual([row.operationId, answer.status, []]);
        if (answer.headers.has('Idempotency-Replayed')) replays += 1;
        if (answer.status >= 300) continue;
        for (const schema of schemas) {
          for (const field of listFields(document, schema, answer.body)) shown.add(field);
        }
      }
    }
  });

  it('and each field is shown to another role, and replays have been among the responses', () => {
    const everyone = new Set<string>(roles);
    const unseen = fieldRules.filter(({ field, hiddenFrom }) => !shown.has(field) && hiddenFrom.length < everyone.size);
    expect(unseen.map(({ field }) => field)).toEqual([]);
    expect(replays).toBeGreaterThan(10);
  });

  const tables = [...new Set(fieldRules.flatMap((rule) => ('table' in rule ? rule.table : [])))];
  it.each(tables)('by SQL from %s', async (table) => {
    for (const role of roles) {
      const records = await makeMarked(role);
      const hidden = fieldRules.some(
        (rule) => 'table' in rule && rule.table === table && rule.hiddenFrom.includes(role),
      );
      const subject = role === 'service' ? 'arn:aws:iam::123456789012:role/service-account' : subjectOf(role, records);
      const rows = await asCaller(api.db.sql, { role, subject }, (tx) => tx`select from ${tx(table)} limit 1`);
      expect([role, rows.length]).toEqual([role, hidden ? 0 : 1]);
    }
  });

  it.each(fieldRules)('and the check finds $field in a response that leaks it', ({ field, hiddenFrom, mark }) => {
    const [component = '', property] = field.split('.');
    const schema = { $ref: `#/components/schemas/${component}` };
    const body = property === undefined ? {} : { [property]: 'x' };
    const page = { properties: { data: { items: schema } } };
    for (const role of hiddenFrom) {
      const find = (one: object, value: unknown) =>
        findLeaks(document, [one], role, { body: value, text: JSON.stringify(value) });
      expect(find(schema, body)).toContain(field);
      expect(find(page, { data: [body] })).toContain(field);
      if (mark !== undefined) expect(find({}, { notes: `see ${mark}` })).toEqual([`${field}: ${mark}`]);
    }
  });
});
