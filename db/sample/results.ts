import { hl7, loinc, type SampleResource, toConcept, toReference } from './fhir.js';
import type { SampleHistory } from './history.js';
import {
  type Analyte,
  type AnalyteRange,
  analytes,
  type MeasuredPerson,
  measureSpecimens,
  panels,
} from './laboratory.js';
import type { Maker } from './maker.js';
import type { SamplePatient } from './patients.js';
import { computeAgeYears, millisecondsPerDay, millisecondsPerMinute, parseIsoDay } from './time.js';
import type { Visit } from './visits.js';

const quantity = (value: number, unit: string) => ({ value, unit, system: 'http://unitsofmeasure.org', code: unit });
const round = (value: number, decimals: number) => Number(value.toFixed(decimals));

function interpret(value: number, { low, high }: AnalyteRange) {
  if (low !== undefined && value < low) return [toConcept(hl7('v3-ObservationInterpretation', 'L', 'Low'))];
  if (high !== undefined && value > high) return [toConcept(hl7('v3-ObservationInterpretation', 'H', 'High'))];
  return [toConcept(hl7('v3-ObservationInterpretation', 'N', 'Normal'))];
}

function buildRangeElements(value: number, unit: string, range: AnalyteRange) {
  const { low, high } = range;
  const text =
    low === undefined
      ? `up to ${high} ${unit}`
      : high === undefined
        ? `${low} ${unit} or more`
        : `${low} to ${high} ${unit}`;
  return {
    interpretation: interpret(value, range),
    referenceRange: [
      {
        ...(low !== undefined && { low: quantity(low, unit) }),
        ...(high !== undefined && { high: quantity(high, unit) }),
        text,
      },
    ],
  };
}

/** Median heights of children. */
const childHeights: [ageYears: number, centimeters: number][] = [
  [0.25, 60],
  [0.5, 67],
  [1, 75],
  [2, 87],
  [4, 102],
  [6, 115],
  [8, 128],
  [10, 138],
  [12, 149],
  [14, 160],
  [16, 165],
];

function estimateHeight(age: number, adultHeight: number): number {
  const row = childHeights.findLast(([from]) => age >= from) ?? childHeights[0];
  return age >= 17 || !row ? adultHeight : Math.min(row[1], adultHeight);
}

