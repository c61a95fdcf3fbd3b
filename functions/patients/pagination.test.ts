import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { CursorSeal } from '../http/cursor.js';
import { patientsRouter } from './routes.js';
import { patientSorts } from './schemas.js';
import { toProblemPointers } from './testing.js';

let api: TestApi;

interface Row {
  readonly id: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Many rows with few distinct values, which a keyset without a unique last key would lose or repeat. */
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
  await api.db.sql`
    insert into patients (given_name, family_name, birth_date, gender, created_at, updated_at)
    select (array['Ana', 'Ána', 'Bo'])[1 + n % 3], (array['Diaz', 'Díaz', 'Evans'])[1 + n / 3 % 3],
      date '1990-01-01' + n % 4, (array['female', 'male'])[1 + n % 2],
      timestamptz '2026-01-01 00:00:00.123Z' + n / 10 * interval '1 millisecond',
      timestamptz '2026-01-02 00:00Z' + n % 5 * interval '1 hour'
    from generate_series(0, 46) n`;
});
afterAll(() => api.close());

const requestList = (query: string) => api.as('staff').get(`/v1/patients?${query}`);

/** Reads all rows of a list page by page. `between` runs after each page except the last. */
async function walk(query: string, limit: number, between = async (_page: Row[]) => {}): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await requestList(`${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect([status, body.page.limit]).toEqual([200, limit]);
    rows.push(...body.data);
    if (body.page.nextCursor === null) return rows;
    expect(body.data).toHaveLength(limit);
    cursor = body.page.nextCursor;
    await between(body.data);
  }
}

const fold = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const sortValuesByField: Record<string, (row: Row) => string[]> = {
  createdAt: (row) => [row.createdAt, row.id],
  updatedAt: (row) => [row.updatedAt, row.id],
  name: (row) => [fold(row.familyName), fold(row.givenName), row.id],
  birthDate: (row) => [row.birthDate, row.id],
};

const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);

function inOrder(rows: readonly Row[], sort: string): string[] {
  const keys = sortValuesByField[sort.replace('-', '')];
  const compare = (one: Row, other: Row) => {
    const [a, b] = [keys?.(one) ?? [], keys?.(other) ?? []];
    const differing = a.findIndex((key, index) => key !== b[index]);
    return differing < 0 ? 0 : (a[differing] ?? '') < (b[differing] ?? '') ? -1 : 1;
  };
  const sorted = [...rows].sort(compare);
  return idsOf(sort.startsWith('-') ? sorted.reverse() : sorted);
}

const malformed = [400, '/problems/malformed-request', ['query/cursor']];
const invalid = (name: string) => [422, '/problems/validation-failed', [`query/${name}`]];

describe('a page', () => {
  it('has 25 entries by default, and 1 to 100 on request', async () => {
    expect((await requestList('')).body).toMatchObject({ data: { length: 25 }, page: { limit: 25 } });
    for (const limit of [1, 46, 47, 100]) {
      const { body } = await requestList(`limit=${limit}`);
      expect([body.data.length, body.page.limit]).toEqual([Math.min(limit, 47), limit]);
      expect(body.page.nextCursor === null).toBe(limit >= 47);
    }
    for (const limit of [
      '0',
      '101',
      '-1',
      '1.5',
      'abc',
      '',
      '1e9',
      '1e1',
      '0x10',
      '25.0',
      '%205',
      '5%20',
      '%2B5',
      'NaN',
      'Infinity',
    ]) {
      expect([limit, ...toProblemPointers(await requestList(`limit=${limit}`))]).toEqual([limit, ...invalid('limit')]);
    }
  });

  it('includes the total of the whole list on request', async () => {
    expect((await requestList('limit=3')).body.page).not.toHaveProperty('total');
    const first = (await requestList('limit=3&count=exact')).body.page;
    expect(first.total).toBe(47);
    expect((await requestList(`limit=3&count=exact&cursor=${first.nextCursor}`)).body.page.total).toBe(47);
    expect((await requestList('limit=3&count=exact&gender=male')).body.page.total).toBe(23);
    expect(toProblemPointers(await requestList('count=yes'))).toEqual(invalid('count'));
  });

  it('can change its size from one page to the next', async () => {
    const all = (await requestList('limit=100')).body.data;
    const first = (await requestList('limit=4')).body;
    const second = (await requestList(`limit=9&cursor=${first.page.nextCursor}`)).body;
    expect(idsOf([...first.data, ...second.data])).toEqual(idsOf(all).slice(0, 13));
  });
});

describe('a walk over all pages', () => {
  it.each([...patientSorts])('returns each row exactly once, in order: %s', async (sort) => {
    const all = (await requestList('limit=100')).body.data;
    expect(all).toHaveLength(47);
    for (const limit of [1, 7, 23]) expect(idsOf(await walk(`sort=${sort}`, limit))).toEqual(inOrder(all, sort));
  });

  it('uses the creation time without a sort', async () => {
    expect(idsOf(await walk('', 7))).toEqual(idsOf(await walk('sort=createdAt', 7)));
  });

  it('returns each match of a search exactly once, best first', async () => {
    const rows = await walk('search=ana%20diaz', 3);
    const whole = (await requestList('search=ana%20diaz&limit=100')).body.data;
    expect(idsOf(rows)).toEqual(idsOf(whole));
    expect(new Set(idsOf(rows)).size).toBe(rows.length);
    expect(rows.filter((row) => fold(`${row.givenName} ${row.familyName}`) === 'ana diaz')).toHaveLength(rows.length);
    expect(rows).toHaveLength(22);
  });

  it.each([...patientSorts])('returns each permanent row exactly once while others come and go: %s', async (sort) => {
    const lasting = idsOf((await requestList('limit=100')).body.data);
    const { sql } = api.db;
    const come = (n: number) => sql`
      insert into patients (given_name, family_name, birth_date, gender, created_at, updated_at)
      select (array['Ana', 'Bo', 'Cy'])[1 + m % 3], 'Diaz', date '1990-01-01' + m % 5, 'other',
        timestamptz '2026-01-01 00:00:00.123Z' + m % 6 * interval '1 millisecond',
        timestamptz '2026-01-02 00:00Z' + m % 5 * interval '1 hour'
      from generate_series(${n}::int, ${n}::int + 3) m`;
    const leave = (ids: string[]) => sql`
      update patients set removed_at = now() where id in (
        select id from patients where gender = 'other' and (id = any (${ids}) or random() < 0.3))`;
    await come(0);
    let pages = 0;
    const rows = await walk(`sort=${sort}`, 4, async (page) => {
      pages += 1;
      // Including the last row of the page: a cursor must not depend on the row it was made from.
      await leave(idsOf(page));
      if (pages <= 12) await come(pages);
    });
    const seen = idsOf(rows);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => lasting.includes(id)).sort()).toEqual([...lasting].sort());
    await sql`delete from patients where gender = 'other'`;
  });
});

describe('a cursor', () => {
  it('works only for its own list', async () => {
    const { nextCursor } = (await requestList('limit=5&sort=name&gender=male')).body.page;
    expect((await requestList(`limit=5&sort=name&gender=male&cursor=${nextCursor}`)).status).toBe(200);
    for (const query of [
      'sort=name',
      'sort=-name&gender=male',
      'gender=male',
      'sort=birthDate&gender=male',
      'sort=name&gender=female',
      'sort=name&gender=male&active=true',
      'sort=name&gender=male&search=ana',
      'sort=name&gender=male&birthDate=1990-01-01',
    ]) {
      expect([query, ...toProblemPointers(await requestList(`${query}&cursor=${nextCursor}`))]).toEqual([
        query,
        ...malformed,
      ]);
    }
  });

  it("from another resource's list, or sealed with another key, is rejected", async () => {
    const position = ['2026-01-01 00:00:00.123+00', missingId];
    const identity = JSON.stringify(['patients', 'createdAt', {}]);
    const own = api.services.cursorSeal;
    expect((await requestList(`cursor=${own?.seal(position, identity)}`)).status).toBe(200);
    const other = own?.seal(position, JSON.stringify(['medics', 'createdAt', {}]));
    expect(toProblemPointers(await requestList(`cursor=${other}`))).toEqual(malformed);
    const forged = new CursorSeal(randomBytes(32)).seal(position, identity);
    expect(toProblemPointers(await requestList(`cursor=${forged}`))).toEqual(malformed);
  });

  it('is rejected if it is altered, truncated or made up', async () => {
    const { nextCursor } = (await requestList('limit=5')).body.page;
    const bytes = Buffer.from(nextCursor, 'base64url');
    const tampered = [0, 11, 12, 27, 28, bytes.length - 1].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy.toString('base64url');
    });
    const cuts = [1, 12, 16, 28, bytes.length - 1].map((length) => bytes.subarray(0, length).toString('base64url'));
    // Another encoding of the same bytes.
    const respelt = ['!', '%20', '%00', '=', '.'].flatMap((letter) => [
      `${nextCursor}${letter}`,
      `${nextCursor.slice(0, 9)}${letter}${nextCursor.slice(9)}`,
    ]);
    const others = [
      '',
      'x',
      missingId,
      '25',
      'null',
      '%22%22',
      '%F0%9F%92%A9',
      '%00',
      'A'.repeat(2000),
      'A'.repeat(2001),
    ];
    for (const cursor of [...tampered, ...cuts, ...respelt, ...others]) {
      expect([cursor, ...toProblemPointers(await requestList(`cursor=${cursor}`))]).toEqual([cursor, ...malformed]);
    }
  });

  it('is rejected if the unused bits of its last character differ', () => {
    const seal = new CursorSeal(randomBytes(32));
    // 32 bytes: the last of 43 characters has two unused bits.
    const cursor = seal.seal([''], 'list');
    expect(seal.open(cursor, 'list')).toEqual(['']);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...alphabet].map((letter) => cursor.slice(0, -1) + letter).filter((other) => other !== cursor);
    const same = others.filter((other) => Buffer.from(other, 'base64url').equals(Buffer.from(cursor, 'base64url')));
    expect(same).toHaveLength(3);
    for (const other of same) expect(() => seal.open(other, 'list')).toThrow('The cursor is invalid');
  });

  it('reveals nothing about its row', async () => {
    for (const sort of ['name', 'birthDate', 'createdAt']) {
      const { data, page } = (await requestList(`limit=5&sort=${sort}`)).body;
      const last = data.at(-1);
      const bytes = Buffer.from(page.nextCursor, 'base64url');
      // Only long values: two letters can appear in random bytes by chance.
      for (const secret of [last.id, last.birthDate, fold(last.familyName)]) {
        expect(bytes.toString('latin1').toLowerCase()).not.toContain(secret);
      }
      const again = (await requestList(`limit=5&sort=${sort}`)).body.page.nextCursor;
      expect(again).not.toBe(page.nextCursor);
    }
  });

  it('gives nothing to a caller without permission to list', async () => {
    const { nextCursor } = (await requestList('limit=5')).body.page;
    expect((await api.as('patient').get(`/v1/patients?cursor=${nextCursor}`)).status).toBe(403);
  });
});

describe('a query', () => {
  it('with an unknown parameter or sort is rejected by name', async () => {
    const unknown = { name: 'Ana', offset: '5', Limit: '5', 'birthDate[gt]': '1990-01-01', constructor: 'x' };
    for (const [name, value] of Object.entries(unknown)) {
      expect([name, ...toProblemPointers(await requestList(`${name}=${value}`))]).toEqual([name, ...invalid(name)]);
    }
    for (const sort of ['', 'age', 'relevance', '-relevance', '--name', 'id', 'name,birthDate', 'constructor']) {
      expect([sort, ...toProblemPointers(await requestList(`sort=${sort}`))]).toEqual([sort, ...invalid('sort')]);
    }
  });

  it('with a repeated parameter is rejected', async () => {
    expect(toProblemPointers(await requestList('limit=1&limit=2'))).toEqual(invalid('limit'));
    expect(toProblemPointers(await requestList('sort=name&sort=-name'))).toEqual(invalid('sort'));
  });
});
