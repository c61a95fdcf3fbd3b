import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exams } from '../../db/schema/index.js';
import { type Client, createTestApi, type TestApi } from '../../test/support/api.js';
import { jsonBody, response } from './operation.js';
import { Problem } from './problem.js';
import { OperationRouter } from './router.js';
import { texts } from './testing.js';

/** The work between the steps of the next request, and in its last step. */
let between: () => Promise<void> = async () => {};
let last: () => Promise<void> = async () => {};
let times = 0;
/** The record that callers can read. */
let readable = 'the-record';
let leftMilliseconds: () => number = () => 0;

const insert = (name: string) => ({ name, type: 'x', durationMinutes: 30 });

const router = new OperationRouter('Tests', { resourceType: 'Basic', patientData: true });
router.inSteps('post', '/v1/steps', {
  operationId: 'step',
  ...texts,
  policy: { permission: 'exams:write', action: 'steps' },
  replay: { requires: async (_tx, id) => id === readable },
  request: { body: jsonBody(z.strictObject({ name: z.string().max(100) })) },
  problems: ['not-found'],
  responses: { 200: response.json('Done.', z.strictObject({ times: z.int().max(1000) })) },
  async handler(c) {
    const { steps, audit } = c.var;
    const { name } = c.req.valid('json');
    times += 1;
    ({ leftMilliseconds } = steps);
    await steps.run((tx) => tx.insert(exams).values(insert(`${name} first`)));
    await between();
    return steps.finish(async (tx) => {
      await tx.insert(exams).values(insert(`${name} last`));
      await last();
      audit.setResource('the-record');
      return c.json({ times }, 200);
    });
  },
});
router.inSteps('post', '/v1/forgotten', {
  operationId: 'forget',
  ...texts,
  policy: { permission: 'exams:write', action: 'x' },
  replay: 'run-again',
  responses: { 200: response.json('Done.', z.strictObject({})) },
  handler: async (c) => c.json({}, 200),
});

let api: TestApi;
let admin: Client;
beforeAll(async () => {
  api = await createTestApi([router]);
  admin = api.as('admin');
});
afterAll(() => api.close());
beforeEach(() => {
  between = async () => {};
  last = async () => {};
});

let made = 0;
const newName = () => {
  made += 1;
  return `Exam${made}`;
};
const send = (name: string, headers: Record<string, string> = {}) => admin.post('/v1/steps', { name }, headers);
const listWritten = async (name: string) =>
  (await api.db.sql`select name from exams where name like ${`${name} %`} order by name`).map((row) => row.name);
const readEvents = (requestId: string) =>
  api.db.sql`select outcome, status, resource_id from audit_events where request_id = ${requestId}`;
/** Counts the open transactions, except this query's own. */
const openTransactions = async () => {
  const [row] = await api.db.sql`
    select count(*)::int as open from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`;
  return row?.open as number;
};

/** A pause that the test ends. */
function pause() {
  let end = () => {};
  let reached = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const isReached = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const wait = async () => {
    reached();
    await ended;
  };
  return { wait, end, isReached };
}

describe('an operation in steps', () => {
  it('commits each step, and its single event with the last one', async () => {
    const name = newName();
    let seen: unknown[] = [];
    between = async () => {
      seen = [await listWritten(name), [...(await readEvents('steps'))], await openTransactions()];
    };
    expect((await send(name, { 'X-Request-Id': 'steps' })).status).toBe(200);
    expect(seen).toEqual([[`${name} first`], [], 0]);
    expect(await listWritten(name)).toEqual([`${name} first`, `${name} last`]);
    expect([...(await readEvents('steps'))]).toEqual([{ outcome: 'success', status: 200, resource_id: 'the-record' }]);
  });

  it('leaves an event if it fails between steps or in the last step, which is rolled back', async () => {
    for (const where of ['between', 'last']) {
      const [name, requestId] = [newName(), `failed-${where}`];
      const fail = async () => {
        throw new Problem('unavailable');
      };
      between = where === 'between' ? fail : async () => {};
      last = where === 'last' ? fail : async () => {};
      expect((await send(name, { 'X-Request-Id': requestId })).status).toBe(503);
      expect(await listWritten(name)).toEqual([`${name} first`]);
      const [event, ...more] = await readEvents(requestId);
      expect([event, more]).toMatchObject([{ outcome: 'failed', status: 503 }, []]);
    }
  });

  it('retries only the step that lost a conflict with another transaction', async () => {
    const name = newName();
    let tries = 0;
    last = async () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error('lost'), { code: '40001' });
    };
    expect((await send(name)).status).toBe(200);
    expect(await listWritten(name)).toEqual([`${name} first`, `${name} last`]);
  });

  it('knows how much time is left between steps', async () => {
    const left: number[] = [];
    between = async () => {
      left.push(leftMilliseconds());
      const now = performance.now();
      const clock = vi.spyOn(performance, 'now');
      for (const later of [10_000, 60_000]) {
        clock.mockReturnValue(now + later);
        left.push(leftMilliseconds());
      }
      clock.mockRestore();
    };
    expect((await send(newName())).status).toBe(200);
    const [first = 0, afterTenSeconds = 0, atLast] = left;
    expect(first).toBeLessThanOrEqual(21_000);
    expect(Math.abs(first - afterTenSeconds - 10_000)).toBeLessThan(100);
    expect(atLast).toBe(1);
  });

  it('without a last step is a programming error', async () => {
    expect((await admin.send('POST', '/v1/forgotten')).status).toBe(500);
  });

  it('is rejected at the access limit before its first step, like any other', async () => {
    const name = newName();
    Object.assign(api.services, { accessesPerMinute: 1 });
    try {
      expect((await send(name)).status).toBe(429);
    } finally {
      Object.assign(api.services, { accessesPerMinute: undefined });
    }
    expect(await listWritten(name)).toEqual([]);
  });
});

