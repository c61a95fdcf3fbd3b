import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSample } from '../../db/sample/sample.js';
import { spoiled } from '../../test/hostile/spoil.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createMemorySource, loadRecords } from './load.js';

const [clinic, patient] = generateSample({ now: new Date('2026-03-02T14:00:00Z') });
if (clinic === undefined || patient === undefined) throw new Error('The sample has no patient.');

let db: TestDatabase;
let ofClinic: string[];
beforeAll(async () => {
  db = await createTestDatabase();
  await load(clinic.name, JSON.stringify(clinic.bundle));
  const rows = await db.sql<{ name: string }[]>`select resource_type || resource_id as name from loaded_resources`;
  ofClinic = rows.map(({ name }) => name);
});
afterAll(() => db.close());

const load = (name: string, content: string) => loadRecords(db.database, createMemorySource([{ name, content }]));

const absent = '00000000-0000-4000-8000-000000000000';

interface Entry {
  readonly fullUrl?: string;
  readonly resource: { readonly resourceType: string; readonly id?: string };
}

/** A patient's bundle with at most two resources of each type: small enough to load many times. */
const entries = (() => {
  const seen = new Map<string, number>();
  return (patient.bundle.entry as unknown as Entry[]).filter(({ resource: { resourceType } }) => {
    seen.set(resourceType, (seen.get(resourceType) ?? 0) + 1);
    return (seen.get(resourceType) ?? 0) <= 2;
  });
})();

const createBundle = (some: unknown) => ({ resourceType: 'Bundle', type: 'transaction', entry: some });
const whole = fc.constant(createBundle(entries));

const references = (value: unknown): { reference: string }[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'reference' in value && typeof value.reference === 'string' ? [value as { reference: string }] : [];
  return [...own, ...Object.values(value).flatMap(references)];
};

/** References to other resources, themselves, other types, or nothing. */
const misled = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3)), { minLength: 1, maxLength: 4 }).map((changes) => {
  const copy = structuredClone(entries);
  const all = references(copy);
  for (const [from, to, how] of changes) {
    const reference = all[from % all.length];
    const target = copy[to % copy.length];
    if (!reference || !target) continue;
    const addresses = [
      target.fullUrl,
      `${target.resource.resourceType}/${target.resource.id}`,
      `Patient/${absent}`,
      '#contained',
    ];
    reference.reference = addresses[how] ?? '';
  }
  return createBundle(copy);
});

const rearranged = fc.oneof(
  fc.shuffledSubarray(entries).map(createBundle),
  fc
    .tuple(fc.shuffledSubarray(entries), fc.nat(entries.length))
    .map(([some, at]) => createBundle([...some, entries[at % entries.length]])),
  // Hundreds of resources in one bundle; the last one can be invalid.
  fc.boolean().map((isBroken) => {
    const copies = Array.from({ length: 300 }, (_, index) => ({
      resource: {
        ...entries[0]?.resource,
        id: absent.replace(/.{4}$/, String(1000 + index)),
        identifier: [],
        telecom: [],
      },
    }));
    return createBundle([...copies, ...(isBroken ? [{ resource: { resourceType: 'Patient', id: 'broken' } }] : [])]);
  }),
);

const json = (value: fc.Arbitrary<unknown>) =>
  value.map((one) => ({ name: 'mutated.json', content: JSON.stringify(one) ?? '' }));

const lines = (value: fc.Arbitrary<unknown>) =>
  value.map((one) => {
    const { entry } = Object(one) as { entry?: unknown };
    const resources = Array.isArray(entry) ? entry.map((each) => Object(each).resource) : [];
    return { name: 'mutated.ndjson', content: resources.map((resource) => JSON.stringify(resource)).join('\n') };
  });

const truncated = fc
  .tuple(fc.oneof(json(whole), lines(whole)), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([{ name, content }, share]) => ({ name, content: content.slice(0, Math.floor(content.length * share)) }));

const mutated = fc.oneof(
  { weight: 5, arbitrary: json(spoiled(whole)) },
  { weight: 2, arbitrary: lines(spoiled(whole)) },
  { weight: 2, arbitrary: truncated },
  { weight: 3, arbitrary: fc.oneof(json(misled), lines(misled)) },
  { weight: 2, arbitrary: fc.oneof(json(rearranged), lines(rearranged)) },
);

const records = [
  ...['patients', 'medics', 'exams', 'reservations', 'medical_history_entries', 'exam_results', 'files', 'file_texts'],
  ...['loaded_resources', 'referenced_resources', 'row_history'],
];

/** Hashes everything that a load can write. */
async function hashTables(some: readonly string[]): Promise<string> {
  const hashes = some.map(
    (table) => `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as hash from ${table} t`,
  );
  const rows = await db.sql.unsafe<{ hash: string }[]>(hashes.join(' union all '));
  return rows.map(({ hash }) => hash).join(' ');
}

/** Removes the patient, so that an earlier file can't hide what a later one leaves behind. */
async function removePatient(): Promise<void> {
  await db.sql`truncate patients cascade`;
  await db.sql`delete from referenced_resources`;
  await db.sql`delete from loaded_resources where not (resource_type || resource_id = any (${ofClinic}))`;
}

/** Counts of both outcomes: mutations that all end alike would prove little. */
const outcomes = { loaded: 0, refused: 0 };

describe('a mutated file', () => {
  it('is loaded without the resources that are reported with their place, and changes nothing the second time', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async ({ name, content }) => {
        await removePatient();
        const before = await hashTables(records);
        const report = await load(name, content);
        const { failed } = report.files;
        outcomes[failed.length > 0 ? 'refused' : 'loaded'] += 1;
        if (failed.length > 0) {
          if (failed[0]?.isPartial === undefined) expect(await hashTables(records)).toBe(before);
          // A transaction is never loaded in part.
          else expect(name).toBe('mutated.ndjson');
          expect(failed.map((file) => file.name)).toEqual([name]);
          expect(failed[0]?.problems.length).toBeGreaterThan(0);
          for (const { position, reason } of failed[0]?.problems ?? []) {
            expect(position).toMatch(/^(file|resource|resourceType|type|entry|entry \d+.*|line \d+.*)$/);
            expect(reason).toMatch(/\S/);
          }
        }
        // Every resource that was read was written, was unchanged, or was skipped with a reason.
        for (const { read, written, unchanged, skipped } of Object.values(report.resources)) {
          expect(written + unchanged + Object.values(skipped).reduce((sum, count) => sum + count, 0)).toBe(read);
        }
        const after = await hashTables(records);
        const again = await load(name, content);
        expect(again.files.failed).toEqual(failed);
        expect(Object.values(again.resources).map(({ written }) => written)).toEqual(
          Object.values(again.resources).map(() => 0),
        );
        expect(await hashTables(records)).toBe(after);
      }),
      { numRuns: 100, seed: 20_260_302 },
    );
    expect(outcomes.loaded).toBeGreaterThan(10);
    expect(outcomes.refused).toBeGreaterThan(10);
  });
});
