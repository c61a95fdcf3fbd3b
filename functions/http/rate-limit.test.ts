import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { createTestDatabase } from '../../test/support/database.js';
import { medicsRouter } from '../medics/routes.js';
import { patientsRouter } from '../patients/routes.js';

const limit = 5;
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter, medicsRouter]);
  Object.assign(api.services, { accessesPerMinute: limit });
});
afterAll(() => api.close());

/** Inserts audit events of a caller, some seconds in the past. */
const accessed = (subject: string, times: number, secondsAgo: number) =>
  api.db.sql`
    insert into audit_events (occurred_at, request_id, actor_subject, actor_role, action, resource_type, outcome, status)
    select now() - make_interval(secs => ${secondsAgo}), 'earlier', ${subject}, 'medic', 'patients.read', 'Patient', 'success', 200
    from generate_series(1, ${times})`;

const listStatuses = async (subject: string) =>
  (await api.db.sql`select status from audit_events where actor_subject = ${subject} order by occurred_at, id`).map(
    ({ status }) => status,
  );

describe("an account's accesses to patient data within a minute", () => {
  it('stop at the limit with the time to wait, without an access or event', async () => {
    const caller = api.as('medic', 'eager');
    for (let access = 0; access < limit; access += 1) expect((await caller.get('/v1/patients')).status).toBe(200);
    for (let excess = 0; excess < 2; excess += 1) {
      const answer = await caller.get('/v1/patients');
      expect(answer.status).toBe(429);
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        type: '/problems/too-many-requests',
        title: 'Too many requests',
        status: 429,
      });
      const wait = Number(answer.headers.get('Retry-After'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
    }
    expect(await listStatuses('eager')).toEqual(Array(limit).fill(200));
  });

  it('are told with each response, so that a client can slow down before the limit', async () => {
    const caller = api.as('medic', 'careful');
    await accessed('careful', 2, 20);
    const answers = [];
    for (let access = 0; access < 4; access += 1) answers.push(await caller.get('/v1/patients'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    for (const { headers } of answers) expect(headers.get('RateLimit-Policy')).toBe('"patient-data";q=5;w=60');
    const told = answers.map(({ headers }) => /^"patient-data";r=(\d+);t=(\d+)$/.exec(headers.get('RateLimit') ?? ''));
    expect(told.map((match) => Number(match?.[1]))).toEqual([2, 1, 0, 0]);
    for (const match of told) {
      expect(Number(match?.[2])).toBeGreaterThan(20);
      expect(Number(match?.[2])).toBeLessThanOrEqual(40);
    }
    expect(answers[3]?.headers.get('Retry-After')).toBe(told[3]?.[2]);
  });

  it('are told for a missing record too, and not by operations without patient data', async () => {
    const caller = api.as('medic', 'searching');
    const missing = await caller.get(`/v1/patients/${missingId}`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get('RateLimit')).toBe('"patient-data";r=4;t=60');
    expect((await caller.get('/v1/medics')).headers.has('RateLimit')).toBe(false);
  });

  it('are counted per account', async () => {
    await accessed('busy', 3 * limit, 1);
    expect((await api.as('medic', 'busy').get('/v1/patients')).status).toBe(429);
    expect((await api.as('medic', 'calm').get('/v1/patients')).status).toBe(200);
  });

  it('count for one minute only', async () => {
    await accessed('early', limit, 61);
    expect((await api.as('medic', 'early').get('/v1/patients')).status).toBe(200);
  });

  it('are possible again when the oldest one is a minute old', async () => {
    await accessed('steady', limit - 1, 10);
    await accessed('steady', 1, 30);
    const answer = await api.as('medic', 'steady').get('/v1/patients');
    const wait = Number(answer.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(20);
    expect(wait).toBeLessThanOrEqual(30);
  });

  it('include refusals, so that no one can guess ids', async () => {
    const caller = api.as('patient', 'curious');
    for (let tries = 0; tries < limit; tries += 1) expect((await caller.get('/v1/patients')).status).toBe(403);
    expect((await caller.get('/v1/patients/me')).status).toBe(429);
  });

  it("don't limit operations without patient data", async () => {
    await accessed('looking', limit, 1);
    expect((await api.as('medic', 'looking').get('/v1/medics')).status).toBe(200);
  });

  it('over the limit write nothing and store no response for an Idempotency-Key', async () => {
    await accessed('writer', limit, 1);
    const person = { givenName: 'Ada', familyName: 'Limit', birthDate: '1980-05-17', gender: 'female' };
    const answer = await api.as('medic', 'writer').post('/v1/patients', person, { 'Idempotency-Key': 'limited' });
    expect(answer.status).toBe(429);
    expect(await api.db.sql`select from patients where family_name = 'Limit'`).toHaveLength(0);
    expect(await api.db.sql`select from idempotency_keys where key = 'limited'`).toHaveLength(0);
  });
});

describe('without a limit', () => {
  it('an account is not limited', async () => {
    await accessed('unlimited', 3 * limit, 1);
    Object.assign(api.services, { accessesPerMinute: undefined });
    expect((await api.as('medic', 'unlimited').get('/v1/patients')).status).toBe(200);
  });
});

describe('counting', () => {
  it("counts the account's own events, even if the query was planned on an empty table", async () => {
    const db = await createTestDatabase();
    const medic = { role: 'medic', subject: 'counted', requestId: 'counting' } as const;
    const readRows = () =>
      db.database.transaction(medic, async (tx) => {
        // PostgreSQL settles on a generic plan after a few executions.
        for (let call = 0; call < 10; call += 1) await tx.execute(sql`select access_allowance(5)`);
        const [table] = await tx.execute<{ rows: number }>(sql`
          select (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as rows from pg_stat_xact_user_tables where relname = 'audit_events'`);
        return table?.rows;
      });
    try {
      // PostgreSQL doesn't treat a table as empty until it has been vacuumed.
      await db.sql.unsafe('vacuum analyze audit_events');
      await readRows();
      await db.sql`
        insert into audit_events (request_id, actor_subject, actor_role, action, resource_type, outcome, status)
        select 'earlier', 'another', 'medic', 'patients.read', 'Patient', 'success', 200 from generate_series(1, 1000)`;
      expect(await readRows()).toBe(0);
    } finally {
      await db.close();
    }
  });
});