describe('the key of an operation in steps', () => {
  const keyed = (key: string, requestId = 'any') => ({ 'Idempotency-Key': key, 'X-Request-Id': requestId });
  /** Sends a request, and returns once it is paused between its steps. */
  const sendAndPause = async (name: string, key: string) => {
    const { wait, end, isReached } = pause();
    between = wait;
    const first = send(name, keyed(key));
    await isReached;
    return { first, end };
  };

  it('replays the first response with a separate event', async () => {
    const [name, key] = [newName(), 'again'];
    const first = await send(name, keyed(key));
    const again = await send(name, keyed(key, 'replayed'));
    expect([again.status, again.text, again.headers.get('Idempotency-Replayed')]).toEqual([200, first.text, 'true']);
    expect(await listWritten(name)).toHaveLength(2);
    expect([...(await readEvents('replayed'))]).toEqual([
      { outcome: 'success', status: 200, resource_id: 'the-record' },
    ]);
  });

  it('neither replays nor runs again once the caller can no longer read the record', async () => {
    const [name, key] = [newName(), 'hidden'];
    expect((await send(name, keyed(key))).status).toBe(200);
    const before = times;
    readable = 'another';
    const hidden = await send(name, keyed(key, 'hidden-again'));
    readable = 'the-record';
    expect([hidden.status, hidden.body.type, hidden.headers.get('Idempotency-Replayed')]).toEqual([
      ...[404, '/problems/not-found', 'true'],
    ]);
    expect(times).toBe(before);
    expect([...(await readEvents('hidden-again'))]).toEqual([
      { outcome: 'refused', status: 404, resource_id: 'the-record' },
    ]);
    expect((await send(name, keyed(key))).status).toBe(200);
  });

  it('makes a retry wait while the first request is running, and rejects another body', async () => {
    const [name, key] = [newName(), 'running'];
    const { first, end } = await sendAndPause(name, key);
    const early = await send(name, keyed(key));
    expect([early.status, early.body.type, early.headers.get('Retry-After')]).toEqual([409, '/problems/conflict', '1']);
    expect((await send(newName(), keyed(key))).body.type).toBe('/problems/idempotency-key-reused');
    end();
    const answer = await first;
    expect(answer.status).toBe(200);
    expect((await send(name, keyed(key))).text).toBe(answer.text);
    expect(await listWritten(name)).toHaveLength(2);
  });

  it('stores a client error, and is free at once after any other error', async () => {
    const [name, key] = [newName(), 'problem'];
    between = async () => {
      throw new Problem('not-found');
    };
    const refused = await send(name, keyed(key, 'kept'));
    expect(refused.status).toBe(404);
    expect([...(await readEvents('kept'))]).toMatchObject([{ outcome: 'refused', status: 404 }]);
    between = async () => {};
    expect((await send(name, keyed(key))).text).toBe(refused.text);

    const [later, other] = [newName(), 'failure'];
    last = async () => {
      throw new Error('broken');
    };
    expect((await send(later, keyed(other, 'broken'))).status).toBe(500);
    expect([...(await readEvents('broken'))]).toMatchObject([{ outcome: 'failed', status: 500 }]);
    last = async () => {};
    await api.db.sql`delete from exams where name = ${`${later} first`}`;
    expect((await send(later, keyed(other))).status).toBe(200);
  });

  it('of a crashed request is free after a minute, and the late request then changes nothing', async () => {
    const [name, key] = [newName(), 'died'];
    const { first, end } = await sendAndPause(name, key);
    await api.db.sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = ${key}`;
    await api.db.sql`delete from exams where name = ${`${name} first`}`;
    between = async () => {};
    const second = await send(name, keyed(key));
    expect(second.status).toBe(200);
    await api.db.sql`delete from exams where name = ${`${name} last`}`;
    end();
    expect((await first).status).toBe(409);
    expect(await listWritten(name)).toEqual([`${name} first`]);
    expect((await send(name, keyed(key))).text).toBe(second.text);
  });
});
