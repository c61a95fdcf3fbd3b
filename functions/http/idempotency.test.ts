import { z } from '@hono/zod-openapi';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idempotencyKeys } from '../../db/schema/index.js';
import {
  type Client,
  createRequestContext,
  createTestApi,
  missingId,
  type TestApi,
  type TestResponse,
} from '../../test/support/api.js';
import { patientsRouter } from '../patients/routes.js';
import { claimKey } from './idempotency.js';
import { jsonBody, response } from './operation.js';
import { Problem } from './problem.js';
import { requireReturnedRow } from './resource.js';
import { OperationRouter } from './router.js';
import { texts } from './testing.js';

/** A second path with the same body. */
const mirror = new OperationRouter('Tests', { resourceType: 'Patient', patientData: false });
mirror.transactional('post', '/v1/mirror', {
  operationId: 'mirror',
  ...texts,
  policy: { permission: 'patients:create', action: 'mirror' },
  replay: { requires: async () => true },
  request: { body: jsonBody(z.looseObject({})) },
  responses: { 204: response.empty('Nothing was done.') },
  async handler(c) {
    if ('hidden' in (await c.req.json())) throw new Problem('forbidden');
    c.var.audit.setResource(missingId);
    return c.body(null, 204);
  },
});

let api: TestApi;
let desk: Client;
beforeAll(async () => {
  api = await createTestApi([patientsRouter, mirror]);
  desk = api.as('staff', 'desk');
});
afterAll(() => api.close());

let made = 0;
const person = (fields: object = {}) => {
  made += 1;
  return { givenName: 'Ada', familyName: `Keyed${made}`, birthDate: '1980-05-17', gender: 'female', ...fields };
};
const newKey = () => `key-${crypto.randomUUID()}`;

const create = (body: unknown, key: string, client = desk, headers: Record<string, string> = {}) =>
  client.post('/v1/patients', body, { 'Idempotency-Key': key, ...headers });

const rowsNamed = async ({ familyName }: { familyName: string }): Promise<number> => {
  const rows = await api.db.sql`select 1 from patients where family_name = ${familyName}`;
  return rows.length;
};

const kept = ['Content-Type', 'ETag', 'Location'];
const headersOf = (answer: TestResponse) => kept.map((name) => answer.headers.get(name));
const isReplay = (answer: TestResponse) => answer.headers.get('Idempotency-Replayed');

