import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { buildScramVerifier } from './scram.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

it('a verifier equals the one that PostgreSQL builds from the same password and salt', async () => {
  const role = `scram_${process.pid}`;
  await db.sql.unsafe(`create role ${role} password 'correct horse'`);
  const [row] = await db.sql<{ verifier: string }[]>`
    select rolpassword as verifier from pg_authid where rolname = ${role}`;
  await db.sql.unsafe(`drop role ${role}`);
  const verifier = row?.verifier ?? '';
  const salt = Buffer.from(verifier.split(/[$:]/)[2] ?? '', 'base64');
  expect(buildScramVerifier('correct horse', salt)).toBe(verifier);
});

it('a verifier differs each time, because its salt does', () => {
  expect(buildScramVerifier('correct horse')).not.toBe(buildScramVerifier('correct horse'));
});
