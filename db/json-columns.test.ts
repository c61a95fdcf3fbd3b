import { eq, getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.js';
import * as schema from './schema/index.js';

let db: TestDatabase;
let orm: PostgresJsDatabase;

beforeAll(async () => {
  db = await createTestDatabase({ poolSize: 1 });
  orm = drizzle({ client: db.sql, casing: 'snake_case' });
});
afterAll(() => db.close());

const toSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const columns = Object.values(schema as Record<string, unknown>)
  .filter((table): table is PgTable => is(table, PgTable))
  .flatMap((table) =>
    Object.entries(getTableColumns(table))
      .filter(([, column]) => ['json', 'jsonb'].includes(column.getSQLType()))
      .map(([name, column]) => ({ title: `${getTableName(table)}.${toSnakeCase(name)}`, column })),
  );

const texts = [
  '',
  ' ',
  '7',
  '1.50',
  '0',
  'true',
  'null',
  '"quoted"',
  '{"a":1}',
  '[1]',
  '\\',
  '\\u0041',
  'é',
  '王小明',
  '👩‍⚕️',
  '\u200b',
  '{}',
  "';--",
];
const text = fc.oneof(
  fc.constantFrom(...texts),
  // PostgreSQL stores neither NUL nor unpaired surrogates; the API refuses both.
  fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
);
const number = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, 1.5, 1e-300, 1e300, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, Number.MAX_VALUE),
  // jsonb has no negative zero.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'small' }, text, number, fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('json'), { maxLength: 4 }),
  object: fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    tie('json'),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

describe('a JSON column', () => {
  it('exists in the schema', () => {
    expect(columns.length).toBeGreaterThan(10);
  });

  // A table of its own with the column's type: the values matter here, not the table's other rules.
  it.each(columns)('$title reads back every value that drizzle or SQL wrote', async ({ column }) => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const byDrizzle = sql`select ${sql.param(value, column)}::${sql.raw(column.getSQLType())} as value`;
        const bySql = sql`select ${JSON.stringify(value)}::text::${sql.raw(column.getSQLType())} as value`;
        for (const stored of [byDrizzle, bySql]) {
          const rows = await orm.select({ value: sql`value`.mapWith(column) }).from(sql`(${stored}) as stored`);
          const [raw] = await orm.execute(sql`select value from (${stored}) as stored`);
          // SQL null and JSON null are both null for a reader.
          expect([rows[0]?.value ?? null, raw?.value ?? null]).toEqual([value, value]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a value in a table', () => {
  it('reads back as it was written, by drizzle and by SQL', async () => {
    const [patient] = await orm
      .insert(schema.patients)
      .values({ givenName: 'A', familyName: 'B', birthDate: '1990-01-01', gender: 'other' })
      .returning();
    const result = { patientId: patient?.id ?? '', display: 'X', effectiveAt: new Date(), status: 'final' as const };
    await fc.assert(
      fc.asyncProperty(
        json.filter((value) => value !== null),
        async (value) => {
          const [written] = await orm
            .insert(schema.examResults)
            .values({ ...result, value: value as string })
            .returning();
          const [byDrizzle] = await orm
            .select()
            .from(schema.examResults)
            .where(eq(schema.examResults.id, written?.id ?? ''));
          const [bySql] = await db.sql`
          insert into exam_results (patient_id, display, effective_at, status, value)
          values (${result.patientId}, 'X', now(), 'final', ${JSON.stringify(value)}::text::jsonb) returning id`;
          const [readBySql] = await orm.select().from(schema.examResults).where(eq(schema.examResults.id, bySql?.id));
          expect([written?.value, byDrizzle?.value, readBySql?.value]).toEqual([value, value, value]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
