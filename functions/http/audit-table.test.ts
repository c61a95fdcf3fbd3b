import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client, TestResponse } from '../../test/support/api.js';
import { type AuditRow, auditTable, noPatients } from '../../test/support/audit-table.js';
import { makeRecords, type Records } from '../../test/support/records.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';
import { readAuditEvents } from '../patients/testing.js';
import type { Role } from './permissions.js';

let api: WholeApi;
beforeAll(async () => {
  api = await createWholeApi();
  await api.db.sql.unsafe(`
    create function refuse_event() returns trigger language plpgsql as $$ begin raise 'the trail is full'; end $$;
    create trigger refuse_event before insert on audit_events for each row
      when (starts_with(new.request_id, 'unwritable-')) execute function refuse_event();`);
});
afterAll(() => api.close());

/** An id without a record. */
const absent = '00000000-0000-4000-8000-000000000000';

let asked = 0;

/** Sends a request under its own request id. Returns the response and the audit events it left. */
async function ask(
  row: AuditRow,
  client: Client,
  records: Records,
  {
    id,
    name = 'row',
    method = row.method,
    ...sent
  }: { id?: string; name?: string; method?: string; headers?: Record<string, string>; body?: unknown } = {},
) {
  asked += 1;
  const requestId = `${name}-${asked}`;
  const path = row.path.replace('*', id ?? (row.id === undefined ? '' : records[row.id]));
  const headers = { 'X-Request-Id': requestId, 'Content-Type': 'application/json', ...sent.headers };
  const body = row.body && JSON.stringify('body' in sent ? sent.body : row.body(records));
  const answer = await client.send(method, `${path}${row.query?.(records) ?? ''}`, {
    headers,
    ...(body !== undefined && { body }),
  });
  return { requestId, answer, events: await readAuditEvents(api, requestId) };
}

const toMachineArn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

const chooseSubject = (by: Role, records: Records): string => (by === 'patient' ? records.subject : `${by}-account`);

const createClient = ({ by = 'admin' }: AuditRow, records: Records): [Client, string] => {
  const subject = chooseSubject(by, records);
  return [api.as(by, subject), by === 'service' ? toMachineArn(subject) : subject];
};

async function prepared({ isWithoutReservation, arrange, by = 'admin' }: AuditRow): Promise<Records> {
  const records = await makeRecords(api);
  await arrange?.(api.db.sql, records, chooseSubject(by, records));
  if (isWithoutReservation) await api.db.sql`delete from reservations where id = ${records.reservation}`;
  return records;
}

const attempted = ({ id }: AuditRow, records: Records): string | null => (id === undefined ? null : records[id]);

/** The event of a request that failed. */
const createFailureEvent = (
  { action, type }: AuditRow,
  status: number,
  fields: { actor: string | null; [field: string]: unknown },
) => ({
  action,
  type,
  patients: [],
  outcome: status === 500 ? 'failed' : 'refused',
  status,
  ...fields,
});

const findResourceId = (row: AuditRow, records: Records, { body }: TestResponse): string | null =>
  ({ path: attempted(row, records), made: body?.id ?? null, own: records.patient, none: null })[row.about];

describe('exactly one audit event', () => {
  it.each(auditTable)(
    'is recorded when $operationId succeeds, with the patients whose data the response contains',
    async (row) => {
      const records = await prepared(row);
      const [client, actor] = createClient(row, records);
      const { answer, events } = await ask(row, client, records);
      expect([answer.status, answer.status < 300]).toEqual([answer.status, true]);
      const patients = row.patients(records, answer);
      if (row.patients !== noPatients) expect(patients).not.toEqual([]);
      const role = row.by ?? 'admin';
      const event = { actor, role, resource: findResourceId(row, records, answer), patients, outcome: 'success' };
      const own = events.filter(({ action }) => !row.calls?.includes(action));
      expect(own).toEqual(row.isWithoutPatients ? [] : [createFailureEvent(row, answer.status, event)]);
      const called = events.filter((one) => !own.includes(one));
      expect(called.map(({ action, outcome }) => [action, outcome])).toEqual(
        (row.calls ?? []).map((action) => [action, 'success']),
      );
    },
  );

  it.each(auditTable)(
    'is recorded when $operationId is called without authentication, with the id from the path',
    async (row) => {
      const records = await prepared(row);
      const { answer, events } = await ask(row, api.anonymous, records);
      const event = createFailureEvent(row, 401, { actor: null, role: null, resource: attempted(row, records) });
      expect([answer.status, events]).toEqual([401, [event]]);
    },
  );

  const forbidden = auditTable.flatMap((row) => (row.refused ? [{ ...row, refused: row.refused }] : []));
  it.each(forbidden)('is recorded when $operationId is called by $refused, who lacks the permission', async (row) => {
    const { refused: role } = row;
    const records = await prepared(row);
    const { answer, events } = await ask(row, api.as(role, 'curious'), records);
    const actor = role === 'service' ? toMachineArn('curious') : 'curious';
    const event = createFailureEvent(row, 403, { actor, role, resource: attempted(row, records) });
    expect([answer.status, events]).toEqual([403, [event]]);
  });

  it.each(auditTable.filter(({ id }) => id !== undefined))(
    'is recorded when $operationId is called for a record that does not exist',
    async (row) => {
      const records = await prepared(row);
      const [client, actor] = createClient(row, records);
      const { answer, events } = await ask(row, client, records, { id: absent });
      const event = createFailureEvent(row, 404, { actor, role: row.by ?? 'admin', resource: absent });
      expect([answer.status, events]).toEqual([404, [event]]);
    },
  );

  it.each(auditTable.filter(({ isOwn }) => isOwn))(
    'is recorded when a patient calls $operationId for another patient',
    async (row) => {
      const [own, foreign] = [await prepared(row), await prepared(row)];
      const { answer, events } = await ask(row, api.as('patient', own.subject), foreign);
      const event = createFailureEvent(row, 404, {
        actor: own.subject,
        role: 'patient',
        resource: attempted(row, foreign),
      });
      expect([answer.status, events]).toEqual([404, [event]]);
    },
  );

  it.each(auditTable)('is recorded when $operationId fails', async (row) => {
    const records = await prepared(row);
    const [client, actor] = createClient(row, records);
    const failing = vi.spyOn(api.services.database, 'transaction').mockRejectedValueOnce(new Error('It broke.'));
    const { answer, events } = await ask(row, client, records);
    failing.mockRestore();
    const event = createFailureEvent(row, 500, { actor, role: row.by ?? 'admin', resource: attempted(row, records) });
    expect([answer.status, events]).toEqual([500, [event]]);
  });
});