/** Creates the results of finished visits: vital signs of consultations, laboratory values and diagnostic reports. */
export function createResults(
  make: Maker,
  patient: SamplePatient,
  history: SampleHistory,
  visits: Visit[],
): SampleResource[] {
  const body = make.random(`body/${patient.index}`);
  const isFemale = patient.sex === 'female';
  const adultHeight = isFemale ? body.integer(152, 175) : body.integer(164, 188);
  const bodyMass = body.decimal(20, 31, 1);
  const random = make.random(`results/${patient.index}`);

  const subjectAt = (at: Date): MeasuredPerson => ({
    ageYears: computeAgeYears(patient.birthDate, at),
    isFemale,
    has: (condition) => {
      const onset = history.onsets.get(condition);
      return onset !== undefined && onset <= at;
    },
  });

  const common = (visit: Visit, at: Date) => ({
    status: 'final',
    subject: toReference(patient.id, patient.fullName),
    encounter: toReference(visit.resource.id),
    effectiveDateTime: visit.start.toISOString(),
    issued: at.toISOString(),
    performer: [toReference(visit.medic.id, `Dr. ${visit.medic.fullName}`)],
  });
  const category = (code: string, display: string) => [toConcept(hl7('observation-category', code, display))];

  const vitalSigns = (visit: Visit): SampleResource[] => {
    const subject = subjectAt(visit.start);
    const exactAge = (visit.start.getTime() - parseIsoDay(patient.birthDate).getTime()) / millisecondsPerDay / 365.25;
    const height = estimateHeight(exactAge, adultHeight);
    const targetMass = exactAge >= 17 ? bodyMass + random.decimal(-0.6, 0.6, 1) : 16.5 + exactAge * 0.2;
    const weight = round(targetMass * (height / 100) ** 2, 1);
    const pulse = exactAge < 1 ? [105, 145] : exactAge < 4 ? [90, 128] : exactAge < 12 ? [72, 106] : [58, 92];
    const sign = (name: string, code: ReturnType<typeof loinc>, value: Record<string, unknown>) =>
      make.dated('Observation', `${visit.key}/${name}`, {
        ...common(visit, visit.end),
        category: category('vital-signs', 'Vital Signs'),
        code: toConcept(code),
        ...value,
      });
    const signs = [
      sign('height', loinc('8302-2', 'Body height'), { valueQuantity: quantity(height, 'cm') }),
      sign('weight', loinc('29463-7', 'Body weight'), { valueQuantity: quantity(weight, 'kg') }),
      sign('pulse', loinc('8867-4', 'Heart rate'), {
        valueQuantity: quantity(random.integer(pulse[0] ?? 60, pulse[1] ?? 90), '/min'),
      }),
      sign('temperature', loinc('8310-5', 'Body temperature'), {
        valueQuantity: quantity(random.decimal(36.3, 37.2, 1), 'Cel'),
      }),
    ];
    if (exactAge >= 2) {
      const mass = round(weight / (height / 100) ** 2, 1);
      signs.push(
        sign('mass-index', loinc('39156-5', 'Body mass index (BMI) [Ratio]'), {
          valueQuantity: quantity(mass, 'kg/m2'),
        }),
      );
    }
    if (exactAge >= 3) {
      const isHigh = subject.has('hypertension');
      const [systolic, diastolic] = isHigh
        ? [random.integer(132, 158), random.integer(82, 96)]
        : exactAge < 13
          ? [random.integer(88, 108), random.integer(52, 66)]
          : [random.integer(104, 126), random.integer(62, 78)];
      const component = (code: ReturnType<typeof loinc>, value: number, range: AnalyteRange) => ({
        code: toConcept(code),
        valueQuantity: quantity(value, 'mm[Hg]'),
        ...buildRangeElements(value, 'mm[Hg]', range),
      });
      signs.push(
        sign('blood-pressure', loinc('85354-9', 'Blood pressure panel with all children optional'), {
          component: [
            component(loinc('8480-6', 'Systolic blood pressure'), systolic, { high: 129 }),
            component(loinc('8462-4', 'Diastolic blood pressure'), diastolic, { high: 79 }),
          ],
        }),
      );
    }
    return signs;
  };

  const laboratoryReport = (visit: Visit): SampleResource[] => {
    const subject = subjectAt(visit.start);
    const values = measureSpecimens(random, subject);
    const issuedAt = new Date(visit.end.getTime() + 90 * millisecondsPerMinute);
    const observations = (panels[visit.exam.title] ?? []).map((name) => {
      const { code, unit, decimals, range }: Analyte = analytes[name];
      const value = round(values[name], decimals);
      return make.dated('Observation', `${visit.key}/${name}`, {
        ...common(visit, issuedAt),
        category: category('laboratory', 'Laboratory'),
        code: toConcept(code),
        valueQuantity: quantity(value, unit),
        ...buildRangeElements(value, unit, typeof range === 'function' ? range(subject) : range),
      });
    });
    const report = make.dated('DiagnosticReport', `${visit.key}/report`, {
      ...common(visit, issuedAt),
      category: [toConcept(hl7('v2-0074', 'LAB', 'Laboratory'))],
      code: toConcept(visit.exam.code, visit.exam.title),
      result: observations.map(({ id }) => toReference(id)),
    });
    return [...observations, report];
  };

  return visits.flatMap((visit) => {
    if (visit.status !== 'finished') return [];
    if (visit.exam.type === 'laboratory') return laboratoryReport(visit);
    return visit.exam.type === 'consultation' ? vitalSigns(visit) : [];
  });
}
