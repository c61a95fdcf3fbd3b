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
  it('get only responses that the document describes, none above 499', async () => {
    const prototype = Object.getOwnPropertyNames(Object.prototype);
    const { answers, failures } = await attack(target, { requests: 700, seed: 20_260_302 });
    expect(failures).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
    // Requests that are all rejected early would prove nothing.
    const seen = collectStatuses(answers);
    for (const status of [200, 201, 204, 304, 400, 401, 403, 404, 405, 409, 412, 414, 415, 422, 431]) {
      expect([status, seen.has(status)]).toEqual([status, true]);
    }
  });

  it('cover every operation of the document', () => {
    const operations = Object.values(target.document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    const made = fc.sample(requestsFor(target.document), { numRuns: operations.length * 20, seed: 1 });
    expect([...new Set(made.map(({ operationId }) => operationId))].sort()).toEqual(operations.sort());
  });
});

describe('the response check', () => {
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

  it('accepts a response that the document describes', () => {
    expect(findAnswerFault(request, good, target)).toBeUndefined();
  });

  it.each<[string, Partial<ReceivedAnswer>]>([
    ['a 500', { status: 500 }],
    ['a 503 while the database is healthy', { status: 503 }],
    ['an undescribed status', { status: 418 }],
    ['an undescribed body', { body: { ...body, status: 'fine' } }],
    ['a body of another media type', { headers: { ...good.headers, 'content-type': 'text/html' } }],
    ['a response without a request id', { headers: { ...good.headers, 'x-request-id': '' } }],
    ['an undescribed header', { headers: { ...good.headers, location: '/v1/health' } }],
    ['a slow response', { durationMilliseconds: 60_000 }],
    ['a valid response on an unknown path', { path: '/v1/nothing' }],
  ])('rejects %s', (_what, wrong) => {
    expect(findAnswerFault(request, { ...good, ...wrong }, target)).toBeTypeOf('string');
  });

  it('rejects a response without a described header', () => {
    const reading = { ...request, operationId: 'getExam', path: '/v1/exams/x' };
    const known = { status: 304, text: '', body: undefined, path: '/v1/exams/x' };
    const headers = { ...good.headers, etag: '"1"' };
    expect(findAnswerFault(reading, { ...good, ...known, headers }, target)).toBeUndefined();
    expect(findAnswerFault(reading, { ...good, ...known }, target)).toContain('ETag');
  });

  it('calls memory stable if it levels off, and not if it keeps growing', () => {
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
