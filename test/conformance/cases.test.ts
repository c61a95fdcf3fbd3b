import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConformanceClinic, createConformanceClinic } from './clinic.js';

// Records from public bug reports and from sets that others wrote. Each folder stands for its whole kind; its name says
// what was wrong.

const folder = join(import.meta.dirname, 'cases');
const caseNames = readdirSync(folder);

let clinic: ConformanceClinic;
beforeAll(async () => {
  clinic = await createConformanceClinic();
});
afterAll(() => clinic.close());

/** Loads the case with this number, or one of its parts. */
function load(number: string, part = '') {
  const name = caseNames.find((one) => one.startsWith(number));
  if (name === undefined) throw new Error(`Case ${number} does not exist.`);
  return clinic.load(join(folder, name, part));
}

const sum = (report: Awaited<ReturnType<typeof load>>, count: 'written' | 'unchanged') =>
  Object.values(report.resources).reduce((total, counts) => total + counts[count], 0);

describe('values', () => {
  // 001
  it('a text result that looks like JSON is sent back as it is', async () => {
    const { body: patient } = await clinic.medic.post('/v1/patients', {
      givenName: 'Kim',
      familyName: 'Casek001',
      birthDate: '1980-03-04',
      gender: 'female',
    });
    for (const value of ['7', '1.50', '0', 'true']) {
      const { status, body } = await clinic.medic.post('/v1/exam-results', {
        patientId: patient.id,
        code: { display: 'Parity' },
        effectiveAt: '2026-01-02T03:04:05Z',
        value,
        status: 'final',
      });
      expect([status, body.value]).toEqual([201, value]);
      expect((await clinic.medic.get(`/v1/exam-results/${body.id}`)).body.value).toBe(value);
    }
    const results = await clinic.readResults(patient.id);
    expect(results.map(({ value }) => value).sort()).toEqual(['0', '1.50', '7', 'true']);
  });

  // 002
  it('a text value that looks like JSON stays a text', async () => {
    const report = await load('002');
    expect(report.files.failed).toEqual([]);
    const { id } = await clinic.findPatient('Casek002');
    expect((await clinic.readResults(id)).map(({ value }) => value).sort()).toEqual(['0', '60', 'true']);
  });

  // 010
  it('a comparator stays with its value', async () => {
    await load('010');
    const { id } = await clinic.findPatient('Casek010');
    const results = (await clinic.readResults(id)).sort((one, other) => one.value.value - other.value.value);
    expect(results).toMatchObject([
      { value: { value: 5, unit: 'mg/L', comparator: '<' } },
      { value: { value: 100_000, unit: 'copies/mL', comparator: '>' } },
    ]);
  });

  // 180
  it("a reference range is never the other sex's", async () => {
    await load('180');
    const { id } = await clinic.findPatient('Casek180');
    expect(await clinic.readResults(id)).toMatchObject([{ referenceRange: { low: 12, high: 15.5, unit: 'g/dL' } }]);
  });

  // 190
  it('the text of a report is kept', async () => {
    await load('190');
    const { id } = await clinic.findPatient('Casek190');
    const [result] = await clinic.readResults(id);
    expect(result.value).toBe('No acute disease.\n\nNormal chest');
  });

  // 191
  it('a result without a value says why', async () => {
    await load('191');
    const { id } = await clinic.findPatient('Casek191');
    expect(await clinic.readResults(id)).toMatchObject([{ value: null, dataAbsentReason: 'Sample haemolysed' }]);
  });

  // 200
  it('a document in Latin-1 keeps its bytes', async () => {
    await load('200');
    const { id } = await clinic.findPatient('Casek200');
    const [file] = await clinic.readFiles(id);
    const bytes = await clinic.download(file.id);
    expect(bytes.toString('latin1')).toBe('José Muñoz');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(file).toMatchObject({ sizeBytes: bytes.byteLength, sha256 });
  });

  // 300
  it('the display of any coding is better than a code', async () => {
    await load('300');
    const { medicalHistory } = await clinic.findPatient('Casek300');
    expect(medicalHistory.conditions).toMatchObject([{ display: 'Type 2 diabetes mellitus', code: '44054006' }]);
  });
});

