import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from '../patients/routes.js';
import { maximumHeaderBytes, maximumJsonDepth, maximumUrlBytes, measureJsonDepth } from './limits.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const json = { 'Content-Type': 'application/json' };

describe('a URL', () => {
  const path = '/v1/patients?search=';

  it('can have the maximum size; one byte more is rejected with the limit in the detail', async () => {
    const longest = await api.as('admin').get(path.padEnd(maximumUrlBytes, 'x'));
    expect(longest.body.type).toBe('/problems/validation-failed');
    const longer = await api.as('admin').get(path.padEnd(maximumUrlBytes + 1, 'x'));
    expect([longer.status, longer.body.type]).toEqual([414, '/problems/uri-too-long']);
    expect(longer.body.detail).toContain(String(maximumUrlBytes));
  });

  it('is measured as it is sent, where one character can take nine bytes', async () => {
    const answer = await api.as('admin').get(path + '語'.repeat(maximumUrlBytes / 9));
    expect(answer.status).toBe(414);
  });

  it('that is too long is rejected before anything else, on every path and for every caller', async () => {
    for (const start of ['/v1/patients/', '/v1/nothing/', '/']) {
      const answer = await api.anonymous.get(start.padEnd(maximumUrlBytes + 1, 'x'));
      expect([start, answer.status, answer.body.instance.length]).toEqual([start, 414, 2048]);
    }
  });
});

describe('header fields', () => {
  const filled = (bytes: number) => {
    const [name, rest] = ['X-Filler', 'x'.repeat(bytes - 'X-Filler'.length - 4)];
    return { [name]: rest };
  };

  it('can have the maximum size together; one byte more is rejected with the limit in the detail', async () => {
    const largest = await api.as('admin').get('/v1/patients', filled(maximumHeaderBytes));
    expect(largest.status).toBe(200);
    const larger = await api.as('admin').get('/v1/patients', filled(maximumHeaderBytes + 1));
    expect([larger.status, larger.body.type]).toEqual([431, '/problems/header-fields-too-large']);
    expect(larger.body.detail).toContain(String(maximumHeaderBytes));
  });

  it('are measured together, however many there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`X-${index}`, 'value']));
    expect((await api.as('admin').get('/v1/patients', many)).status).toBe(431);
  });

  it('of the maximum documented length fit within the limit', () => {
    // Cognito's access tokens have about 1 KiB, and the document limits If-Match to 2,000 characters.
    expect(maximumHeaderBytes).toBeGreaterThan(2_000 + 4_096);
  });
});

describe('the nesting of a body', () => {
  const post = (body: string) => api.as('admin').send('POST', '/v1/patients', { body, headers: json });
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it('can reach the limit; one level deeper is rejected with the limit in the detail', async () => {
    const readDetail = async (depth: number) => (await post(nested(depth))).body.detail;
    expect(await readDetail(maximumJsonDepth)).not.toContain('levels deep');
    expect(await readDetail(maximumJsonDepth + 1)).toBe(
      `The body is nested more than ${maximumJsonDepth} levels deep.`,
    );
  });

  it('counts arrays and objects, but not brackets in strings', async () => {
    const familyName = `${'['.repeat(40)}"{\\`;
    const body = { givenName: 'Ada', familyName, birthDate: '1980-05-17', gender: 'female' };
    expect((await post(JSON.stringify(body))).status).toBe(201);
  });

  it('is correct for any JSON', () => {
    const measureDepth = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0;
      return 1 + Math.max(0, ...Object.values(value).map(measureDepth));
    };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(measureJsonDepth(JSON.stringify(value, null, indent))).toBe(measureDepth(value));
      }),
    );
  });
});