describe('the same request with the same key', () => {
  it('returns the first response again and does nothing', async () => {
    const [body, key] = [person(), newKey()];
    const first = await create(body, key);
    expect([first.status, isReplay(first)]).toEqual([201, null]);
    for (let times = 0; times < 3; times += 1) {
      const again = await create(body, key);
      expect([again.status, again.text, isReplay(again)]).toEqual([201, first.text, 'true']);
      expect(headersOf(again)).toEqual(headersOf(first));
      expect(headersOf(again)).toEqual([expect.any(String), '"1"', `/v1/patients/${first.body.id}`]);
    }
    expect(await rowsNamed(body)).toBe(1);
  });

  it('returns the first response even if the record has changed since', async () => {
    const [body, key] = [person(), newKey()];
    const first = await create(body, key);
    await desk.patch(`/v1/patients/${first.body.id}`, { givenName: 'Eva' });
    const again = await create(body, key);
    expect([again.text, headersOf(again), isReplay(again)]).toEqual([first.text, headersOf(first), 'true']);
  });

  it('gets its own request id and the usual headers', async () => {
    const [body, key] = [person(), newKey()];
    await create(body, key, desk, { 'X-Request-Id': 'first' });
    const again = await create(body, key, desk, { 'X-Request-Id': 'second' });
    expect([again.headers.get('X-Request-Id'), again.headers.get('Cache-Control')]).toEqual(['second', 'no-store']);
  });

  it('may differ in whitespace, but not in the order of its fields', async () => {
    const [body, key] = [person(), newKey()];
    const first = await create(body, key);
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const spaced = await desk.send('POST', '/v1/patients', { body: JSON.stringify(body, null, 4), headers });
    expect([spaced.status, spaced.text, isReplay(spaced)]).toEqual([201, first.text, 'true']);
    // A retrying client sends the same bytes, so canonical JSON isn't worth the cost.
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    expect((await create(reordered, key)).body.type).toBe('/problems/idempotency-key-reused');
    expect(await rowsNamed(body)).toBe(1);
  });

  it('leaves an audit event with the same patient', async () => {
    const [body, key] = [person(), newKey()];
    const { id } = (await create(body, key, desk, { 'X-Request-Id': 'made' })).body;
    await create(body, key, desk, { 'X-Request-Id': 'replayed' });
    const events = await api.db.sql`
      select actor_subject, action, resource_id, patient_ids, outcome, status from audit_events
      where request_id in ('made', 'replayed')`;
    const event = { actor_subject: 'desk', action: 'patients.create', resource_id: id, patient_ids: [id] };
    expect(events).toEqual(Array(2).fill({ ...event, outcome: 'success', status: 201 }));
  });

  it('leaves an event of every refusal, even if the operation accesses no patient data', async () => {
    const key = newKey();
    for (const requestId of ['refused-first', 'refused-again']) {
      const headers = { 'Idempotency-Key': key, 'X-Request-Id': requestId };
      expect((await desk.post('/v1/mirror', { hidden: true }, headers)).status).toBe(403);
    }
    const events = await api.db.sql`
      select action, outcome, status from audit_events where request_id in ('refused-first', 'refused-again')`;
    expect(events).toEqual(Array(2).fill({ action: 'mirror', outcome: 'refused', status: 403 }));
  });

  it('replays a refusal byte for byte, even if the request would succeed by now', async () => {
    const nationalId = { type: 'passport', number: 'TAKEN-0001' };
    const holder = (await desk.post('/v1/patients', person({ nationalId }))).body;
    const [body, key] = [person({ nationalId }), newKey()];
    const first = await create(body, key);
    expect([first.status, first.body.type, isReplay(first)]).toEqual([409, '/problems/conflict', null]);
    await desk.patch(`/v1/patients/${holder.id}`, { nationalId: null });
    const again = await create(body, key);
    expect([again.status, again.text, isReplay(again)]).toEqual([409, first.text, 'true']);
    expect(again.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await rowsNamed(body)).toBe(0);
    expect((await create(body, newKey())).status).toBe(201);
  });

  it('runs again after a validation, authentication or permission error, because nothing had started', async () => {
    const [body, key] = [person(), newKey()];
    expect((await create({ ...body, email: 'x' }, key)).status).toBe(422);
    expect((await create(body, key, api.anonymous)).status).toBe(401);
    expect((await create(body, key, api.as('patient', 'desk'))).status).toBe(403);
    const created = await create(body, key);
    expect([created.status, isReplay(created)]).toEqual([201, null]);
  });

  it('runs again after a server error', async () => {
    const [body, key] = [person(), newKey()];
    await api.db.sql.unsafe(`
      create function fail() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger fail before insert on patients for each row execute function fail()`);
    const failed = await create(body, key);
    await api.db.sql.unsafe('drop trigger fail on patients; drop function fail()');
    expect([failed.status, failed.body.type]).toEqual([500, '/problems/internal']);
    const created = await create(body, key);
    expect([created.status, isReplay(created)]).toEqual([201, null]);
    expect(await rowsNamed(body)).toBe(1);
  });
});

