import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi, type TestResponse } from '../../test/support/api.js';
import { reservationsRouter } from './routes.js';
import { createReservationFixtures, type Trio } from './testing.js';

let api: TestApi;
let own: Trio;
let foreign: Trio;
let ownId: string;
let foreignId: string;

beforeAll(async () => {
  api = await createTestApi([reservationsRouter]);
  const records = createReservationFixtures(api);
  own = await records.trio({ account: 'alice' });
  foreign = await records.trio({ account: 'bob' });
  ownId = (await records.booked({ ...own, startsAt: '2026-03-03T15:00:00Z' })).id;
  foreignId = (await records.booked({ ...foreign, startsAt: '2026-03-03T15:00:00Z' })).id;
});
afterAll(() => api.close());

let requests = 0;

/** Sends one request and reads its audit events. */
async function sendAudited(send: (headers: Record<string, string>) => Promise<TestResponse>) {
  requests += 1;
  const requestId = `audited-${requests}`;
  const answer = await send({ 'X-Request-Id': requestId });
  const events = await api.db.sql`
    select action, resource_type, resource_id, patient_ids, actor_role, actor_subject, outcome, status
    from audit_events where request_id = ${requestId}`;
  return { answer, events: [...events] };
}

const event = (fields: object) => [
  {
    resource_type: 'Appointment',
    resource_id: null,
    patient_ids: [],
    actor_role: 'staff',
    actor_subject: 'staff-account',
    outcome: 'success',
    status: 200,
    ...fields,
  },
];

const asAlice = { actor_role: 'patient', actor_subject: 'alice' };

describe('the audit trail', () => {
  it('has one event of each booking, with the reservation and the patient', async () => {
    const { answer, events } = await sendAudited((headers) =>
      api.as('staff').post('/v1/reservations', { ...own, startsAt: '2026-03-03T16:00:00Z' }, headers),
    );
    expect(events).toEqual(
      event({
        action: 'reservations.book',
        resource_id: answer.body.id,
        patient_ids: [own.patientId],
        status: 201,
      }),
    );
  });

  it('has another event of a replayed booking, because the response shows the patient again', async () => {
    const body = { ...own, startsAt: '2026-03-03T17:00:00Z' };
    const send = (headers: object) =>
      api.as('staff').post('/v1/reservations', body, { ...headers, 'Idempotency-Key': 'audited' });
    const first = await sendAudited(send);
    const again = await sendAudited(send);
    expect(again.answer.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.events).toEqual(first.events);
  });

  it('has a failed booking, with its patient', async () => {
    const body = { ...foreign, patientId: own.patientId, startsAt: '2026-03-03T15:00:00Z' };
    const { answer, events } = await sendAudited((headers) => api.as('staff').post('/v1/reservations', body, headers));
    expect(answer.status).toBe(409);
    expect(events).toEqual(
      event({ action: 'reservations.book', patient_ids: [own.patientId], outcome: 'failed', status: 409 }),
    );
  });

  it('has each read and each list, with the patients shown', async () => {
    const read = await sendAudited((headers) => api.as('staff').get(`/v1/reservations/${ownId}`, headers));
    expect(read.events).toEqual(
      event({ action: 'reservations.read', resource_id: ownId, patient_ids: [own.patientId] }),
    );
    const unchanged = await sendAudited((headers) =>
      api.as('staff').get(`/v1/reservations/${ownId}`, { ...headers, 'If-None-Match': '*' }),
    );
    expect(unchanged.events).toEqual(
      event({ action: 'reservations.read', resource_id: ownId, patient_ids: [own.patientId], status: 304 }),
    );
    const list = await sendAudited((headers) => api.as('staff').get('/v1/reservations', headers));
    expect(list.events).toEqual(
      event({
        action: 'reservations.list',
        patient_ids: expect.toSatisfy(
          (ids: string[]) => ids.toSorted().join() === [own.patientId, foreign.patientId].sort().join(),
        ),
      }),
    );
    const ofPatient = await sendAudited((headers) => api.as('patient', 'alice').get('/v1/reservations', headers));
    expect(ofPatient.events).toEqual(event({ action: 'reservations.list', patient_ids: [own.patientId], ...asAlice }));
    const empty = await sendAudited((headers) => api.as('staff').get('/v1/reservations?status=completed', headers));
    expect(empty.events).toEqual(event({ action: 'reservations.list' }));
  });

  it('has each change, with both patients if the patient changes', async () => {
    const path = `/v1/reservations/${ownId}`;
    const change = (patch: object) => sendAudited((headers) => api.as('staff').patch(path, patch, headers));
    const changed = { action: 'reservations.change', resource_id: ownId };
    expect((await change({ notes: 'N' })).events).toEqual(event({ ...changed, patient_ids: [own.patientId] }));
    expect((await change({ patientId: foreign.patientId, startsAt: '2026-03-03T19:00:00Z' })).events).toEqual(
      event({ ...changed, patient_ids: [own.patientId, foreign.patientId] }),
    );
    expect((await change({ patientId: own.patientId })).answer.status).toBe(200);
    const illegal = await change({ status: 'completed' });
    expect(illegal.events).toEqual(event({ ...changed, patient_ids: [own.patientId], outcome: 'failed', status: 409 }));
  });

  it("has every denial: of the role, a field, another's record or a missing authentication", async () => {
    const alice = api.as('patient', 'alice');
    const path = `/v1/reservations/${foreignId}`;
    const refused = { outcome: 'refused', resource_id: foreignId };
    const byRole = await sendAudited((headers) => api.as('service').patch(path, {}, headers));
    expect(byRole.events).toEqual(
      event({
        ...refused,
        action: 'reservations.change',
        status: 403,
        actor_role: 'service',
        actor_subject: 'arn:aws:iam::123456789012:role/service-account',
      }),
    );
    const byField = await sendAudited((headers) => alice.patch(path, { notes: 'X' }, headers));
    expect(byField.events).toEqual(event({ ...refused, ...asAlice, action: 'reservations.change', status: 403 }));
    for (const id of [foreignId, missingId]) {
      const hidden = await sendAudited((headers) => alice.get(`/v1/reservations/${id}`, headers));
      expect(hidden.events).toEqual(
        event({ ...refused, resource_id: id, ...asAlice, action: 'reservations.read', status: 404 }),
      );
    }
    const nobody = await sendAudited((headers) => api.anonymous.get(path, headers));
    expect(nobody.events).toEqual(
      event({ ...refused, action: 'reservations.read', status: 401, actor_role: null, actor_subject: null }),
    );
  });

  it('has no event of an availability search, which shows no patient, unless it is denied', async () => {
    const body = { examId: own.examId, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
    const path = '/v1/reservations/availability';
    const found = await sendAudited((headers) => api.as('staff').post(path, body, headers));
    expect([found.answer.status, found.events]).toEqual([200, []]);
    const nobody = await sendAudited((headers) => api.anonymous.post(path, body, headers));
    expect(nobody.events).toEqual(
      event({
        action: 'availability.read',
        resource_type: 'Slot',
        outcome: 'refused',
        status: 401,
        actor_role: null,
        actor_subject: null,
      }),
    );
  });

  it('has no event of a request that failed validation', async () => {
    const { answer, events } = await sendAudited((headers) => api.as('staff').post('/v1/reservations', {}, headers));
    expect([answer.status, events]).toEqual([422, []]);
  });
});
