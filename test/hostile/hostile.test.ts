import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { attack } from './attack.js';
import { findAnswerFault } from './judge.js';
import { isMemoryStable } from './memory.js';
import { type HostileRequest, requestsFor } from './requests.js';
import { type AttackTarget, createTarget, type ReceivedAnswer } from './target.js';

let db: TestDatabase;
let target: AttackTarget;
beforeAll(async () => {
  db = await createTestDatabase({ poolSize: 1 });
  target = await createTarget(db);
});
afterAll(async () => {
  await target.close();
  await db.close();
});

const collectStatuses = (answers: ReadonlyMap<string, ReadonlyMap<number, number>>) =>
  new Set([...answers.values()].flatMap((statuses) => [...statuses.keys()]));

describe('hostile requests', () => {
  it('get described answers only, and none of 500 or above', async () => {
    const prototype = Object.getOwnPropertyNames(Object.prototype);
    const { answers, failures } = await attack(target, { requests: 700, seed: 20_260_302 });
    expect(failures).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
    // They go as far as they can: a generator whose requests all end at the door would prove nothing.
    const seen = collectStatuses(answers);
    for (const status of [200, 201, 204, 304, 400, 401, 403, 404, 405, 409, 412, 414, 415, 422, 431]) {
      expect([status, seen.has(status)]).toEqual([status, true]);
    }
  });

  it('are made for every operation of the document', () => {
    const operations = Object.values(target.document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    const made = fc.sample(requestsFor(target.document), { numRuns: operations.length * 20, seed: 1 });
    expect([...new Set(made.map(({ operationId }) => operationId))].sort()).toEqual(operations.sort());
  });
});

describe('the judge', () => {
  const request: HostileRequest = {
    operationId: 'getHealth',
    caller: 'nobody',
    method: 'GET',
    path: '/v1/health',
    query: '',
    headers: [],
    body: undefined,
  };
  const body = { status: 'ok', database: 'reachable', migration: null, version: 'x' };
  const good: ReceivedAnswer = {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-request-id': 'r', 'x-content-type-options': 'nosniff' },
    text: JSON.stringify(body),
    body,
    path: '/v1/health',
    durationMilliseconds: 1,
  };

  it('passes what the document describes', () => {
    expect(findAnswerFault(request, good, target)).toBeUndefined();
  });

  it.each<[string, Partial<ReceivedAnswer>]>([
    ['a 500', { status: 500 }],
    ['a 503 while the database is well', { status: 503 }],
    ['a status that is not described', { status: 418 }],
    ['a body that is not described', { body: { ...body, status: 'fine' } }],
    ['a body of another media type', { headers: { ...good.headers, 'content-type': 'text/html' } }],
    ['an answer without a request id', { headers: { ...good.headers, 'x-request-id': '' } }],
    ['a header field that is not described', { headers: { ...good.headers, location: '/v1/health' } }],
    ['an answer that took too long', { durationMilliseconds: 60_000 }],
    ['a good answer on a path that there is not', { path: '/v1/nothing' }],
  ])('does not pass %s', (_what, wrong) => {
    expect(findAnswerFault(request, { ...good, ...wrong }, target)).toBeTypeOf('string');
  });

  it('does not pass an answer without a header field that is described', () => {
    const reading = { ...request, operationId: 'getExam', path: '/v1/exams/x' };
    const known = { status: 304, text: '', body: undefined, path: '/v1/exams/x' };
    const headers = { ...good.headers, etag: '"1"' };
    expect(findAnswerFault(reading, { ...good, ...known, headers }, target)).toBeUndefined();
    expect(findAnswerFault(reading, { ...good, ...known }, target)).toContain('ETag');
  });

  it('calls memory level that settles, and not what goes on to grow', () => {
    const mebibyte = 1024 * 1024;
    const samples = (heapAt: (index: number) => number) =>
      Array.from({ length: 11 }, (_, index) => ({
        requests: index * 1000,
        residentBytes: 400 * mebibyte,
        heapBytes: heapAt(index) * mebibyte,
      }));
    expect(isMemoryStable(samples((index) => 140 - 40 / (index + 1)))).toBe(true);
    expect(isMemoryStable(samples((index) => 100 + 3 * index))).toBe(false);
  });
});