describe('a response other than plain success', () => {
  const bodied = auditTable.filter(({ body }) => body !== undefined);
  it.each(bodied)("leaves no event if $operationId can't read its body, because nothing was accessed", async (row) => {
    const records = await prepared(row);
    const [client] = createClient(row, records);
    const { answer, events } = await ask(row, client, records, { body: { nobodyKnowsThis: true } });
    expect([answer.status, events]).toEqual([422, []]);
  });

  const shown = auditTable.filter(({ method, path }) => method === 'GET' && path.endsWith('*'));
  it.each(shown)('leaves an event if $operationId is called with HEAD, or returns 304', async (row) => {
    const records = await prepared(row);
    const [client] = createClient(row, records);
    const { answer, events } = await ask(row, client, records);
    expect(events).toHaveLength(row.isWithoutPatients ? 0 : 1);
    const head = await ask(row, client, records, { method: 'HEAD' });
    expect([head.answer.status, head.events]).toEqual([200, events]);
    const ETag = answer.headers.get('ETag');
    if (ETag === null) return;
    const again = await ask(row, client, records, { headers: { 'If-None-Match': ETag } });
    expect([again.answer.status, again.events]).toEqual([304, events.map((event) => ({ ...event, status: 304 }))]);
  });

  it.each(auditTable.filter(({ method }) => method === 'PATCH'))(
    'leaves an event if the precondition of $operationId fails, because the caller learns that the record changed',
    async (row) => {
      const records = await prepared(row);
      const [client, actor] = createClient(row, records);
      const { answer, events } = await ask(row, client, records, { headers: { 'If-Match': '"another"' } });
      const resource = findResourceId(row, records, answer);
      const late = { actor, role: row.by ?? 'admin', resource, patients: [records.patient] };
      expect([answer.status, events]).toEqual([
        412,
        row.isWithoutPatients ? [] : [{ ...createFailureEvent(row, 412, late), outcome: 'failed' }],
      ]);
    },
  );

  const replayed: string[] = [];
  it.each(auditTable.filter(({ method }) => method === 'POST'))(
    'leaves another event if $operationId replays a response for its key',
    async (row) => {
      const records = await prepared(row);
      const [client] = createClient(row, records);
      const headers = { 'Idempotency-Key': `again-${row.operationId}` };
      const first = await ask(row, client, records, { headers });
      const again = await ask(row, client, records, { headers });
      if (again.answer.headers.get('Idempotency-Replayed') === null) return;
      replayed.push(row.operationId);
      expect(again.events).toEqual(first.events.filter(({ action }) => !row.calls?.includes(action)));
    },
  );

  it('is tested for every operation that accepts an idempotency key', () => {
    const keyed = api.operations.filter(({ parameters }) =>
      JSON.stringify(parameters ?? []).includes('Idempotency-Key'),
    );
    expect(keyed.length).toBeGreaterThan(10);
    expect(replayed.sort()).toEqual(keyed.map(({ operationId }) => operationId).sort());
  });
});

describe('nothing is changed', () => {
  it.each(auditTable.filter(({ isWithoutPatients }) => !isWithoutPatients))(
    "by $operationId if its event can't be written",
    async (row) => {
      const records = await prepared(row);
      const [client] = createClient(row, records);
      const counted = api.counted.length;
      const { answer, events, requestId } = await ask(row, client, records, { name: 'unwritable' });
      expect([answer.status, events]).toEqual([500, []]);
      // Once per operation, because some operations call others.
      expect([...new Set(api.counted.slice(counted))]).toEqual(['AuditFailures']);
      const changes = await api.db.sql`select table_name from row_history where request_id = ${requestId}`;
      expect([...changes]).toEqual([]);
    },
  );
});

it('the table lists every operation once', () => {
  const operations = api.operations.map(({ operationId }) => operationId);
  expect(auditTable.map(({ operationId }) => operationId).sort()).toEqual(operations.sort());
});

it('an invalid id in a path is not recorded, because it could be a name', async () => {
  const requestId = 'named-1';
  await api.as('service').get('/v1/patients/Pat%20Ient', { 'X-Request-Id': requestId });
  expect(await readAuditEvents(api, requestId)).toMatchObject([
    { action: 'patients.read', resource: null, status: 403 },
  ]);
});
