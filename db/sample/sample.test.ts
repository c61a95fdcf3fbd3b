import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { SampleResource } from './fhir.js';
import { generateSample, type SampleFile } from './sample.js';
import { conditions, hysterectomy, procedures } from './terms.js';

const now = new Date('2026-11-23T15:42:10Z');
const files = generateSample({ now });

const listResources = (sample: SampleFile[]): SampleResource[] =>
  sample.flatMap(({ bundle }) => bundle.entry.map(({ resource }) => resource));
const all = listResources(files);
const ofType = (type: string, among = all): SampleResource[] =>
  among.filter(({ resourceType }) => resourceType === type);

/** The elements that the tests read. */
interface Identifier {
  system: string;
  value: string;
}
interface Encounter {
  id: string;
  status: string;
  period: { start: string; end: string };
  subject: { reference: string };
  participant: { individual: { reference: string } }[];
  type: { text: string; coding: { code: string }[] }[];
}
const findEncounters = (sample: SampleFile[], status: string) =>
  (ofType('Encounter', listResources(sample)) as unknown as Encounter[]).filter(
    (encounter) => encounter.status === status,
  );
const readCode = (concept: unknown): string | undefined => (concept as { coding: { code: string }[] }).coding[0]?.code;
const areUnique = (values: unknown[]) => new Set(values).size === values.length;

function collectReferences(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collectReferences);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'reference' ? [String(child)] : collectReferences(child),
  );
}

function overlaps(encounters: Encounter[], getGroup: (encounter: Encounter) => string | undefined): string[] {
  const sorted = encounters.toSorted((a, b) => a.period.start.localeCompare(b.period.start));
  const busyUntil = new Map<string | undefined, string>();
  return sorted.flatMap((encounter) => {
    const group = getGroup(encounter);
    const isOverlap = encounter.period.start < (busyUntil.get(group) ?? '');
    busyUntil.set(group, encounter.period.end);
    return isOverlap ? [encounter.id] : [];
  });
}

