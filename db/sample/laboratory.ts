import { type Coding, loinc } from './fhir.js';
import type { Random } from './random.js';
import type { ConditionKey } from './terms.js';

/** A person at the time of a measurement. */
export interface MeasuredPerson {
  ageYears: number;
  isFemale: boolean;
  has(condition: ConditionKey): boolean;
}

export interface AnalyteRange {
  low?: number;
  high?: number;
}

export interface Analyte {
  code: Coding;
  /** UCUM. */
  unit: string;
  decimals: number;
  range: AnalyteRange | ((subject: MeasuredPerson) => AnalyteRange);
}

const between = (low: number, high: number): AnalyteRange => ({ low, high });
const atLeast = (low: number): AnalyteRange => ({ low });
const atMost = (high: number): AnalyteRange => ({ high });

const bySex = (child: AnalyteRange, female: AnalyteRange, male: AnalyteRange) => (subject: MeasuredPerson) =>
  subject.ageYears < 13 ? child : subject.isFemale ? female : male;

const analyte = (code: string, display: string, unit: string, decimals: number, range: Analyte['range']): Analyte => ({
  code: loinc(code, display),
  unit,
  decimals,
  range,
});

export const analytes = {
  hemoglobin: analyte(
    '718-7',
    'Hemoglobin [Mass/volume] in Blood',
    'g/dL',
    1,
    bySex(between(11, 15), between(12, 15.5), between(13.5, 17.5)),
  ),
  hematocrit: analyte(
    '4544-3',
    'Hematocrit [Volume Fraction] of Blood by Automated count',
    '%',
    1,
    bySex(between(33, 45), between(36, 46.5), between(40, 52.5)),
  ),
  redCellVolume: analyte('787-2', 'MCV [Entitic volume] by Automated count', 'fL', 0, between(80, 100)),
  whiteCells: analyte('6690-2', 'Leukocytes [#/volume] in Blood by Automated count', '10*3/uL', 1, between(4, 11)),
  platelets: analyte('777-3', 'Platelets [#/volume] in Blood by Automated count', '10*3/uL', 0, between(150, 400)),
  cholesterol: analyte('2093-3', 'Cholesterol [Mass/volume] in Serum or Plasma', 'mg/dL', 0, atMost(200)),
  triglycerides: analyte('2571-8', 'Triglyceride [Mass/volume] in Serum or Plasma', 'mg/dL', 0, atMost(150)),
  highDensity: analyte('2085-9', 'Cholesterol in HDL [Mass/volume] in Serum or Plasma', 'mg/dL', 0, atLeast(40)),
  lowDensity: analyte(
    '13457-7',
    'Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation',
    'mg/dL',
    0,
    atMost(130),
  ),
  glucose: analyte('2345-7', 'Glucose [Mass/volume] in Serum or Plasma', 'mg/dL', 0, between(70, 99)),
  glucoseTwoHours: analyte(
    '1518-0',
    'Glucose [Mass/volume] in Serum or Plasma --2 hours post 75 g glucose PO',
    'mg/dL',
    0,
    atMost(140),
  ),
  hemoglobinA1c: analyte('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', '%', 1, between(4, 5.6)),
  creatinine: analyte(
    '2160-0',
    'Creatinine [Mass/volume] in Serum or Plasma',
    'mg/dL',
    2,
    bySex(between(0.3, 0.7), between(0.5, 1.1), between(0.7, 1.3)),
  ),
  filtrationRate: analyte(
    '98979-8',
    'Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)',
    'mL/min/{1.73_m2}',
    0,
    atLeast(60),
  ),
  ureaNitrogen: analyte('3094-0', 'Urea nitrogen [Mass/volume] in Serum or Plasma', 'mg/dL', 0, between(7, 20)),
  sodium: analyte('2951-2', 'Sodium [Moles/volume] in Serum or Plasma', 'mmol/L', 0, between(135, 145)),
  potassium: analyte('2823-3', 'Potassium [Moles/volume] in Serum or Plasma', 'mmol/L', 1, between(3.5, 5.1)),
  alanineTransaminase: analyte(
    '1742-6',
    'Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma',
    'U/L',
    0,
    between(7, 40),
  ),
  thyrotropin: analyte('3016-3', 'Thyrotropin [Units/volume] in Serum or Plasma', 'm[IU]/L', 2, between(0.4, 4.5)),
  thyroxine: analyte('3024-7', 'Thyroxine (T4) free [Mass/volume] in Serum or Plasma', 'ng/dL', 2, between(0.8, 1.8)),
  prostateAntigen: analyte('2857-1', 'Prostate specific Ag [Mass/volume] in Serum or Plasma', 'ng/mL', 1, atMost(4)),
  urineGravity: analyte('5811-5', 'Specific gravity of Urine by Test strip', '1', 3, between(1.005, 1.03)),
  urineAcidity: analyte('5803-2', 'pH of Urine by Test strip', '[pH]', 1, between(5, 8)),
};

