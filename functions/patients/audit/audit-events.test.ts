import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi, type TestResponse } from '../../../test/support/api.js';
import { patientsRouter } from '../routes.js';
import { buildPatientPath, readAuditEvents, registerPatient } from '../testing.js';
import { auditTrailRouter } from './routes.js';

let api: TestApi;
let record: TestResponse['body'];
beforeAll(async () => {
  api = await createTestApi([patientsRouter, auditTrailRouter]);
  record = await registerPatient(api.as('staff', 'desk'));
  await api.as('medic', 'dr').get(buildPatientPath(record));
  await api.as('medic', 'dr').get(buildPatientPath({ id: missingId }), { 'X-Request-Id': 'refused-1' });
  await api.as('patient', 'nobody').get('/v1/patients');
  await api.anonymous.get(buildPatientPath(record));
});
afterAll(() => api.close());

const read = async (query = '') => (await api.as('admin', 'auditor').get(`/v1/audit-events${query}`)).body;
const actions = async (query: string) =>
  (await read(query)).data.map(({ action, outcome }: { action: string; outcome: string }) => `${action} ${outcome}`);

describe('the audit trail', () => {
  it('shows an event with all its fields', async () => {
    const { data } = await read('?actor=dr&limit=1');
    expect(data).toEqual([
      {
        id: expect.any(String),
        occurredAt: expect.any(String),
        requestId: 'refused-1',
        actor: { subject: 'dr', role: 'medic' },
        action: 'patients.read',
        resourceType: 'Patient',
        resourceId: missingId,
        patientIds: [],
        outcome: 'refused',
        status: 404,
      },
    ]);
  });

  it('filters by patient, actor, action and period, alone and combined', async () => {
    expect(await actions(`?patientId=${record.id}&actor=dr`)).toEqual(['patients.read success']);
    expect(await actions('?actor=dr')).toEqual(['patients.read refused', 'patients.read success']);
    expect(await actions('?action=patients.create')).toEqual(['patients.create success']);
    expect(await actions('?actor=nobody')).toEqual(['patients.list refused']);
    expect(await actions('?actor=dr&action=patients.create')).toEqual([]);
    expect(await actions('?from=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await actions('?to=2001-01-01T00:00:00Z')).toEqual([]);
  });

  it('shows unauthenticated callers without a subject', async () => {
    const { data } = await read('?action=patients.read');
    expect(data.map(({ actor }: { actor: object }) => actor)).toContainEqual({ subject: null, role: null });
  });

  it("records a read of one patient's events as an access to the patient, and of all events as a read of the trail", async () => {
    const admin = api.as('admin', 'auditor');
    await admin.get(`/v1/audit-events?patientId=${record.id}`, { 'X-Request-Id': 'look-one' });
    await admin.get('/v1/audit-events', { 'X-Request-Id': 'look-all' });
    const noted = { actor: 'auditor', action: 'audit-events.list', outcome: 'success', status: 200 };
    expect(await readAuditEvents(api, 'look-one')).toMatchObject([{ ...noted, patients: [record.id] }]);
    expect(await readAuditEvents(api, 'look-all')).toMatchObject([{ ...noted, patients: [] }]);
  });

  it('has pages that lose no event while others arrive', async () => {
    const seen: string[] = [];
    const { page: all } = await read('?actor=dr&count=exact');
    let cursor = '';
    do {
      const { data, page } = await read(`?actor=dr&limit=1${cursor}`);
      seen.push(...data.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(all.total);
  });

  it.each([
    ['patientId', 'x'],
    ['from', 'yesterday'],
    ['actor', ''],
    ['patient', 'x'],
  ])('rejects the filter %s=%s', async (name, value) => {
    const answer = await api.as('admin').get(`/v1/audit-events?${name}=${value}`);
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/validation-failed']);
  });
});