describe('the same key', () => {
  it('is rejected with another body or on another path', async () => {
    const [body, key] = [person(), newKey()];
    await create(body, key);
    for (const answer of [
      await create({ ...body, gender: 'male' }, key),
      await create({ ...body, email: null }, key),
      await desk.post('/v1/mirror', body, { 'Idempotency-Key': key }),
    ]) {
      expect([answer.status, answer.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
      expect(isReplay(answer)).toBeNull();
    }
    expect(await rowsNamed(body)).toBe(1);
  });

  it('is a different key for another caller', async () => {
    const [body, key] = [person(), newKey()];
    const first = await create(body, key);
    const other = await create(body, key, api.as('staff', 'other-desk'));
    expect([other.status, isReplay(other)]).toEqual([201, null]);
    expect(other.body.id).not.toBe(first.body.id);
    expect(await rowsNamed(body)).toBe(2);
  });

  it('is case-sensitive', async () => {
    const body = person();
    const key = newKey();
    await create(body, key);
    expect(isReplay(await create(body, key.toUpperCase()))).toBeNull();
  });

  it('sent many times at once does the work once; the other requests get a replay or must wait', async () => {
    const [body, key] = [person(), newKey()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(body, key)));
    const made = answers.filter((answer) => answer.status === 201 && isReplay(answer) === null);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter((answer) => answer !== made[0])) {
      if (answer.status === 201) expect([answer.text, isReplay(answer)]).toEqual([made[0]?.text, 'true']);
      else {
        expect([answer.status, answer.body.type]).toEqual([409, '/problems/conflict']);
        expect(answer.headers.get('Retry-After')).toBe('1');
      }
    }
    expect(await rowsNamed(body)).toBe(1);
    expect((await create(body, key)).text).toBe(made[0]?.text);
  });
});

describe('a stored response', () => {
  const requireUnavailable = (answer: TestResponse) => {
    expect([answer.status, answer.body.type]).toEqual([503, '/problems/unavailable']);
    expect(answer.headers.get('Retry-After')).toBe('5');
  };

  it('that is damaged is unavailable, and the request does not run again', async () => {
    for (const damage of [
      api.db.sql`set_byte(sealed_body, 0, get_byte(sealed_body, 0) # 1)`,
      api.db.sql`set_byte(sealed_body, 20, get_byte(sealed_body, 20) # 1)`,
      api.db.sql`set_byte(sealed_body, length(sealed_body) - 1, get_byte(sealed_body, length(sealed_body) - 1) # 1)`,
      api.db.sql`substring(sealed_body for 27)`,
      api.db.sql`substring(sealed_body for length(sealed_body) - 1)`,
      api.db.sql`''::bytea`,
      api.db.sql`null`,
    ]) {
      const [body, key] = [person(), newKey()];
      await create(body, key);
      await api.db.sql`update idempotency_keys set sealed_body = ${damage} where key = ${key}`;
      requireUnavailable(await create(body, key));
      requireUnavailable(await create(body, key));
      expect(await rowsNamed(body)).toBe(1);
    }
  });

  it('is bound to its caller, key and request', async () => {
    const [body, key, otherBody, otherKey] = [person(), newKey(), person(), newKey()];
    await create(body, key);
    const copyTo = (target: string, subject: string) => api.db.sql`
      update idempotency_keys set sealed_body = (select sealed_body from idempotency_keys where key = ${key} and caller_subject = 'desk')
      where key = ${target} and caller_subject = ${subject}`;
    await create(otherBody, otherKey);
    await copyTo(otherKey, 'desk');
    requireUnavailable(await create(otherBody, otherKey));
    const other = api.as('staff', 'copying-desk');
    await create(body, key, other);
    await copyTo(key, 'copying-desk');
    requireUnavailable(await create(body, key, other));
  });

  it('of the previous release, in clear, is replayed', async () => {
    const [body, key] = [person(), newKey()];
    const first = await create(body, key);
    const clear = JSON.stringify({ id: first.body.id });
    await api.db.sql`update idempotency_keys set sealed_body = null, body = ${clear} where key = ${key}`;
    const again = await api.app.request(
      '/v1/patients',
      {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      },
      { requestContext: createRequestContext('staff', 'desk') },
    );
    expect([again.status, await again.text()]).toEqual([201, clear]);
    expect(await rowsNamed(body)).toBe(1);
  });

  it('without a body is replayed', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    expect((await desk.post('/v1/mirror', {}, headers)).status).toBe(204);
    const again = await desk.post('/v1/mirror', {}, headers);
    expect([again.status, again.text, isReplay(again)]).toEqual([204, '', 'true']);
  });
});

describe('a request without a key', () => {
  it('runs every time', async () => {
    const body = person();
    const answers = [await desk.post('/v1/patients', body), await desk.post('/v1/patients', body)];
    expect(answers.map(isReplay)).toEqual([null, null]);
    expect(await rowsNamed(body)).toBe(2);
  });

  it('stores nothing unless it is a POST', async () => {
    const { id } = (await desk.post('/v1/patients', person())).body;
    const key = newKey();
    for (const givenName of ['Eva', 'Isa']) {
      const answer = await desk.patch(`/v1/patients/${id}`, { givenName }, { 'Idempotency-Key': key });
      expect([answer.body.givenName, isReplay(answer)]).toEqual([givenName, null]);
    }
  });
});