describe('modifiers', () => {
  // 020
  it('an allergy that was entered in error is skipped with that reason', async () => {
    const report = await load('020');
    expect(report.resources.AllergyIntolerance?.skipped).toEqual({ 'verificationStatus entered-in-error': 1 });
    expect((await clinic.findPatient('Casek020')).medicalHistory.allergies).toEqual([]);
  });

  // 030
  it('a medication that must not be given is skipped with that reason', async () => {
    const report = await load('030');
    expect(report.resources.MedicationRequest?.skipped).toEqual({ 'do not perform': 1 });
    expect((await clinic.findPatient('Casek030')).medicalHistory.medications).toEqual([]);
  });

  // 170
  it('an inactive role gives a medic neither specialty nor hours', async () => {
    await load('170');
    expect(await clinic.findMedic('Tworolesk')).toMatchObject({
      specialty: 'Current specialty',
      workingHours: [{ weekday: 2, from: '08:00', to: '12:00' }],
    });
  });
});

describe('people', () => {
  // 040
  it('the current name, address, phone number and email address are chosen', async () => {
    await load('040');
    expect(await clinic.findPatient('Marriedname')).toMatchObject({
      givenName: 'Rosa',
      address: { line: ['2 New Rd'], city: 'Newtown', country: 'US' },
      phone: '+12025550199',
      email: 'new040@mail.example',
      otherNames: [{ use: 'old', givenName: 'Rosa', familyName: 'Maidenname' }],
    });
  });

  // 050
  it('a birth year stays a year', async () => {
    await load('050');
    expect(await clinic.findPatient('Casek050')).toMatchObject({ birthDate: '1980' });
  });

  // 120
  it('a family can share an email address', async () => {
    const report = await load('120');
    expect(report.files.failed).toEqual([]);
    const son = await clinic.findPatient('Casek120s');
    expect(son.email).toBe('family120@mail.example');
    expect((await clinic.findPatient('Casek120m')).email).toBe('family120@mail.example');
    expect(await clinic.readResults(son.id)).toMatchObject([{ value: 'x' }]);
  });

  // 140
  it('identifiers of types and systems of other countries are kept', async () => {
    await load('140');
    expect((await clinic.findPatient('Casek140a')).nationalId).toEqual({ type: 'SS', number: '999-32-1401' });
    expect((await clinic.findPatient('Casek140b')).nationalId).toEqual({ type: 'CC', number: '1020304140' });
  });

  // 160
  it('a null among given names is no name', async () => {
    const report = await load('160');
    expect(report.files.failed).toEqual([]);
    expect(await clinic.findPatient('Nullgiven')).toMatchObject({ givenName: 'Ana' });
  });

  // 210
  it('a country that the API would refuse does not keep an address from being changed', async () => {
    await load('210');
    const { id, address } = await clinic.findPatient('Casek210');
    expect([null, 'GB']).toContain(address.country);
    const { status } = await clinic.api.as('admin').patch(`/v1/patients/${id}`, { address: { city: 'Leeds' } });
    expect(status).toBe(200);
  });

  // 260
  it('a name that is written with a comma is family, given', async () => {
    await load('260');
    expect(await clinic.findPatient('García Márquez')).toMatchObject({ givenName: 'Gabriel' });
  });

  // 290
  it('a birth date in the future is refused with its place', async () => {
    const report = await load('290');
    expect(report.files.failed).toEqual([
      expect.objectContaining({
        problems: [{ position: 'entry 0 (Patient/k290), birthDate', reason: 'is in the future' }],
      }),
    ]);
  });
});

describe('times', () => {
  // 060
  it('a result of a day is of that day in the clinic', async () => {
    await load('060');
    const { id } = await clinic.findPatient('Casek060');
    expect(await clinic.readResults(id)).toMatchObject([{ effectiveAt: '2025-03-04' }]);
    const inDay = await clinic.readAll(
      `/v1/exam-results?patientId=${id}&from=2025-03-04T05:00:00Z&to=2025-03-05T05:00:00Z`,
    );
    expect(inDay).toHaveLength(1);
    const evening = await clinic.readAll(
      `/v1/exam-results?patientId=${id}&from=2025-03-03T05:00:00Z&to=2025-03-04T05:00:00Z`,
    );
    expect(evening).toEqual([]);
  });

  // 131
  it('a visit without a period is skipped with that reason', async () => {
    const report = await load('131');
    expect(report.files.failed).toEqual([]);
    expect(report.resources.Encounter?.skipped).toEqual({ 'no period': 1 });
    expect((await clinic.findPatient('Casek131')).givenName).toBe('Kim');
  });

  // 280
  it('an appointment is a reservation', async () => {
    await load('280');
    const { id } = await clinic.findPatient('Casek280');
    expect(await clinic.readReservations(id)).toMatchObject([
      {
        status: 'scheduled',
        startsAt: '2027-02-02T15:00:00.000Z',
        endsAt: '2027-02-02T15:30:00.000Z',
        medicName: 'A Appt',
      },
    ]);
  });
});

