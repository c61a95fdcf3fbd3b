import type { Specialty } from './exams.js';
import { type Coding, snomed } from './fhir.js';

export const clinics = ['Harbor Street Clinic', 'Elm Park Clinic'] as const;

/** Departments by name, with the index of their clinic in `clinics`. */
export const departments = {
  'General Medicine': 0,
  Pediatrics: 0,
  Diagnostics: 0,
  Cardiology: 1,
  "Women's Health": 1,
  'Specialty Medicine': 1,
} as const;
export type DepartmentName = keyof typeof departments;

export const specialties: Record<Specialty, { code: Coding; department: DepartmentName }> = {
  general: { code: snomed('394814009', 'General practice'), department: 'General Medicine' },
  pediatrics: { code: snomed('394537008', 'Pediatric specialty'), department: 'Pediatrics' },
  radiology: { code: snomed('394914008', 'Radiology'), department: 'Diagnostics' },
  pathology: { code: snomed('394596001', 'Chemical pathology'), department: 'Diagnostics' },
  cardiology: { code: snomed('394579002', 'Cardiology'), department: 'Cardiology' },
  gynecology: { code: snomed('394585009', 'Obstetrics and gynecology'), department: "Women's Health" },
  endocrinology: { code: snomed('394583002', 'Endocrinology'), department: 'Specialty Medicine' },
  gastroenterology: { code: snomed('394584008', 'Gastroenterology'), department: 'Specialty Medicine' },
  dermatology: { code: snomed('394582007', 'Dermatology'), department: 'Specialty Medicine' },
};

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Working time in the clinics' time zone, America/New_York. */
interface WorkingTime {
  days: Weekday[];
  from: string;
  to: string;
}

const workdays: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
const fullDay: WorkingTime[] = [{ days: workdays, from: '08:00', to: '17:00' }];
const withLunch: WorkingTime[] = [
  { days: workdays, from: '08:30', to: '12:30' },
  { days: workdays, from: '13:30', to: '17:30' },
];
const withSaturday: WorkingTime[] = [...fullDay, { days: ['sat'], from: '09:00', to: '12:00' }];
const threeDays: WorkingTime[] = [{ days: ['mon', 'wed', 'fri'], from: '09:00', to: '16:30' }];
const twoLongDays: WorkingTime[] = [{ days: ['tue', 'thu'], from: '09:00', to: '18:00' }];
const fourShortDays: WorkingTime[] = [{ days: ['mon', 'tue', 'wed', 'thu'], from: '09:00', to: '15:00' }];
const threeLateDays: WorkingTime[] = [{ days: ['mon', 'wed', 'thu'], from: '10:00', to: '18:00' }];

export interface RosterEntry {
  given: string;
  family: string;
  gender: 'female' | 'male';
  specialty: Specialty;
  /** Defaults to the clinic's hours. */
  hours?: WorkingTime[];
}

/** Medics are the same for every seed, so that developers get to know them. */
export const roster: RosterEntry[] = [
  { given: 'Rosalind', family: 'Ashcombe', gender: 'female', specialty: 'general', hours: withLunch },
  { given: 'Tomás', family: 'Echeverri Lara', gender: 'male', specialty: 'general' },
  { given: 'Priyanka', family: 'Venkatraghavan', gender: 'female', specialty: 'general', hours: withSaturday },
  { given: 'Marguerite', family: 'Delacourt-Ames', gender: 'female', specialty: 'pediatrics', hours: fullDay },
  { given: 'Kofi', family: 'Asante-Boadi', gender: 'male', specialty: 'pediatrics', hours: threeDays },
  { given: 'Oisín', family: 'Mac Aodhagáin', gender: 'male', specialty: 'radiology', hours: fullDay },
  { given: 'Hyun-woo', family: 'Baek-Larsen', gender: 'male', specialty: 'pathology' },
  { given: 'Ingrid', family: 'Håkansdotter', gender: 'female', specialty: 'cardiology', hours: withLunch },
  { given: 'Leopold', family: 'Steinbrück', gender: 'male', specialty: 'cardiology', hours: twoLongDays },
  { given: 'Noor', family: 'Haddadin', gender: 'female', specialty: 'gynecology', hours: fullDay },
  { given: 'Beatriz', family: 'Quintão', gender: 'female', specialty: 'gynecology', hours: fourShortDays },
  { given: 'Yevgenia', family: 'Morozenko', gender: 'female', specialty: 'endocrinology', hours: threeLateDays },
  { given: 'Adebayo', family: 'Fasanmi', gender: 'male', specialty: 'gastroenterology', hours: fullDay },
  { given: 'Lucía', family: 'Ibarguren Soto', gender: 'female', specialty: 'dermatology' },
];
