import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import { type Client, createTestApi, type TestApi } from '../../test/support/api.js';
import { FaultyProxy, type TrafficAction } from '../../test/support/faulty-proxy.js';
import { examsRouter } from '../exams/routes.js';

let api: TestApi;
let admin: Client;
let proxy: FaultyProxy;
let database: Database;
beforeAll(async () => {
  api = await createTestApi([examsRouter]);
  admin = api.as('admin');
  proxy = await FaultyProxy.start(api.db.url);
  database = connectDatabase(parseEnvironment(LoaderEnvironment, { DATABASE_URL: proxy.url }));
  Object.assign(api.services, { database });
});
afterAll(async () => {
  await database.close();
  await proxy.close();
  await api.close();
});
beforeEach(() => proxy.heal());

/** Lets the next bytes that hold a text meet this end, and no others. */
function once(text: string, passage: TrafficAction): void {
  let isDone = false;
  proxy.chooseAction = (sent) => {
    if (isDone || !sent.includes(text)) return 'pass';
    isDone = true;
    return passage;
  };
}

let made = 0;
const newExam = () => {
  made += 1;
  return { name: `Exam ${made}`, type: 'imaging', durationMinutes: 30 };
};
const countRows = async (name: string) => (await api.db.sql`select from exams where name = ${name}`).length;

describe('a change whose connection is lost', () => {
  it('before its COMMIT is made once all the same', async () => {
    const exam = newExam();
    once('insert into "exams"', 'cut-answer');
    expect((await admin.post('/v1/exams', exam)).status).toBe(201);
    expect(await countRows(exam.name)).toBe(1);
  });

  it('during its COMMIT is not repeated, and the caller learns that it may have been made', async () => {
    const exam = newExam();
    once('commit', 'cut-answer');
    const answer = await admin.post('/v1/exams', exam);
    expect([answer.status, answer.body.type, answer.headers.get('Retry-After')]).toEqual([
      503,
      '/problems/unavailable',
      '5',
    ]);
    expect(answer.body.detail).toContain('may have been made');
    expect(await countRows(exam.name)).toBe(1);
  });

  it.each([
    ['cut', null],
    ['cut-answer', 'true'],
  ] as const)(
    'during its COMMIT (%s) is repeated under its Idempotency-Key and made once',
    async (passage, replayed) => {
      const exam = newExam();
      once('commit', passage);
      const answer = await admin.post('/v1/exams', exam, { 'Idempotency-Key': exam.name.replace(' ', '-') });
      expect([answer.status, answer.headers.get('Idempotency-Replayed')]).toEqual([201, replayed]);
      expect(await countRows(exam.name)).toBe(1);
    },
  );

  it('with a change of a version counts it once', async () => {
    const { body } = await admin.post('/v1/exams', newExam());
    once('update "exams"', 'cut-answer');
    const answer = await admin.patch(`/v1/exams/${body.id}`, { durationMinutes: 45 }, { 'If-Match': '"1"' });
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
  });
});

it.each(['select', 'commit'])('reading is repeated when the connection is lost at its %s', async (text) => {
  const { body } = await admin.post('/v1/exams', newExam());
  once(text, 'cut-answer');
  const answer = await admin.get(`/v1/exams/${body.id}`);
  expect([answer.status, answer.text]).toEqual([200, JSON.stringify(body)]);
});