describe('an idempotency key', () => {
  it('has 1 to 255 visible ASCII characters', async () => {
    for (const key of ['', 'k'.repeat(256), 'an idempotency key', 'clé', 'a\tb', '\u007f']) {
      const body = person();
      const answer = await create(body, key);
      expect([key, answer.status, answer.body.type]).toEqual([key, 422, '/problems/validation-failed']);
      expect(answer.body.errors).toEqual([
        { pointer: 'header/Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' },
      ]);
      expect(await rowsNamed(body)).toBe(0);
    }
    for (const key of ['!', '~', '"quoted",\\', 'k'.repeat(255)]) {
      expect([key, (await create(person(), key)).status]).toEqual([key, 201]);
    }
  });

  it('is free again after 24 hours, and not before', async () => {
    const [body, key] = [person(), newKey()];
    const first = await create(body, key);
    const [row] = await api.db.sql`
      select expires_at - created_at = interval '24 hours' as is_day from idempotency_keys where key = ${key}`;
    expect(row?.is_day).toBe(true);
    await api.db.sql`update idempotency_keys set expires_at = now() + interval '1 minute' where key = ${key}`;
    expect(isReplay(await create(body, key))).toBe('true');
    await api.db.sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = ${key}`;
    const next = await create({ ...body, gender: 'male' }, key);
    expect([next.status, isReplay(next)]).toEqual([201, null]);
    expect(next.body.id).not.toBe(first.body.id);
    expect(isReplay(await create({ ...body, gender: 'male' }, key))).toBe('true');
  });

  it.each([-1, 0, 1])(
    'is not replayed from the instant at which it expires, even of an operation in steps: %i ms',
    async (ms) => {
      const [body, key] = [person(), newKey()];
      await create(body, key);
      const caller = { subject: 'desk', role: 'staff', requestId: 'edge' } as const;
      const request = { callerSubject: 'desk', role: 'staff', key, method: 'POST', path: '/v1/patients' } as const;
      const claimed = await api.db.database.transaction(caller, async (tx) => {
        const row = requireReturnedRow(await tx.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key)));
        const outcomes = [];
        for (const status of [201, 102]) {
          await tx.delete(idempotencyKeys).where(eq(idempotencyKeys.key, key));
          // The database's clock stands still within a transaction.
          const expiresAt = sql`date_trunc('milliseconds', now()) + make_interval(secs => ${ms / 1000})`;
          await tx.insert(idempotencyKeys).values({ ...row, status, expiresAt });
          const claim = claimKey(tx, api.services, { ...request, body: JSON.stringify(body) });
          outcomes.push(
            await claim.then(
              (first) => first?.status,
              (problem: Problem) => problem.kind,
            ),
          );
        }
        return outcomes;
      });
      expect(claimed).toEqual(ms > 0 ? [201, 'conflict'] : [undefined, undefined]);
    },
  );

  it('is deleted after it expires, ten keys at a time, whoever owns them', async () => {
    await api.db.sql`delete from idempotency_keys`;
    await api.db.sql`
      insert into idempotency_keys (caller_subject, key, fingerprint, status, headers, body, trail, expires_at)
      select 'someone', 'old-' || n, '', 201, '{}', '', '{}', now() - interval '1 hour' from generate_series(1, 12) n`;
    const left = async () => {
      const rows = await api.db.sql`select key from idempotency_keys order by key`;
      return rows.filter(({ key }) => key.startsWith('old-')).length;
    };
    await create(person(), newKey());
    expect(await left()).toBe(2);
    await create(person(), newKey());
    expect(await left()).toBe(0);
    expect(await api.db.sql`select 1 from idempotency_keys`).toHaveLength(2);
  });

  it('is never logged', async () => {
    const key = newKey();
    await create(person(), key);
    await create(person(), key);
    expect(api.logLines.join('\n')).not.toContain(key);
  });
});
