import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { matchesIfNoneMatch, notModified, requireIfMatch, toETag } from './conditional.js';
import { Problem } from './problem.js';

const present = 7;

const app = new Hono();
app.get('/', (c) => (matchesIfNoneMatch(c, present) ? notModified(c, present) : c.text('whole', 200)));
app.patch('/', (c) => {
  requireIfMatch(c, present);
  return c.text('changed', 200);
});
app.onError((error, c) => {
  if (!(error instanceof Problem)) throw error;
  return c.text(error.options.errors?.[0]?.pointer ?? '', error.status, { ...error.options.headers });
});

const requestStatus = async (method: string, headers: Record<string, string>) =>
  (await app.request('/', { method, headers })).status;

const malformed = ['7', '"7', "'7'", '"7" "8"', '"7",', ',', '', '"a"b"', 'w/"7"', 'W/7', '"7" , x', '*, "7"'];

describe('an ETag', () => {
  it('is strong: the version in double quotes', () => {
    expect([toETag(1), toETag(2_147_483_647)]).toEqual(['"1"', '"2147483647"']);
  });
});

describe('If-Match', () => {
  it.each([
    ['"7"', 200],
    [' "7" ', 200],
    ['*', 200],
    [' * ', 200],
    ['"6", "7"', 200],
    ['"6","7","8"', 200],
    ['W/"6", "7"', 200],
    ['"6"', 412],
    ['"07"', 412],
    ['"7 "', 400],
    ['""', 412],
    ['"77"', 412],
    ['W/"7"', 412],
    ['"6", W/"7"', 412],
    ['"6, 7"', 400],
  ])('%s of version 7 is %i', async (header, status) => {
    expect(await requestStatus('PATCH', { 'If-Match': header })).toBe(status);
  });

  it.each(malformed)('%j is malformed', async (header) => {
    const answer = await app.request('/', { method: 'PATCH', headers: { 'If-Match': header } });
    expect([answer.status, await answer.text()]).toEqual([400, 'header/If-Match']);
  });

  it('that is stale returns the current version', async () => {
    const answer = await app.request('/', { method: 'PATCH', headers: { 'If-Match': '"6"' } });
    expect(answer.headers.get('ETag')).toBe('"7"');
  });

  it('that is absent sets no condition', async () => {
    expect(await requestStatus('PATCH', {})).toBe(200);
  });
});

describe('If-None-Match', () => {
  it.each([
    ['"7"', 304, 412],
    ['W/"7"', 304, 412],
    ['*', 304, 412],
    ['"6", W/"7"', 304, 412],
    ['"6"', 200, 200],
    ['W/"6"', 200, 200],
    ['""', 200, 200],
  ])('%s at version 7 reads with %i and changes with %i', async (header, read, changed) => {
    expect(await requestStatus('GET', { 'If-None-Match': header })).toBe(read);
    expect(await requestStatus('PATCH', { 'If-None-Match': header })).toBe(changed);
  });

  it('returns 304 with the ETag and no body', async () => {
    const answer = await app.request('/', { headers: { 'If-None-Match': '"7"' } });
    expect([answer.status, await answer.text(), answer.headers.get('ETag')]).toEqual([304, '', '"7"']);
  });

  it.each(malformed)('%j is malformed', async (header) => {
    const answer = await app.request('/', { headers: { 'If-None-Match': header } });
    expect([answer.status, await answer.text()]).toEqual([400, 'header/If-None-Match']);
  });
});
