import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, readPages, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, registerPatient } from './testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const births = [
  '1979-12-31',
  '1980',
  '1980-01',
  '1980-01-01',
  '1980-01-02',
  '1980-02',
  '1980-02-29',
  '1980-12',
  '1981',
];
let ids: Record<string, string>;
beforeAll(async () => {
  const pairs = [];
  for (const birthDate of births.toReversed()) {
    pairs.push([birthDate, (await registerPatient(api.as('staff'), { birthDate, familyName: 'Quispe' })).id]);
  }
  ids = Object.fromEntries(pairs);
});

type Listed = { birthDate: string };
const list = async (query: string) => {
  const { status, body } = await api.as('staff').get(`/v1/patients?limit=100&${query}`);
  expect(status).toBe(200);
  return body.data.map(({ birthDate }: Listed) => birthDate);
};

describe('a birth date that is partly known', () => {
  it('is returned as it was given, and kept by a change of something else', async () => {
    for (const birthDate of births) {
      const path = buildPatientPath({ id: ids[birthDate] ?? '' });
      expect((await api.as('staff').get(path)).body.birthDate).toBe(birthDate);
      expect((await api.as('staff').patch(path, { phone: '+12025550123', birthDate })).body.birthDate).toBe(birthDate);
    }
  });

  it('is changed in its precision alone, and back', async () => {
    const { id } = await registerPatient(api.as('staff'), { birthDate: '1970-01-01' });
    for (const [index, birthDate] of ['1970', '1970-01', '1970-01-01', '1970', '1971', '1971-01-01'].entries()) {
      const { body } = await api.as('staff').patch(buildPatientPath({ id }), { birthDate });
      expect([body.birthDate, body.version]).toEqual([birthDate, index + 2]);
    }
  });

  it('sorts by its first day, then by its precision, with any page size', async () => {
    for (const limit of [1, 2, 3, 100]) {
      const query = `/v1/patients?search=Quispe&limit=${limit}&sort=`;
      const read = async (sort: string) => {
        const pages = await readPages(api.as('staff'), `${query}${sort}`);
        return pages.flatMap(({ data }) => data.map(({ birthDate }: Listed) => birthDate));
      };
      expect([limit, await read('birthDate')]).toEqual([limit, births]);
      expect([limit, await read('-birthDate')]).toEqual([limit, births.toReversed()]);
    }
  });

  it('is allowed if some of its days are past', async () => {
    for (const birthDate of ['2026', '2026-03']) {
      expect(await registerPatient(api.as('staff'), { birthDate })).toMatchObject({ birthDate, age: 0 });
    }
  });

  it.each([
    ['1980', ['1980', '1980-01', '1980-01-01', '1980-01-02', '1980-02', '1980-02-29', '1980-12']],
    ['1980-01', ['1980', '1980-01', '1980-01-01', '1980-01-02']],
    ['1980-02', ['1980', '1980-02', '1980-02-29']],
    ['1980-01-01', ['1980', '1980-01', '1980-01-01']],
    ['1980-02-29', ['1980', '1980-02', '1980-02-29']],
    ['1980-06-15', ['1980']],
    ['1979', ['1979-12-31']],
    ['1981-12-31', ['1981']],
  ])('matches the filter %s if both can be the same day', async (filter, expected) => {
    expect(await list(`birthDate=${filter}&sort=birthDate`)).toEqual(expected);
    expect(await list(`birthDate=${filter}&search=Quispe&sort=birthDate`)).toEqual(expected);
  });

  it('filters a search by relevance too, and counts its matches', async () => {
    const { body } = await api.as('staff').get('/v1/patients?search=Quispe&birthDate=1980-02&count=exact');
    expect(body.data.map(({ birthDate }: Listed) => birthDate).sort()).toEqual(['1980', '1980-02', '1980-02-29']);
    expect(body.page.total).toBe(3);
  });
});

describe('an entry of the medical history', () => {
  const entries = {
    conditions: [{ display: 'A', onsetDate: '2001', endDate: '2001-05', verificationStatus: 'provisional' }],
    procedures: [{ display: 'B', performedDate: '1999-12' }],
    medications: [{ display: 'C', startDate: '2002-03', endDate: '2002', dosage: 'Twice a day' }],
    allergies: [{ display: 'D', onsetDate: '1985', criticality: 'high', reaction: [{ display: 'Rash' }] }],
  };

  it('keeps partial dates, and a record as read can be sent back', async () => {
    const created = await registerPatient(api.as('medic'), {
      medicalHistory: entries,
      identifiers: [{ value: 'M-1' }],
      otherNames: [{ use: 'maiden', familyName: 'Ruiz' }],
    });
    expect(created.medicalHistory).toMatchObject(entries);
    const { id, createdAt, updatedAt, version, fullName, age, accountSubject, removedAt, ...input } = created;
    const same = await api.as('medic').patch(buildPatientPath(created), input);
    expect([same.status, same.body]).toEqual([200, created]);
    const edited = structuredClone(input);
    edited.medicalHistory.conditions[0].onsetDate = '2001-02';
    edited.identifiers[0].use = 'old';
    const answer = await api.as('medic').patch(buildPatientPath(created), edited);
    expect([answer.status, answer.body]).toMatchObject([200, { ...edited, version: 2 }]);
  });

  it.each([
    ['conditions', { verificationStatus: 'entered-in-error' }],
    ['conditions', { verificationStatus: 'refuted' }],
    ['procedures', { status: 'entered-in-error' }],
    ['medications', { status: 'entered-in-error' }],
    ['allergies', { verificationStatus: 'entered-in-error' }],
  ] as const)('of %s leaves the medical history when it is marked %j, and is kept', async (list, mark) => {
    const created = await registerPatient(api.as('medic'), {
      medicalHistory: { [list]: [{ display: 'Wrong' }, { display: 'Right' }] },
    });
    const [wrong, right] = created.medicalHistory[list];
    const path = buildPatientPath(created);
    const rows = () => api.db.sql`
      select id, display, status, verification_status from medical_history_entries where patient_id = ${created.id} order by display desc`;
    const [before] = await rows();
    const marked = await api.as('medic').patch(path, { medicalHistory: { [list]: [{ ...wrong, ...mark }, right] } });
    expect([marked.body.medicalHistory[list], marked.body.version]).toEqual([[right], 2]);
    const kept = await rows();
    expect(kept).toHaveLength(2);
    expect(kept[0]).toMatchObject({ id: before?.id, display: 'Wrong' });
    // Later patches of the list don't touch it, whatever they say.
    for (const medicalHistory of [{ [list]: [right, { display: 'New' }] }, { [list]: [] }, null]) {
      expect((await api.as('medic').patch(path, { medicalHistory })).status).toBe(200);
      expect((await rows())[0]).toEqual(kept[0]);
    }
    const history = await api.db.sql`
      select operation, before ->> 'display' as display from row_history
      where table_name = 'medical_history_entries' and row_id = ${before?.id}`;
    expect(history).toEqual([{ operation: 'UPDATE', display: 'Wrong' }]);
  });

  it('that is unchanged may end before it starts, so that others can be changed', async () => {
    const created = await registerPatient(api.as('medic'));
    await api.db.sql`
      insert into medical_history_entries (patient_id, kind, display, start_date, end_date)
      values (${created.id}, 'condition', 'Odd', '2002-01-01', '2001-01-01')`;
    const path = buildPatientPath(created);
    const { body } = await api.as('medic').patch(path, { medicalHistory: { allergies: [{ display: 'Latex' }] } });
    expect([body.medicalHistory.conditions.length, body.medicalHistory.allergies.length]).toEqual([1, 1]);
  });
});
