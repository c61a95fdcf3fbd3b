import { expect, it } from 'vitest';
import { type Client, type TestApi, type TestResponse, testNow } from '../../test/support/api.js';
import { requireReturnedRow } from './resource.js';

interface Subjects {
  readonly patientId: string;
  readonly medicId: string;
  readonly examId: string;
}

/** The texts of operations that only tests add. */
export const texts = { summary: 'Tests', description: 'Tests.' };

let made = 0;

/** Puts a reservation into the database, past the API, with records of its own for those that it is not given. */
export async function insertTestReservation(
  { db: { sql } }: TestApi,
  given: Partial<Subjects>,
  { startsAt, endsAt, status = 'scheduled' }: { startsAt: string | Date; endsAt: string | Date; status?: string },
): Promise<void> {
  made += 1;
  const others = requireReturnedRow(
    await sql<Subjects[]>`
    with patient as (
      insert into patients (given_name, family_name, birth_date, gender)
      select 'Ada', ${`Booked${made}`}, '1990-01-01', 'other' where ${given.patientId === undefined} returning id
    ), medic as (
      insert into medics (given_name, family_name, license_number)
      select 'Omar', 'Medic', ${`B-${made}`} where ${given.medicId === undefined} returning id
    ), exam as (
      insert into exams (name, type, duration_minutes)
      select ${`Booked exam ${made}`}, 'imaging', 30 where ${given.examId === undefined} returning id
    )
    select (select id from patient) as "patientId", (select id from medic) as "medicId",
      (select id from exam) as "examId"`,
  );
  const { patientId, medicId, examId } = { ...others, ...given };
  await sql`
    insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at, status)
    values (${patientId}, ${medicId}, ${examId}, ${startsAt}, ${endsAt}, ${status})`;
}

/** What removing promises for every resource that reservations name. */
export function testRemoval<Body extends { readonly id: string }>(
  getApi: () => TestApi,
  collection: string,
  subject: keyof Subjects,
  create: () => Promise<Body>,
): void {
  it('hides it from everyone but administrators, who cannot change it any more', async () => {
    const api = getApi();
    const path = `${collection}/${(await create()).id}`;
    const answer = await api.as('admin').delete(path);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await api.as('admin').delete(path)).status).toBe(404);
    for (const role of ['medic', 'staff', 'patient', 'service'] as const) {
      expect((await api.as(role).get(path)).status).toBe(404);
    }
    const kept = await api.as('admin').get(path);
    expect([kept.status, kept.body.active, kept.body.removedAt]).toEqual([200, false, testNow.toISOString()]);
    expect((await api.as('admin').patch(path, { active: true })).status).toBe(409);
  });

  it('is rejected if the caller has not seen the current version', async () => {
    const path = `${collection}/${(await create()).id}`;
    expect((await getApi().as('admin').delete(path, { 'If-Match': '"2"' })).status).toBe(412);
    expect((await getApi().as('admin').delete(path, { 'If-Match': '"1"' })).status).toBe(204);
  });

  it.each([
    ['scheduled', 1, 409],
    ['confirmed', 1, 409],
    ['cancelled', 1, 204],
    ['scheduled', 0, 204],
  ])('with a reservation that is %s and ends in %i ms returns %i', async (status, milliseconds, expected) => {
    const { id } = await create();
    const endsAt = new Date(testNow.getTime() + milliseconds);
    const times = { startsAt: new Date(endsAt.getTime() - 1_800_000), endsAt, status };
    await insertTestReservation(getApi(), { [subject]: id }, times);
    const answer = await getApi().as('admin').delete(`${collection}/${id}`);
    expect(answer.status).toBe(expected);
    if (expected === 409) expect(answer.body.type).toBe('/problems/in-use');
  });
}

/** Checks what every response to a creation contains, and returns the other fields of its body. */
export function expectCreated({ status, headers, body }: TestResponse, collection: string): object {
  const { id, createdAt, updatedAt, ...rest } = body;
  expect(status).toBe(201);
  expect(headers.get('Location')).toBe(`${collection}/${id}`);
  expect(headers.get('ETag')).toBe('"1"');
  expect(headers.get('Cache-Control')).toBe('no-store');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(updatedAt).toBe(createdAt);
  return rest;
}

/** A list refuses each of these queries because of one parameter. */
export function testRefusedQueries(
  getApi: () => TestApi,
  collection: string,
  parameters: Readonly<Record<string, string>>,
): void {
  it.each(Object.entries(parameters))('refuses %s', async (query, parameter) => {
    const { status, body } = await getApi().as('staff').get(`${collection}?${query}`);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([status, pointers]).toEqual([422, [`query/${parameter}`]]);
  });
}

/** Sends a POST twice with one Idempotency-Key, and then another body with the same key, which is refused. */
export async function expectReplay(client: Client, path: string, body: unknown, otherBody: unknown): Promise<void> {
  const headers = { 'Idempotency-Key': 'add-once' };
  const first = await client.post(path, body, headers);
  const again = await client.post(path, body, headers);
  expect(first.headers.get('Idempotency-Replayed')).toBeNull();
  expect([again.status, again.text, again.headers.get('Idempotency-Replayed')]).toEqual([201, first.text, 'true']);
  expect(again.headers.get('Location')).toBe(first.headers.get('Location'));
  expect(again.headers.get('ETag')).toBe('"1"');
  const reused = await client.post(path, otherBody, headers);
  expect([reused.status, reused.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
}
