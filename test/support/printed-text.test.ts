import { expect, it } from 'vitest';
import { createTestDatabase } from './database.js';
import { findWholeWords, isPersonal } from './printed-text.js';

it('a test file that prints a current or former value of a patient fails when it closes its database', async () => {
  for (const [column, value] of [
    ['given_name', 'Zacharias'],
    ['family_name', 'Quimby'],
  ] as const) {
    const db = await createTestDatabase();
    await db.sql`
      insert into patients (given_name, family_name, birth_date, gender)
      values ('Someone', 'Else', '1931-07-09', 'other')`;
    await db.sql`update patients set ${db.sql({ [column]: value })}`;
    await db.sql`update patients set ${db.sql({ [column]: 'Another' })}`;
    process.stdout.write(`Now there is ${value}.\n`);
    await expect(db.close()).rejects.toThrow(`values of patients, such as ${JSON.stringify(value)}`);
  }
});

it('a test file that leaves a value of a patient in a stored response fails when it closes its database', async () => {
  for (const [column, value] of [
    ['body', '{"familyName":"Quillfeather"}'],
    ['headers', '{"Content-Disposition":"attachment; filename=Quillfeather.pdf"}'],
    ['trail', '{"patientIds":["Quillfeather"]}'],
  ] as const) {
    const db = await createTestDatabase();
    await db.sql`
      insert into patients (given_name, family_name, birth_date, gender)
      values ('Someone', 'Quillfeather', '1931-07-09', 'other')`;
    const row = { body: '', headers: '{}', trail: '{}', [column]: value };
    await db.sql`
      insert into idempotency_keys (caller_subject, key, fingerprint, status, headers, body, trail, expires_at)
      values ('desk', 'key', '', 201, ${row.headers}::text::jsonb, ${row.body}, ${row.trail}::text::jsonb, now())`;
    await expect(db.close()).rejects.toThrow('Stored responses contain 1 values of patients, such as "Quillfeather"');
  }
});

it('personal values are distinguished from words of the program, ids and instants', () => {
  const personal = [
    'Ada Lovelace',
    'Núñez',
    '1931-07-09',
    '+12025550199',
    'ada@home.example',
    'Diabetes',
    '12 Main St',
  ];
  expect(personal.filter(isPersonal)).toEqual(personal);
  const others = ['scheduled', 'application/pdf', '2026-03-03T15:00:00+00:00', 'Ada', 'a'.repeat(64), 'x'.repeat(300)];
  expect(others.filter(isPersonal)).toEqual([]);
  expect(isPersonal(crypto.randomUUID())).toBe(false);
});

it('a value is found as whole words, ignoring case, and not within others', () => {
  const values = ['Anna Lee', 'Rios', '+1 (202)'];
  expect(findWholeWords('{"message":"of anna lee"}', values)).toEqual(['Anna Lee']);
  expect(findWholeWords('curiosity; +1 (202)', values)).toEqual(['+1 (202)']);
});
