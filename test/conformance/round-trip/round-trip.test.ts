import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createConformanceClinic } from '../clinic.js';
import { checkRoundTrip } from './check.js';

/** Compares a folder with an empty database of its own. */
async function check(folder: string) {
  const clinic = await createConformanceClinic();
  try {
    return await checkRoundTrip(clinic, folder);
  } finally {
    await clinic.close();
  }
}

it('every case of public bug reports comes back as it was, or is in the report', async () => {
  const { compared, unreported } = await check(join(import.meta.dirname, '../cases'));
  expect(unreported).toEqual([]);
  expect(compared).toBeGreaterThan(40);
});

it('a value that is lost without a report is found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-round-trip-'));
  const patient = {
    resourceType: 'Patient',
    id: 'lost',
    name: [{ family: 'Lost', given: ['Lea'] }],
    birthDate: '1980',
    gender: 'female',
  };
  await writeFile(join(folder, 'patient.json'), JSON.stringify(patient));
  const clinic = await createConformanceClinic();
  const { load } = clinic;
  const changing = {
    ...clinic,
    async load(directory: string) {
      const report = await load(directory);
      await clinic.api.db.sql`update patients set given_name = 'Other', birth_date = '1980-01-01'`;
      return report;
    },
  };
  try {
    expect((await checkRoundTrip(changing, folder)).unreported).toEqual([
      'patient.json: Patient/lost name.given',
      'patient.json: Patient/lost birthDate',
    ]);
  } finally {
    await clinic.close();
    await rm(folder, { recursive: true });
  }
});

const data = '../shared/data';

it.runIf(existsSync(data)).each(['synthea-r4', 'us-core-examples', 'hl7-r4-examples'])(
  'every resource of %s comes back as it was, or is in the report',
  async (name) => {
    const { compared, unreported } = await check(join(data, name));
    expect(unreported).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  },
);
