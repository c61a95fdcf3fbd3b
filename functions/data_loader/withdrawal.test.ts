import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/** Another id for each test: the history of rows can't be removed. */
let made = 0;
beforeEach(async () => {
  made += 1;
  await db.sql`truncate patients, loaded_resources cascade`;
});

const subject = { reference: 'Patient/p' };
const of = (day: string) => ({ meta: { lastUpdated: `2024-01-${day}T00:00:00Z` } });
const patient = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ family: 'Error', given: ['Ina'] }],
  birthDate: '1990-01-01',
};
const result = { subject, status: 'final', code: { text: 'CRP' }, effectiveDateTime: '2024-01-01T10:00:00Z' };
const verified = (code: string) => ({ verificationStatus: { coding: [{ code }] } });
const samples: Record<string, object> = {
  Condition: { subject, code: { text: 'Asthma' } },
  AllergyIntolerance: { patient: subject, code: { text: 'Nuts' } },
  Procedure: { subject, status: 'completed', code: { text: 'Appendectomy' } },
  MedicationRequest: { subject, status: 'active', intent: 'order', medicationCodeableConcept: { text: 'Warfarin' } },
  Observation: { ...result, valueString: 'x', component: [{ code: { text: 'part' }, valueString: 'y' }] },
  DiagnosticReport: {
    ...result,
    conclusion: 'Normal',
    presentedForm: [{ contentType: 'text/plain', data: 'SGVsbG8=' }],
  },
  DocumentReference: {
    subject,
    status: 'current',
    content: [{ attachment: { contentType: 'text/plain', data: 'SGk=' } }],
  },
  Encounter: {
    subject,
    status: 'finished',
    type: [{ text: 'Check' }],
    reasonCode: [{ text: 'Cough' }],
    period: { start: '2024-01-01T10:00:00Z', end: '2024-01-01T10:20:00Z' },
  },
};
const version = (type: string, day: string | undefined, more: object = {}) => ({
  resourceType: type,
  id: `x${made}`,
  ...(day && of(day)),
  ...samples[type],
  ...more,
});
const load = async (...resources: object[]) => {
  const content = resources.map((resource) => JSON.stringify(resource)).join('\n');
  const report = await loadRecords(db.database, createMemorySource([{ name: 'a.ndjson', content }]));
  expect(report.files.failed).toEqual([]);
  return report;
};
const countWritten = (report: Awaited<ReturnType<typeof load>>) =>
  Object.values(report.resources).reduce((sum, { written }) => sum + written, 0);

/** What is valid now: rows that the API shows as part of the record. */
const readRecord = () => db.sql`
  select kind || ' ' || display as what from medical_history_entries
    where coalesce(status, '') <> 'entered-in-error'
    and coalesce(verification_status, '') not in ('entered-in-error', 'refuted')
  union all select 'result ' || display from exam_results r where status <> 'entered-in-error'
    and not exists (select from exam_results n where n.replaces_id = r.id)
  union all select 'visit' from reservations where status <> 'cancelled'
  union all select 'reason ' || reason from reservation_reasons
  union all select 'file' from files where status <> 'removed'`;

describe.each([
  ['Condition', verified('entered-in-error')],
  ['Condition', verified('refuted')],
  ['Condition', { modifierExtension: [{ url: 'http://example.org/not' }] }],
  ['AllergyIntolerance', verified('refuted')],
  ['Procedure', { status: 'entered-in-error' }],
  ['MedicationRequest', { status: 'entered-in-error' }],
  ['MedicationRequest', { doNotPerform: true }],
  ['Observation', { status: 'entered-in-error' }],
  ['DiagnosticReport', { status: 'entered-in-error' }],
  ['DocumentReference', { status: 'superseded' }],
  ['Encounter', { status: 'entered-in-error' }],
])('a %s that a newer version withdraws (%#)', (type, change) => {
  it('leaves the record with all that it became, and comes back with a version that is valid again', async () => {
    await load(patient, version(type, '01'));
    expect(await readRecord()).not.toHaveLength(0);
    const report = await load(version(type, '02', change));
    expect(Object.values(report.resources[type]?.skipped ?? {})).toEqual([1]);
    expect(report.notes).toEqual({ 'a record that a newer version withdraws left the record': 1 });
    expect(await readRecord()).toEqual([]);
    const again = await load(version(type, '02', change));
    expect([countWritten(again), again.notes]).toEqual([0, {}]);
    expect(await readRecord()).toEqual([]);
    await load(version(type, '03'));
    // A removed file stays removed.
    if (type !== 'DocumentReference') expect(await readRecord()).not.toHaveLength(0);
  });

  it('does not come back with an older version, whichever is loaded first', async () => {
    await load(patient, version(type, '02', change));
    const report = await load(version(type, '01'));
    expect(report.resources[type]?.skipped).toEqual({ 'older than the loaded version': 1 });
    expect(await readRecord()).toEqual([]);
  });

  it('stays as it is if the version that withdraws it is older', async () => {
    await load(patient, version(type, '02'));
    const before = await readRecord();
    await load(version(type, '01', change));
    expect(await readRecord()).toEqual(before);
  });
});

it('what a newer version of a resource no longer has leaves the record', async () => {
  const part = (text: string) => ({ code: { text }, valueString: 'y' });
  const parts = Array.from({ length: 12 }, (_, index) => part(String(index).padStart(2, '0')));
  const { valueString: _none, ...panel } = version('Observation', '01', { component: parts }) as Record<
    string,
    unknown
  >;
  await load(patient, panel, version('Encounter', '01'), version('DiagnosticReport', '01'));
  const report = await load(
    { ...panel, ...of('02'), component: parts.slice(0, 2) },
    version('Encounter', '02', { reasonCode: undefined }),
    version('DiagnosticReport', '02', { presentedForm: undefined }),
  );
  expect(countWritten(report)).toBe(3);
  expect((await readRecord()).map(({ what }) => what).sort()).toEqual([
    'result 00',
    'result 01',
    'result CRP',
    'visit',
  ]);
  expect(countWritten(await load({ ...panel, ...of('02'), component: parts.slice(0, 2) }))).toBe(0);
});

it('a result can change back and forth', async () => {
  const say = (day: string, text: string) => load(version('DiagnosticReport', day, { conclusion: text }));
  await load(patient);
  for (const [day, text] of Object.entries({ '01': 'a', '02': 'b', '03': 'a', '04': 'b' })) {
    expect(countWritten(await say(day, text))).toBe(1);
  }
  expect(await db.sql`select version, value from exam_results order by version desc limit 1`).toEqual([
    { version: 4, value: 'b' },
  ]);
});

it('an entry that a person has changed since stays, and the report says so', async () => {
  await load(patient, version('Condition', '01'));
  await db.sql`update medical_history_entries set note = 'seen today'`;
  const report = await load(version('Condition', '02', verified('refuted')));
  expect(report.notes).toEqual({ 'what a person changed was kept, although a newer version no longer has it': 1 });
  expect(await readRecord()).toHaveLength(1);
});

it('a newer version that has no place in the record is noted beside the version that stays', async () => {
  await load(patient, version('Observation', '01'));
  const report = await load(version('Observation', '02', { effectiveDateTime: undefined }));
  expect(report.notes).toEqual({ 'a newer version could not be kept, and the loaded version stays in the record': 1 });
});
