import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { exams, medics, patients, reservations } from '../schema/index.js';
import { connectDatabase, type Database } from './database.js';
import { DatabaseDeadlineError, type DatabaseFailure, toDatabaseFailure } from './errors.js';
import type { Transaction } from './transaction.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const admin = { role: 'admin', subject: 'a', requestId: 'r' } as const;
const reader = { role: 'medic', subject: 'm', requestId: 'r' } as const;

async function catchFailure(
  work: (tx: Transaction) => Promise<unknown>,
  {
    caller = admin as typeof admin | typeof reader,
    database = db.database as Database,
    deadlineMilliseconds = 25_000,
  } = {},
): Promise<DatabaseFailure | undefined> {
  try {
    await database.transaction(caller, work, { deadlineMilliseconds });
  } catch (error) {
    return toDatabaseFailure(error);
  }
  throw new Error('It did not fail.');
}

const person = { givenName: 'A', familyName: 'B', birthDate: '1990-01-01', gender: 'other' } as const;
const absent = '00000000-0000-4000-8000-000000000000';

describe('a failed statement', () => {
  it('that duplicates a value names the unique index', async () => {
    const medic = { givenName: 'A', familyName: 'B', licenseNumber: 'twice' };
    expect(await catchFailure((tx) => tx.insert(medics).values([medic, medic]))).toEqual({
      kind: 'unique',
      constraint: 'medics_license_number_unique',
    });
  });

  it('that overlaps names the exclusion constraint', async () => {
    const failure = await catchFailure(async (tx) => {
      const [patient] = await tx.insert(patients).values(person).returning();
      const [medic] = await tx
        .insert(medics)
        .values({ givenName: 'A', familyName: 'B', licenseNumber: '1' })
        .returning();
      const [exam] = await tx.insert(exams).values({ name: 'E', type: 't', durationMinutes: 30 }).returning();
      const slot = {
        patientId: patient?.id ?? '',
        medicId: medic?.id ?? '',
        examId: exam?.id ?? '',
        startsAt: new Date('2030-01-01T09:00Z'),
        endsAt: new Date('2030-01-01T10:00Z'),
      };
      await tx.insert(reservations).values([slot, slot]);
    });
    expect(failure).toEqual({ kind: 'exclusion', constraint: 'reservations_medic_free' });
  });

  it('that refers to a missing record names the foreign key', async () => {
    const slot = {
      patientId: absent,
      medicId: absent,
      examId: absent,
      startsAt: new Date('2030-01-01T09:00Z'),
      endsAt: new Date('2030-01-01T10:00Z'),
    };
    const failure = await catchFailure((tx) => tx.insert(reservations).values(slot));
    expect(failure?.kind).toBe('foreign-key');
    expect(failure).toHaveProperty('constraint', expect.stringMatching(/^reservations_(patient|medic|exam)_id/));
  });

  it("that violates a column's rule names the check", async () => {
    const exam = { name: 'Short', type: 't', durationMinutes: 4 };
    expect(await catchFailure((tx) => tx.insert(exams).values(exam))).toEqual({
      kind: 'check',
      constraint: 'exams_duration_in_range',
    });
  });

  it.each([
    ['a NUL in a text', (tx: Transaction) => tx.insert(patients).values({ ...person, givenName: 'nul\u0000' })],
    ['a number out of range', (tx: Transaction) => tx.execute(sql`select ${'99999999999'}::integer`)],
    ['what is no date', (tx: Transaction) => tx.insert(patients).values({ ...person, birthDate: '2023-02-30' })],
    ['what is no id', (tx: Transaction) => tx.execute(sql`select ${'seven'}::uuid`)],
  ])('with %s has a bad value', async (_what, work) => {
    expect(await catchFailure(work)).toEqual({ kind: 'bad-value' });
  });

  it.each([
    ['a table', (tx: Transaction) => tx.execute(sql`truncate patients`)],
    ['a row', (tx: Transaction) => tx.insert(exams).values({ name: 'New', type: 't', durationMinutes: 30 })],
  ])('that the caller may not do to %s is not permitted', async (_what, work) => {
    expect(await catchFailure(work, { caller: reader })).toEqual({ kind: 'not-permitted' });
  });

  it.each(['40001', '40P01'])('with SQLSTATE %s is a temporary conflict', async (code) => {
    const failure = await catchFailure((tx) =>
      tx.execute(sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`)),
    );
    expect(failure).toEqual({ kind: 'conflict' });
  });

  it.each(['08006', '53300', '53400', '57014', '57P01', '57P03', '25006', '25P03', '55P03'])(
    'with SQLSTATE %s means that the database is unavailable',
    async (code) => {
      const failure = await catchFailure((tx) =>
        tx.execute(sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`)),
      );
      expect(failure).toEqual({ kind: 'unavailable' });
    },
  );

  it('with a bug in its SQL is not a database failure', async () => {
    expect(await catchFailure((tx) => tx.execute(sql`select no_such_column`))).toBeUndefined();
    expect(await catchFailure((tx) => tx.execute(sql`select from no_such_table`))).toBeUndefined();
    expect(toDatabaseFailure(new Error('something'))).toBeUndefined();
    expect(toDatabaseFailure('something')).toBeUndefined();
    expect(toDatabaseFailure(undefined)).toBeUndefined();
  });

  it('is found in the chain of causes and contains no value', async () => {
    const inner = Object.assign(new Error('Key (email)=(a@b.example)'), { code: '23505', constraint_name: 'c' });
    const failure = toDatabaseFailure(new Error('outer', { cause: new Error('middle', { cause: inner }) }));
    expect(failure).toEqual({ kind: 'unique', constraint: 'c' });
  });
});

describe('a database that does not answer', () => {
  const open = (url: string, variables: Record<string, string> = {}) =>
    connectDatabase(parseEnvironment(LoaderEnvironment, { DATABASE_URL: url, ...variables }));

  it('because nothing listens is unavailable', async () => {
    const database = open('postgres://app@127.0.0.1:1/nothing');
    const failure = await catchFailure((tx) => tx.execute(sql`select 1`), { database, deadlineMilliseconds: 200 });
    expect(failure).toEqual({ kind: 'unavailable' });
    await database.close();
  });

  it('within the deadline is unavailable, and the pool keeps working', async () => {
    const database = open(db.url);
    const failure = await catchFailure((tx) => tx.execute(sql`select pg_sleep(0.5)`), {
      database,
      deadlineMilliseconds: 50,
    });
    expect(failure).toEqual({ kind: 'unavailable' });
    expect(toDatabaseFailure(new DatabaseDeadlineError('late'))).toEqual({ kind: 'unavailable' });
    const rows = await database.transaction(admin, (tx) => tx.execute<{ one: number }>(sql`select 1 as one`));
    expect(rows[0]?.one).toBe(1);
    await database.close();
  });

  it('because the server canceled the statement is unavailable', async () => {
    // The single backend of the embedded database has no statement timer.
    const stopped = db.isServer
      ? (tx: Transaction) => tx.execute(sql`select pg_sleep(10)`)
      : (tx: Transaction) => tx.execute(sql`do $$ begin raise query_canceled; end $$`);
    const database = open(db.url, { DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '100' });
    expect(await catchFailure(stopped, { database })).toEqual({ kind: 'unavailable' });
    await database.close();
  });
});