describe('references', () => {
  // 070
  it('a participant can be a PractitionerRole', async () => {
    await load('070');
    const { id } = await clinic.findPatient('Casek070');
    expect(await clinic.readReservations(id)).toMatchObject([{ medicName: 'A Viarole' }]);
  });

  // 080
  it('a performer in a later file is found, and a second load writes nothing', async () => {
    await load('080', '1');
    await load('080', '2');
    const { id } = await clinic.findPatient('Casek080b');
    const { id: medicId } = await clinic.findMedic('Later');
    expect(await clinic.readResults(id)).toMatchObject([{ medicId, version: 1 }]);
    expect(sum(await load('080', '2'), 'written')).toBe(0);
    expect(await clinic.readResults(id)).toMatchObject([{ medicId, version: 1 }]);
  });

  // 090
  it('the same id of a Condition and a Procedure in two files is two entries', async () => {
    await load('090');
    expect((await clinic.findPatient('Casek090')).medicalHistory).toMatchObject({
      conditions: [{ display: 'Asthma' }],
      procedures: [{ display: 'Appendectomy' }],
    });
  });

  // 310
  it('the same id of a Condition and a Procedure in one bundle is two entries', async () => {
    const report = await load('310');
    expect(report.files.failed).toEqual([]);
    expect((await clinic.findPatient('Casek310')).medicalHistory).toMatchObject({
      conditions: [{ display: 'A' }],
      procedures: [{ display: 'B' }],
    });
  });

  // 100
  it('medications in a file of their own are found', async () => {
    await load('100');
    const { medicalHistory } = await clinic.findPatient('Casek100');
    expect(medicalHistory.medications.map((one: { display: string }) => one.display).sort()).toEqual([
      'Amoxicillin 250 MG',
      'Ibuprofen',
    ]);
  });

  // 102
  it('a medication can be named by its reference only', async () => {
    await load('102');
    const { medicalHistory } = await clinic.findPatient('Casek102');
    expect(medicalHistory.medications).toMatchObject([{ display: 'Paracetamol' }]);
  });

  // 110
  it('one dangling line of NDJSON is reported, and the others are loaded', async () => {
    const report = await load('110');
    const { medicalHistory } = await clinic.findPatient('Casek110');
    expect(medicalHistory.conditions.map((one: { display: string }) => one.display).sort()).toEqual([
      'Cond 0',
      'Cond 2',
    ]);
    expect(report.files.failed).toMatchObject([
      { name: 'Condition.ndjson', problems: [{ position: expect.stringContaining('line 2') }] },
    ]);
  });
});

describe('failures', () => {
  // 130
  it('a resource that cannot be kept is skipped, and the rest of its bundle is loaded', async () => {
    const report = await load('130');
    expect(report.files.failed).toEqual([]);
    expect(report.resources.Observation?.skipped).toEqual({ 'no effective time': 1 });
    const { id } = await clinic.findPatient('Casek130');
    expect(await clinic.readResults(id)).toMatchObject([{ value: 'good' }]);
  });

  // 150
  it('the reactions of an allergy are kept beside its note', async () => {
    await load('150');
    const { medicalHistory } = await clinic.findPatient('Casek150');
    expect(medicalHistory.allergies).toMatchObject([
      {
        criticality: 'high',
        note: 'Told by mother',
        reaction: [{ display: 'Anaphylaxis', severity: 'severe' }],
      },
    ]);
  });

  // 220
  it('bundles in the lines of NDJSON are loaded', async () => {
    const report = await load('220');
    expect(report.files.failed).toEqual([]);
    expect((await clinic.findPatient('Casek220')).givenName).toBe('Kim');
  });

  // 250
  it('visits that overlap are loaded, or the report names the entry', async () => {
    const report = await load('250');
    if (report.files.failed.length === 0) {
      for (const name of ['Casek250a', 'Casek250b']) {
        expect(await clinic.readReservations((await clinic.findPatient(name)).id)).toHaveLength(1);
      }
    } else {
      expect(report.files.failed[0]?.problems[0]?.position).toContain('Encounter/k250-2');
    }
  });
});
