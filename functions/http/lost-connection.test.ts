import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { FaultyProxy } from '../../test/support/faulty-proxy.js';
import { examsRouter } from '../exams/routes.js';

let api: TestApi;
let proxy: FaultyProxy;
let database: Database;
beforeAll(async () => {
  api = await createTestApi([examsRouter]);
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

let made = 0;
const newExam = () => {
  made += 1;
  return { name: `Exam ${made}`, type: 'imaging', durationMinutes: 30 };
};
const create = (exam: object, headers = {}) => api.as('admin').post('/v1/exams', exam, headers);
const countRows = async (name: string) => (await api.db.sql`select from exams where name = ${name}`).length;

describe('a change with a lost connection', () => {
  it('before its COMMIT still happens once', async () => {
    const exam = newExam();
    proxy.interceptNext('insert into "exams"', 'cut-answer');
    expect((await create(exam)).status).toBe(201);
    expect(await countRows(exam.name)).toBe(1);
  });

  it('during its COMMIT is not repeated, and the response says that it may have been saved', async () => {
    const exam = newExam();
    proxy.interceptNext('commit', 'cut-answer');
    const answer = await create(exam);
    expect([answer.status, answer.body.type, answer.headers.get('Retry-After')]).toEqual([
      503,
      '/problems/unavailable',
      '5',
    ]);
    expect(answer.body.detail).toContain('may have been saved');
    expect(await countRows(exam.name)).toBe(1);
  });

  it.each([
    ['cut', null],
    ['cut-answer', 'true'],
  ] as const)(
    'during its COMMIT (%s) is repeated with its Idempotency-Key and happens once',
    async (passage, replayed) => {
      const exam = newExam();
      proxy.interceptNext('commit', passage);
      const answer = await create(exam, { 'Idempotency-Key': exam.name.replace(' ', '-') });
      expect([answer.status, answer.headers.get('Idempotency-Replayed')]).toEqual([201, replayed]);
      expect(await countRows(exam.name)).toBe(1);
    },
  );

  it('that increments a version increments it once', async () => {
    const { body } = await create(newExam());
    proxy.interceptNext('update "exams"', 'cut-answer');
    const answer = await api.as('admin').patch(`/v1/exams/${body.id}`, { durationMinutes: 45 }, { 'If-Match': '"1"' });
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
  });
});

it.each(['select', 'commit'])('that only reads is repeated if the connection is lost at its %s', async (text) => {
  const { body } = await create(newExam());
  proxy.interceptNext(text, 'cut-answer');
  const answer = await api.as('admin').get(`/v1/exams/${body.id}`);
  expect([answer.status, answer.text]).toEqual([200, JSON.stringify(body)]);
});
