import { describe, expect, it } from 'vitest';
import type { Client } from '../../test/support/api.js';
import { openReservationApi, toProblemDetails } from './testing.js';

const { api, records } = await openReservationApi();
const { booked, trio } = records;

const path = (id: string) => `/v1/reservations/${id}`;
const reason = 'Suspected appendicitis';
let hour = 0;
/** A slot that no other test uses. */
const startsAt = () => {
  hour += 1;
  return new Date(Date.UTC(2026, 2, 3 + 7 * Math.floor(hour / 6), 15 + (hour % 6))).toISOString();
};
const withReason = async (account: string) =>
  booked({ ...(await trio({ account })), startsAt: startsAt(), reason }, api.as('medic'));

const clients = (account: string): Record<string, Client> => ({
  admin: api.as('admin'),
  medic: api.as('medic'),
  patient: api.as('patient', account),
  staff: api.as('staff'),
  service: api.as('service'),
});

describe("a reservation's reason", () => {
  it('is read by administrators, medics and its patient, and absent for staff and services', async () => {
    const { id, patientId } = await withReason('reader');
    const plain = await booked({ ...(await trio()), patientId, startsAt: startsAt() });
    expect('reason' in plain).toBe(false);
    for (const [role, client] of Object.entries(clients('reader'))) {
      const isReader = !['staff', 'service'].includes(role);
      const read = (await client.get(path(id))).body;
      const listed = (await client.get(`/v1/reservations?patientId=${patientId}`)).body.data;
      expect([role, read.reason, 'reason' in read]).toEqual([role, isReader ? reason : undefined, isReader]);
      expect([role, listed.find((one: { id: string }) => one.id === id)]).toEqual([role, read]);
    }
    const withoutOne = await api.as('medic').get(path(plain.id));
    expect(withoutOne.body.reason).toBeNull();
  });

  it('is set by medics only, whatever the value', async () => {
    const { id, ...before } = await withReason('writer');
    for (const role of ['admin', 'staff', 'patient'] as const) {
      for (const value of ['Else', reason, null]) {
        const answer = await clients('writer')[role]?.patch(path(id), { reason: value });
        expect(answer && toProblemDetails(answer)).toEqual([
          403,
          '/problems/forbidden',
          [`/reason the ${role} role can't make this change`],
        ]);
      }
    }
    for (const role of ['admin', 'staff', 'patient', 'service'] as const) {
      const answer = await clients('writer')[role]?.post('/v1/reservations', {
        ...(await trio()),
        startsAt: startsAt(),
        reason,
      });
      expect(answer && toProblemDetails(answer).slice(0, 2)).toEqual([403, '/problems/forbidden']);
    }
    expect((await api.as('medic').get(path(id))).body).toEqual({ id, ...before });
  });

  it('changes the version and the ETag, and keeps them if it stays the same', async () => {
    const { id } = await withReason('version');
    const medic = api.as('medic');
    const patch = async (value: string | null, tag: string) => {
      const { status, body, headers } = await medic.patch(path(id), { reason: value }, { 'If-Match': tag });
      return [status, body.reason, headers.get('ETag')];
    };
    expect(await patch(reason, '"1"')).toEqual([200, reason, '"1"']);
    expect(await patch('Appendicitis', '"1"')).toEqual([200, 'Appendicitis', '"2"']);
    expect((await patch('Else', '"1"'))[0]).toBe(412);
    expect(await patch(null, '"2"')).toEqual([200, null, '"3"']);
    expect(await patch(null, '"3"')).toEqual([200, null, '"3"']);
    expect(await patch('Again', '*')).toEqual([200, 'Again', '"4"']);
    expect((await medic.patch(path(id), { reason: 'Both', notes: 'Wheelchair' })).body).toMatchObject({
      reason: 'Both',
      notes: 'Wheelchair',
      version: 5,
    });
  });

  it('survives every change by staff, which never shows it', async () => {
    const { id } = await withReason('survivor');
    const patches = [{ notes: 'Fasting' }, { startsAt: startsAt() }, { status: 'confirmed' }, { status: 'cancelled' }];
    for (const patch of patches) {
      const answer = await api.as('staff').patch(path(id), patch);
      expect([answer.status, 'reason' in answer.body]).toEqual([200, false]);
    }
    expect((await api.as('medic').get(path(id))).body).toMatchObject({ reason, status: 'cancelled' });
  });
});

describe('a reservation that moves to another patient', () => {
  it('takes no reason along unless a medic sends one with the move', async () => {
    const { id } = await withReason('moving');
    const move = async (role: 'medic' | 'staff', patch: object = {}) => {
      const { patientId } = await trio();
      expect((await api.as(role).patch(path(id), { patientId, ...patch })).body.patientId).toBe(patientId);
      return (await api.as('medic').get(path(id))).body.reason;
    };
    expect(await move('medic', { reason: 'Checkup' })).toBe('Checkup');
    expect(await move('medic', { reason: 'Checkup' })).toBe('Checkup');
    expect(await move('medic', { reason: null })).toBeNull();
    expect(await move('medic', { reason: 'Checkup' })).toBe('Checkup');
    expect(await move('medic')).toBeNull();
    expect(await move('medic', { reason: 'Checkup' })).toBe('Checkup');
    expect(await move('staff')).toBeNull();
  });
});

describe('a confirmed reservation', () => {
  it("can't be moved to another patient, but a scheduled one can", async () => {
    const [own, other] = [await trio(), await trio()];
    const { id } = await booked({ ...own, startsAt: startsAt() });
    const move = (patientId: string) => api.as('staff').patch(path(id), { patientId });
    expect((await move(other.patientId)).body.patientId).toBe(other.patientId);
    await api.as('staff').patch(path(id), { status: 'confirmed' });
    expect(toProblemDetails(await move(own.patientId))).toEqual([
      422,
      '/problems/validation-failed',
      ["/patientId can't change once the reservation is confirmed"],
    ]);
    expect((await move(other.patientId)).status).toBe(200);
  });
});