describe('repeatability', () => {
  it('gives the same bytes for the same seed and now', () => {
    expect(JSON.stringify(generateSample({ now }))).toBe(JSON.stringify(files));
  });

  it('gives the same bytes at any hour of a day, so that loading twice on one day changes nothing', () => {
    expect(JSON.stringify(generateSample({ now: new Date('2026-11-23T00:00:00Z') }))).toBe(JSON.stringify(files));
  });

  it('keeps people, histories and the exam catalog, and moves visits, with another now', () => {
    const other = generateSample({ now: new Date('2027-03-14T12:00:00Z') });
    const still = ['Patient', 'Practitioner', 'PractitionerRole', 'ActivityDefinition', 'Organization', 'Location'];
    const histories = ['Procedure', 'MedicationRequest', 'AllergyIntolerance'];
    for (const type of [...still, ...histories]) expect(ofType(type, listResources(other))).toEqual(ofType(type));
    expect(other.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    expect(findEncounters(other, 'planned').every(({ period }) => period.start > '2027-03-14')).toBe(true);
  });

  it('gives other patients for another seed', () => {
    expect(ofType('Patient', listResources(generateSample({ now, seed: 2 })))).not.toEqual(ofType('Patient'));
  });

  it.each([new Date('2025-12-31T23:59:59Z'), new Date('nonsense')])(
    'rejects %s, because all patients must be born by then',
    (date) => {
      expect(() => generateSample({ now: date })).toThrow('now must be 2026-01-01T00:00:00.000Z or later');
    },
  );
});

describe('contents', () => {
  it('has a clinic file first and one file per patient', () => {
    expect(files[0]?.name).toBe('clinic.json');
    expect(files).toHaveLength(61);
    expect(files.map(({ name }) => name)).toEqual(files.map(({ name }) => name).toSorted());
    for (const { bundle } of files.slice(1)) {
      expect(bundle.entry.filter(({ resource }) => resource.resourceType === 'Patient')).toHaveLength(1);
    }
  });

  it('has patients, medics, departments, exams and every kind of record', () => {
    expect(ofType('Patient')).toHaveLength(60);
    expect(ofType('Practitioner')).toHaveLength(14);
    expect(ofType('PractitionerRole').filter(({ availableTime }) => availableTime).length).toBeGreaterThan(5);
    expect(ofType('Organization').filter(({ partOf }) => partOf)).toHaveLength(6);
    expect(ofType('ActivityDefinition').length).toBeGreaterThanOrEqual(20);
    expect(ofType('DocumentReference')).toHaveLength(10);
    expect(findEncounters(files, 'finished').length).toBeGreaterThan(120);
    expect(findEncounters(files, 'planned').length).toBeGreaterThan(50);
    expect(findEncounters(files, 'cancelled').length).toBeGreaterThan(5);
    for (const type of [
      'Condition',
      'Procedure',
      'MedicationRequest',
      'AllergyIntolerance',
      'Observation',
      'DiagnosticReport',
    ]) {
      expect(ofType(type).length, type).toBeGreaterThan(15);
    }
  });

  it('has names with diacritics and no one without a name', () => {
    const names = [...ofType('Patient'), ...ofType('Practitioner')].map(
      ({ name }) => (name as { text: string; family: string; given: string[] }[])[0],
    );
    for (const name of names) {
      expect(name?.family).not.toBe('');
      expect(name?.given.join('')).not.toBe('');
      expect(name?.text).toBe(name?.text.normalize('NFC'));
    }
    const text = names.map((name) => name?.text).join('\n');
    for (const part of ['Agustín', 'Núñez', 'João', 'Björk', 'Ó Súilleabháin', 'Nguyễn']) expect(text).toContain(part);
    expect(areUnique(names.map((name) => name?.text))).toBe(true);
  });

  it('has ages from infancy to 95 and both countries', () => {
    const births = ofType('Patient')
      .map(({ birthDate }) => String(birthDate))
      .toSorted();
    expect(births[0]?.slice(0, 4)).toBe('1930');
    expect(births.at(-1)?.slice(0, 4)).toBe('2025');
    expect(new Set(ofType('Patient').map(({ address }) => (address as { country: string }[])[0]?.country))).toEqual(
      new Set(['US', 'CO']),
    );
  });
});

describe('integrity', () => {
  it('resolves every reference within the set, and every one of clinic.json within clinic.json', () => {
    const known = new Set(files.flatMap(({ bundle }) => bundle.entry.map(({ fullUrl }) => fullUrl)));
    for (const file of files) {
      const own = new Set(file.bundle.entry.map(({ fullUrl }) => fullUrl));
      const shared = new Set(files[0]?.bundle.entry.map(({ fullUrl }) => fullUrl));
      const missing = collectReferences(file.bundle).filter((target) => !own.has(target) && !shared.has(target));
      expect(missing, file.name).toEqual([]);
    }
    expect(known.size).toBe(all.length);
  });

  it('has UUIDs as ids, also in requests', () => {
    for (const { fullUrl, resource, request } of files.flatMap(({ bundle }) => bundle.entry)) {
      expect(resource.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(fullUrl).toBe(`urn:uuid:${resource.id}`);
      expect(request).toEqual({ method: 'PUT', url: `${resource.resourceType}/${resource.id}` });
      expect(resource.meta.lastUpdated <= now.toISOString()).toBe(true);
    }
  });

  it.each([1, 2, 3, 4])('has unique identifiers, e-mails, phones and exam titles with seed %i', (seed) => {
    const people = listResources(generateSample({ now, seed })).filter(({ resourceType }) =>
      ['Patient', 'Practitioner'].includes(resourceType),
    );
    const identifiers = people.map(({ identifier }) =>
      (identifier as Identifier[]).map(({ system, value }) => `${system}|${value}`).join(),
    );
    const telecom = people.flatMap((person) => person.telecom as Identifier[]).map(({ value }) => value);
    expect(areUnique(identifiers)).toBe(true);
    expect(areUnique(telecom)).toBe(true);
    for (const contact of telecom) expect(contact).toMatch(/^(\+1\d{3}55501\d{2}|[a-z0-9.]+@(mail|clinic)\.example)$/);
    expect(areUnique(ofType('ActivityDefinition').map(({ title }) => title))).toBe(true);
    expect(areUnique(ofType('ActivityDefinition').map(({ name }) => name))).toBe(true);
  });
});

describe.each([
  ['in winter', now, 1],
  ['across the change to summer time', new Date('2027-03-01T23:30:00Z'), 1],
  ['on the first possible day', new Date('2026-01-01T00:00:00Z'), 2],
  ['years later', new Date('2031-07-06T08:00:00Z'), 3],
])('visits %s', (_, at, seed) => {
  const sample = generateSample({ now: at, seed });
  const planned = findEncounters(sample, 'planned');
  const finished = findEncounters(sample, 'finished');

  it('never put a medic or patient in two places at once', () => {
    const visits = [...planned, ...finished, ...findEncounters(sample, 'cancelled')];
    expect(overlaps(visits, ({ participant }) => participant[0]?.individual.reference)).toEqual([]);
    expect(overlaps(visits, ({ subject }) => subject.reference)).toEqual([]);
  });

  it('are planned within the next 30 days, and finished or cancelled before now', () => {
    const until = new Date(at.getTime() + 30 * 86_400_000).toISOString();
    expect(planned.length).toBeGreaterThan(40);
    expect(planned.filter(({ period }) => period.start <= at.toISOString() || period.end > until)).toEqual([]);
    const past = [...finished, ...findEncounters(sample, 'cancelled')];
    expect(past.filter(({ period }) => period.end >= at.toISOString())).toEqual([]);
  });

  it('are on workdays within the hours of their medic in New York', () => {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/New_York',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    const roles = ofType('PractitionerRole', listResources(sample));
    const outside = [...planned, ...finished].filter(({ period, participant }) => {
      const [weekday = '', start = ''] = format.format(new Date(period.start)).toLowerCase().split(/,? /);
      const [, end = ''] = format.format(new Date(period.end)).toLowerCase().split(/,? /);
      const role = roles.find(
        ({ practitioner }) =>
          (practitioner as { reference: string }).reference === participant[0]?.individual.reference,
      );
      const times = (role?.availableTime ?? [
        {
          daysOfWeek: ['mon', 'tue', 'wed', 'thu', 'fri'],
          availableStartTime: '08:00:00',
          availableEndTime: '20:00:00',
        },
      ]) as { daysOfWeek: string[]; availableStartTime: string; availableEndTime: string }[];
      return !times.some(
        ({ daysOfWeek, availableStartTime, availableEndTime }) =>
          daysOfWeek.includes(weekday) && `${start}:00` >= availableStartTime && `${end}:00` <= availableEndTime,
      );
    });
    expect(outside).toEqual([]);
  });

  it('have code, title and duration of an exam in the catalog', () => {
    const exams = new Map(ofType('ActivityDefinition', listResources(sample)).map((exam) => [exam.title, exam]));
    for (const { type, period } of [...planned, ...finished]) {
      const exam = exams.get(type[0]?.text);
      expect(readCode(exam?.code)).toBe(type[0]?.coding[0]?.code);
      const minutes = (Date.parse(period.end) - Date.parse(period.start)) / 60_000;
      expect(exam?.timingDuration).toMatchObject({ value: minutes, code: 'min' });
    }
  });

  it('are after the birth of their patient', () => {
    const births = new Map(
      ofType('Patient', listResources(sample)).map(({ id, birthDate }) => [`urn:uuid:${id}`, String(birthDate)]),
    );
    expect(finished.filter(({ period, subject }) => period.start < (births.get(subject.reference) ?? '9'))).toEqual([]);
  });
});

describe('plausibility', () => {
  const records = files.slice(1).map(({ bundle }) => {
    const own = bundle.entry.map(({ resource }) => resource);
    const has = (type: string, code: string, element = 'code') =>
      ofType(type, own).some((resource) => readCode(resource[element]) === code);
    return { own, has, gender: own[0]?.gender, fullName: (own[0]?.name as { text: string }[] | undefined)?.[0]?.text };
  });

  it('gives every diabetic metformin and values of hemoglobin A1c above normal', () => {
    const diabetics = records.filter(({ has }) => has('Condition', conditions.diabetes.code.code));
    expect(diabetics.length).toBeGreaterThan(2);
    for (const { own, has } of diabetics) {
      expect(has('MedicationRequest', conditions.diabetes.medication.code.code, 'medicationCodeableConcept')).toBe(
        true,
      );
      const values = ofType('Observation', own).filter(({ code }) => readCode(code) === '4548-4');
      expect(values.length).toBeGreaterThan(0);
      for (const { interpretation } of values) expect(readCode((interpretation as unknown[])[0])).toBe('H');
    }
  });

  it('gives everyone with hypertension lisinopril and a blood pressure', () => {
    const hypertensive = records.filter(({ has }) => has('Condition', conditions.hypertension.code.code));
    expect(hypertensive.length).toBeGreaterThan(5);
    for (const { has } of hypertensive) {
      expect(has('MedicationRequest', conditions.hypertension.medication.code.code, 'medicationCodeableConcept')).toBe(
        true,
      );
      expect(has('Observation', '85354-9')).toBe(true);
    }
  });

  it('uses sex-specific codes for that sex only, and gives no penicillin to patients who are allergic to it', () => {
    const female = ['72892002', conditions.osteoporosis.code.code, conditions.ironDeficiency.code.code];
    const femaleProcedures = [
      hysterectomy.code,
      ...procedures.filter(({ sex }) => sex === 'female').map(({ code }) => code.code),
    ];
    expect(records.filter(({ has }) => has('Condition', '72892002'))).toHaveLength(2);
    for (const { has, gender } of records) {
      if (gender !== 'female')
        expect([
          ...female.map((code) => has('Condition', code)),
          ...femaleProcedures.map((code) => has('Procedure', code)),
        ]).not.toContain(true);
      if (gender !== 'male') expect(has('Condition', conditions.prostateHyperplasia.code.code)).toBe(false);
      if (has('AllergyIntolerance', '91936005'))
        expect(has('MedicationRequest', '834061', 'medicationCodeableConcept')).toBe(false);
    }
  });

  it("attaches documents as plain text with the patient's name", () => {
    for (const { own, fullName } of records) {
      for (const { content } of ofType('DocumentReference', own)) {
        const [{ attachment }] = content as [{ attachment: { contentType: string; data: string; size: number } }];
        const bytes = Buffer.from(attachment.data, 'base64');
        expect(attachment.contentType).toBe('text/plain');
        expect(attachment.size).toBe(bytes.length);
        expect(bytes.toString('utf8')).toContain(fullName);
      }
    }
  });
});
