import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientLookupRouter } from '../../../functions/patient_lookup/routes.js';
import { patientsRouter } from '../../../functions/patients/routes.js';
import { createTestApi, type TestApi } from '../../support/api.js';
import { editKinds } from './edits.js';
import { createSearches, insertNames, isFound, type NameSearch } from './measure.js';
import { languages, type Name, readNames } from './names.js';

let api: TestApi;
let searches: NameSearch[];
beforeAll(async () => {
  api = await createTestApi([patientsRouter, patientLookupRouter]);
  await insertNames(api.db.sql);
  await api.db.sql`vacuum analyze`;
  searches = await createSearches(api.db.sql);
});
afterAll(() => api.close());

const operations: [string, (text: string) => Promise<Name[]>][] = [
  [
    'a search',
    async (text) => (await api.as('staff').get(`/v1/patients?${new URLSearchParams({ search: text })}`)).body.data,
  ],
  [
    'a lookup',
    async (name) => {
      const { body } = await api.as('service').post('/v1/patient-lookup', { name, limit: 10 });
      return body.data.map(({ patient }: { patient: Name }) => patient);
    },
  ],
];

describe.each(operations)('for 280 names in fourteen languages, %s', (_what, find) => {
  it.each(editKinds)(
    'has the name among its first three in at least 98%% of cases, after an edit: %s',
    async (kind) => {
      const asked = searches.filter((search) => search.kind === kind);
      expect(asked.length).toBeGreaterThan(80);
      const missed: string[] = [];
      for (const { name, text } of asked) if (!isFound(name, await find(text))) missed.push(text);
      expect(1 - missed.length / asked.length, missed.join(', ')).toBeGreaterThanOrEqual(0.98);
    },
  );
});

it('the names are 280 different ones, twenty in each language', () => {
  const names = languages.flatMap(readNames).map(({ givenName, familyName }) => `${givenName} ${familyName}`);
  expect(new Set(names).size).toBe(280);
});