export type AnalyteKey = keyof typeof analytes;

/** Analytes of laboratory exams, by title. */
export const panels: Record<string, AnalyteKey[]> = {
  'Complete blood count': ['hemoglobin', 'hematocrit', 'redCellVolume', 'whiteCells', 'platelets'],
  'Lipid panel': ['cholesterol', 'triglycerides', 'highDensity', 'lowDensity'],
  'Comprehensive metabolic panel': [
    'glucose',
    'creatinine',
    'filtrationRate',
    'ureaNitrogen',
    'sodium',
    'potassium',
    'alanineTransaminase',
  ],
  'Hemoglobin A1c': ['hemoglobinA1c', 'glucose'],
  'Thyroid function test': ['thyrotropin', 'thyroxine'],
  Urinalysis: ['urineGravity', 'urineAcidity'],
  'Oral glucose tolerance test': ['glucose', 'glucoseTwoHours'],
  'Prostate-specific antigen test': ['prostateAntigen'],
};

/** Picks a filtration rate and computes the creatinine from it, by the inverse of CKD-EPI 2021 for high creatinine. */
function simulateKidneys(
  random: Random,
  { ageYears, isFemale, has }: MeasuredPerson,
): { creatinine: number; filtrationRate: number } {
  const kappa = isFemale ? 0.7 : 0.9;
  const ceiling = 142 * 0.9938 ** ageYears * (isFemale ? 1.012 : 1);
  const healthy = ageYears < 60 ? random.decimal(88, 115, 0) : random.decimal(64, 88, 0);
  const rate = Math.min(has('kidneyDisease') ? random.decimal(34, 57, 0) : healthy, Math.floor(ceiling));
  return { filtrationRate: rate, creatinine: kappa * (ceiling / rate) ** (1 / 1.2) };
}

/** Simulates a blood and urine sample. Related values are computed from each other. */
export function measureSpecimens(random: Random, subject: MeasuredPerson): Record<AnalyteKey, number> {
  const { has } = subject;
  const [lowest, highest] = subject.ageYears < 13 ? [11.2, 14.5] : subject.isFemale ? [12.2, 15.2] : [13.8, 17];
  const hemoglobin = has('ironDeficiency') ? random.decimal(8.8, 11.4, 1) : random.decimal(lowest, highest, 1);
  const hemoglobinA1c = has('diabetes') ? random.decimal(6.6, 9.2, 1) : random.decimal(4.9, 5.5, 1);
  const cholesterol = has('hyperlipidemia') ? random.integer(212, 265) : random.integer(148, 196);
  const triglycerides = has('hyperlipidemia') ? random.integer(130, 240) : random.integer(60, 145);
  const highDensity = random.integer(38, 66);
  return {
    hemoglobin,
    hematocrit: hemoglobin * 3,
    redCellVolume: has('ironDeficiency') ? random.integer(69, 78) : random.integer(82, 97),
    whiteCells: random.decimal(4.3, 10.4, 1),
    platelets: random.integer(165, 385),
    cholesterol,
    triglycerides,
    highDensity,
    lowDensity: cholesterol - highDensity - triglycerides / 5,
    glucose: has('diabetes') ? 28.7 * hemoglobinA1c - 46.7 - random.integer(5, 20) : random.integer(74, 97),
    glucoseTwoHours: random.integer(95, 138),
    hemoglobinA1c,
    ...simulateKidneys(random, subject),
    ureaNitrogen: has('kidneyDisease') ? random.integer(23, 42) : random.integer(8, 19),
    sodium: random.integer(136, 144),
    potassium: has('kidneyDisease') ? random.decimal(4.6, 5.3, 1) : random.decimal(3.7, 4.8, 1),
    alanineTransaminase: random.integer(10, 38),
    thyrotropin: has('hypothyroidism') ? random.decimal(2.5, 7.5, 2) : random.decimal(0.8, 3.9, 2),
    thyroxine: has('hypothyroidism') ? random.decimal(0.75, 1.1, 2) : random.decimal(0.9, 1.6, 2),
    prostateAntigen: has('prostateHyperplasia') ? random.decimal(1.8, 5.8, 1) : random.decimal(0.4, 2.8, 1),
    urineGravity: random.decimal(1.006, 1.028, 3),
    urineAcidity: random.decimal(5.2, 7.4, 1),
  };
}
