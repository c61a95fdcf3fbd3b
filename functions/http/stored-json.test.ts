import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schema from '../../db/schema/index.js';
import { makeRecords, type Records } from '../../test/support/records.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';
import { referenceRangeOutput, valueOutput } from '../exams/results/schemas.js';
import { workingHoursOutput } from '../medics/schemas.js';
import { addressOutput, identifiersOutput, otherNamesOutput, reactionOutput } from '../patients/schemas.js';
import { fitStored } from './stored-json.js';

let api: WholeApi;
let records: Records;
beforeAll(async () => {
  api = await createWholeApi();
  records = await makeRecords(api);
});
afterAll(() => api.close());

const outputs = {
  'exam_results.value': valueOutput,
  'exam_results.reference_range': referenceRangeOutput,
  'medics.working_hours': workingHoursOutput,
  'patients.address': addressOutput,
  'patients.identifiers': identifiersOutput,
  'patients.other_names': otherNamesOutput,
  'medical_history_entries.reaction': reactionOutput,
};

/** Columns that no response contains, or whose representation is in another file with its own tests. */
const elsewhere = {
  'row_history.before': 'is not in a response',
  'row_history.after': 'is not in a response',
  'idempotency_keys.headers': 'is not in a response',
  'idempotency_keys.trail': 'is not in a response',
  'referenced_resources.content': 'is not in a response',
  'knowledge_base.metadata': "is Bedrock's",
  'knowledge_base.custom_metadata': 'is read member by member, as text',
  'files.classification': 'is written by the API alone',
  'assistant_messages.citations': 'is written by the API alone',
  'assistant_messages.tool_calls': 'is written by the API alone',
  'assistant_messages.usage': 'is written by the API alone',
};

const toSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('a stored JSON value', () => {
  it('has a rule in every column of the schema', () => {
    const columns = Object.values(schema as Record<string, unknown>)
      .filter((table): table is PgTable => is(table, PgTable))
      .flatMap((table) =>
        Object.entries(getTableColumns(table))
          .filter(([, column]) => ['json', 'jsonb'].includes(column.getSQLType()))
          .map(([name]) => `${getTableName(table)}.${toSnakeCase(name)}`),
      );
    expect(columns.sort()).toEqual([...Object.keys(outputs), ...Object.keys(elsewhere)].sort());
  });

  it.each(Object.entries(outputs))('of %s always fits the response', (_column, output) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const fitted = fitStored(output, value);
        if (fitted === null) return;
        const { error } = output.safeParse(fitted);
        expect(error?.issues.filter(({ code }) => code !== 'too_big') ?? []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [5, '5'],
    [true, 'true'],
    ['60', '60'],
    ['', ''],
    [null, null],
    [{ value: 5 }, { value: 5, unit: null, comparator: null }],
    [
      { value: 5, unit: 7 },
      { value: 5, unit: '7', comparator: null },
    ],
    [{ value: 5, comparator: '~' }, '{"value":5,"comparator":"~"}'],
    [{ value: '5' }, '{"value":"5"}'],
    [{ value: 1e300 }, '{"value":1e+300}'],
    [
      { display: 'Negative', extra: 1 },
      { system: null, code: null, display: 'Negative' },
    ],
    [[1, 2], '[1,2]'],
  ])('of a result never loses what was recorded: %j', (stored, expected) => {
    expect(fitStored(valueOutput, stored)).toEqual(expected);
  });

  it('keeps the members and entries that fit', () => {
    expect(fitStored(addressOutput, { line: 'Calle 1', city: 7, country: 'England', floor: 2 })).toEqual({
      line: ['Calle 1'],
      city: '7',
      state: null,
      postalCode: null,
      country: null,
    });
    expect(
      fitStored(identifiersOutput, [{ value: 1 }, { system: 'urn:x' }, 'M-7', { value: 'A', use: 'main' }]),
    ).toEqual(['1', 'A'].map((value) => ({ system: null, type: null, value, use: null })));
    const monday = { weekday: 1, from: '09:00', to: '12:00' };
    expect(fitStored(workingHoursOutput, [monday, { ...monday, to: '08:00' }, { weekday: 8 }, 5])).toEqual([monday]);
    expect(fitStored(referenceRangeOutput, { low: 'x', high: 5 })).toEqual({
      low: null,
      high: 5,
      unit: null,
      text: null,
    });
  });
});

describe('one record that SQL has spoiled', () => {
  const odd = [
    '5',
    '[{"weekday":1.5,"from":"08:00","to":"09:00"},null]',
    '[{"weekday":2,"from":8,"to":9}]',
    '"60"',
    '"null"',
    'true',
    '[]',
    '[5]',
    '{}',
    '{"line":5}',
    '{"value":"5"}',
    'null',
  ];
  const updates: Record<string, (value: string) => PromiseLike<unknown>> = {
    'patients.address': (value) =>
      api.db.sql`update patients set address = ${value}::text::jsonb where id = ${records.patient}`,
    'patients.identifiers': (value) =>
      api.db.sql`update patients set identifiers = ${value}::text::jsonb where id = ${records.patient}`,
    'patients.other_names': (value) =>
      api.db.sql`update patients set other_names = ${value}::text::jsonb where id = ${records.patient}`,
    'medics.working_hours': (value) =>
      api.db.sql`update medics set working_hours = ${value}::text::jsonb where id = ${records.medic}`,
    'medical_history_entries.reaction': (value) => api.db.sql`
      insert into medical_history_entries (patient_id, kind, display, reaction) values (${records.patient}, 'allergy', 'Latex', ${value}::text::jsonb)`,
    'exam_results.value': (value) => api.db.sql`
      insert into exam_results (patient_id, display, effective_at, status, value) values (${records.patient}, 'X', now(), 'final', ${value}::text::jsonb)`,
    'exam_results.reference_range': (value) => api.db.sql`
      insert into exam_results (patient_id, display, effective_at, status, reference_range) values (${records.patient}, 'X', now(), 'final', ${value}::text::jsonb)`,
  };

  it('has an update for every column with a rule', () => {
    expect(Object.keys(updates).sort()).toEqual(Object.keys(outputs).sort());
  });

  it.each(Object.entries(updates))('by %s never hides its neighbors', async (_column, update) => {
    for (const value of odd) {
      await update(value);
      for (const path of [
        '/v1/patients',
        `/v1/patients/${records.patient}`,
        `/v1/exam-results?patientId=${records.patient}&limit=100`,
        '/v1/medics',
      ]) {
        expect([value, path, (await api.as('medic').get(path)).status]).toEqual([value, path, 200]);
      }
      const search = { examId: records.exam, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
      const slots = await api.as('medic').post('/v1/reservations/availability', search);
      expect([value, slots.status, slots.body.data.length]).toEqual([value, 200, expect.any(Number)]);
    }
  });
});
