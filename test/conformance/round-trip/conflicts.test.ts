import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createConformanceClinic } from '../clinic.js';
import { checkRoundTrip } from './check.js';

const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: 'urn:hospital', value: '1', use: 'usual' }],
  name: [{ family: 'Conflict', given: ['Cora'] }],
  birthDate: '1980-03-05',
  gender: 'female',
  telecom: [
    { system: 'phone', value: '+12025550123' },
    { system: 'email', value: 'one@mail.example' },
  ],
  address: [{ line: ['1 First Street'], city: 'Springfield', country: 'US' }],
  active: true,
  ...more,
});
const practitioner = (id: string, more: object = {}) => ({
  resourceType: 'Practitioner',
  id,
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '7' }],
  name: [{ family: 'Doctor', given: ['Dana'] }],
  telecom: [{ system: 'email', value: 'one@clinic.example' }],
  qualification: [{ code: { text: 'Cardiology' } }],
  active: true,
  ...more,
});
const role = (id: string, medic: string, more: object = {}) => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  practitioner: { reference: `Practitioner/${medic}` },
  organization: { display: 'North' },
  specialty: [{ text: 'Cardiology' }],
  availableTime: [{ daysOfWeek: ['mon'], availableStartTime: '08:00:00', availableEndTime: '12:00:00' }],
  ...more,
});
const exam = (id: string, more: object = {}) => ({
  resourceType: 'ActivityDefinition',
  id,
  status: 'active',
  title: 'Ultrasound',
  topic: [{ text: 'Imaging' }],
  description: 'Of the abdomen',
  usage: 'Come without breakfast',
  timingDuration: { value: 30, unit: 'min' },
  ...more,
});
const observation = (more: object = {}) => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: { text: 'Hemoglobin' },
  subject: { reference: 'Patient/a' },
  effectiveDateTime: '2020-01-01T10:10:00Z',
  valueQuantity: { value: 13.5, unit: 'g/dL' },
  ...more,
});
const condition = (more: object = {}) => ({
  resourceType: 'Condition',
  id: 'c',
  code: { text: 'Asthma' },
  subject: { reference: 'Patient/a' },
  onsetDateTime: '2001-05-01',
  ...more,
});

const otherPatient = {
  name: [{ family: 'Conflict', given: ['Cora', 'Maria'] }],
  gender: 'male',
  telecom: [
    { system: 'phone', value: '+12025550199' },
    { system: 'email', value: 'two@mail.example' },
  ],
  address: [{ line: ['2 Second Street'], city: 'Shelbyville', country: 'US' }],
  active: false,
};
const otherPractitioner = {
  name: [{ family: 'Doctor', given: ['Dan'] }],
  telecom: [{ system: 'email', value: 'two@clinic.example' }],
  qualification: [{ code: { text: 'Neurology' } }],
};
const otherRole = { organization: { display: 'South' }, specialty: [{ text: 'Neurology' }] };
const otherExam = {
  topic: [{ text: 'Laboratory' }],
  description: 'Of the neck',
  usage: 'Drink water',
  timingDuration: { value: 45, unit: 'min' },
};

const cases: readonly [what: string, one: readonly object[], other: readonly object[], leftOut: object][] = [
  [
    'two patients with one identifier',
    [patient('a')],
    [patient('b', otherPatient)],
    { Patient: ['active', 'address', 'gender', 'telecom'] },
  ],
  [
    'two birth dates of one person',
    [patient('a')],
    [patient('b', { birthDate: '1981-03-05' })],
    { Patient: ['birthDate'] },
  ],
  [
    'a birth date that is less precise',
    [patient('a')],
    [patient('b', { birthDate: '1980', gender: 'unknown' })],
    { Patient: ['birthDate', 'gender'] },
  ],
  [
    'a birth date that is more precise',
    [patient('a', { birthDate: '1980', gender: 'unknown' })],
    [patient('b')],
    { Patient: ['birthDate', 'gender'] },
  ],
  [
    'an identifier with another use',
    [patient('a')],
    [patient('b', { identifier: [{ system: 'urn:hospital', value: '1', use: 'official' }] })],
    { Patient: ['identifier'] },
  ],
  [
    'two practitioners with one license',
    [practitioner('a')],
    [practitioner('b', otherPractitioner)],
    { Practitioner: ['name', 'qualification', 'telecom'] },
  ],
  [
    'two roles of one medic',
    [practitioner('a'), role('r1', 'a')],
    [role('r2', 'a', otherRole)],
    { PractitionerRole: ['organization', 'specialty'] },
  ],
  [
    'two roles of one medic, the first one last',
    [practitioner('a'), role('r2', 'a')],
    [role('r1', 'a', otherRole)],
    { PractitionerRole: ['organization', 'specialty'] },
  ],
  [
    'two exams with one name',
    [exam('a')],
    [exam('b', otherExam)],
    { ActivityDefinition: ['description', 'timingDuration', 'topic', 'usage'] },
  ],
  [
    'one patient with other values',
    [patient('a')],
    [patient('a', { ...otherPatient, birthDate: '1980-03-06', name: [{ family: 'Conflict', given: ['Clara'] }] })],
    { Patient: ['active', 'address', 'birthDate', 'gender', 'name', 'telecom'] },
  ],
  [
    'one practitioner with other values',
    [practitioner('a')],
    [practitioner('a', otherPractitioner)],
    { Practitioner: ['name', 'qualification', 'telecom'] },
  ],
  [
    'one result with another value',
    [patient('a'), observation()],
    [observation({ valueQuantity: { value: 14, unit: 'g/dL' } })],
    { Observation: ['valueQuantity'] },
  ],
  [
    'one condition with another name and date',
    [patient('a'), condition()],
    [condition({ code: { text: 'Bronchitis' }, onsetDateTime: '2002-06-01' })],
    { Condition: ['code', 'onsetDateTime'] },
  ],
];

it.each(cases)('values that contradict each other are kept or reported: %s', async (_what, one, other, leftOut) => {
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-round-trip-'));
  const clinic = await createConformanceClinic();
  const { load } = clinic;
  const found: Record<string, string[]> = {};
  const recording = {
    ...clinic,
    async load(directory: string) {
      const report = await load(directory);
      expect(report.files.failed).toEqual([]);
      for (const { kind, type, element, reason } of report.details ?? []) {
        if (kind === 'left out' && element && /kept|used|use or type/.test(reason) && !/role, if/.test(reason))
          found[type] = [...new Set([...(found[type] ?? []), element])].sort();
      }
      return report;
    },
  };
  try {
    for (const [index, resources] of [one, other].entries()) {
      const lines = resources.map((resource) => JSON.stringify(resource)).join('\n');
      await writeFile(join(folder, `${index + 1}.ndjson`), lines);
    }
    expect((await checkRoundTrip(recording, folder)).unreported).toEqual([]);
    expect(found).toEqual(leftOut);
  } finally {
    await clinic.close();
    await rm(folder, { recursive: true });
  }
});
