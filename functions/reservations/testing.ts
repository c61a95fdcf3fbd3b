import { afterAll, beforeEach, expect } from 'vitest';
import type { WorkingPeriod } from '../../config/clinic.js';
import { type Client, createTestApi, type TestApi, type TestResponse, testNow } from '../../test/support/api.js';
import { reservationsRouter } from './routes.js';

export interface Trio {
  readonly patientId: string;
  readonly medicId: string;
  readonly examId: string;
}

/** An API for the tests of one file, with records to book, on the same morning in every test. */
export async function openReservationApi() {
  const api = await createTestApi([reservationsRouter]);
  beforeEach(() => {
    api.now = testNow;
  });
  afterAll(() => api.close());
  return { api, records: createReservationFixtures(api) };
}

let made = 0;

/**
 * Creates separate records for each test, directly in the database, because these tests are not about creating them.
 */
export function createReservationFixtures(api: TestApi) {
  const { sql } = api.db;
  const readId = ([row]: readonly Record<string, unknown>[]) => row?.id as string;

  const patient = async ({ account = null as string | null, active = true } = {}) => {
    made += 1;
    return readId(
      await sql`
      insert into patients (given_name, family_name, birth_date, gender, account_subject, active)
      values ('Alma', ${`Patient${made}`}, '1990-01-01', 'female', ${account}, ${active}) returning id`,
    );
  };

  const medic = async ({
    workingHours = null as readonly WorkingPeriod[] | null,
    specialty = null as string | null,
    active = true,
  } = {}) => {
    made += 1;
    const hours = workingHours === null ? null : JSON.stringify(workingHours);
    return readId(
      await sql`
      insert into medics (given_name, family_name, license_number, specialty, active, working_hours)
      values ('Omar', ${`Medic${made}`}, ${`R-${made}`}, ${specialty}, ${active}, ${hours}::text::jsonb) returning id`,
    );
  };

  const exam = async ({ minutes = 30, active = true } = {}) => {
    made += 1;
    return readId(
      await sql`
      insert into exams (name, type, duration_minutes, active)
      values (${`Exam ${made}`}, 'imaging', ${minutes}, ${active}) returning id`,
    );
  };

  const trio = async ({ account = null as string | null, minutes = 30 } = {}): Promise<Trio> => ({
    patientId: await patient({ account }),
    medicId: await medic(),
    examId: await exam({ minutes }),
  });

  /** Books a reservation and expects success. */
  const booked = async (fields: object, client: Client = api.as('staff')) => {
    const answer = await client.post('/v1/reservations', fields);
    expect([answer.status, answer.body.errors ?? answer.body.type]).toEqual([201, undefined]);
    return answer.body;
  };

  /** Selects pairs of live reservations that overlap for one medic or one patient. There must never be any. */
  const overlaps = () => sql`
    select one.id, other.id from reservations one
    join reservations other on one.id < other.id
      and (one.medic_id = other.medic_id or one.patient_id = other.patient_id)
      and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    where one.status in ('scheduled', 'confirmed') and other.status in ('scheduled', 'confirmed')`;

  return { patient, medic, exam, trio, booked, overlaps };
}

/** Shortens a problem for comparison. */
export const toProblemDetails = ({ status, body }: TestResponse) => [
  status,
  body.type,
  (body.errors ?? []).map(({ pointer, detail }: { pointer: string; detail: string }) => `${pointer} ${detail}`),
];

/** Counts responses by their status, with the kind of a problem. */
export function countAnswers(answers: readonly TestResponse[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 400 ? String(status) : `${status} ${body.type.replace('/problems/', '')}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
