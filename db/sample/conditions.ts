import { type Coding, snomed } from './fhir.js';
import { type MedicationTerm, medications } from './medications.js';

export interface ConditionTerm {
  code: Coding;
  /** Chance that somebody old enough has it. */
  frequency: number;
  /** Age at onset, in years. */
  ages: [min: number, max: number];
  sex?: 'female' | 'male';
  /** Lasting ones stay active; the others are over within weeks. */
  isLasting: boolean;
  medication?: MedicationTerm;
  /** Tried first and stopped. */
  formerMedication?: MedicationTerm;
  /** Titles of the exams that follow it up. */
  exams: string[];
}

/** The key is what tests, laboratory values and visits know a condition by. */
export const conditions = {
  hypertension: {
    code: snomed('59621000', 'Essential hypertension'),
    frequency: 0.45,
    ages: [35, 80],
    isLasting: true,
    medication: medications.lisinopril,
    formerMedication: medications.hydrochlorothiazide,
    exams: ['Electrocardiogram', 'Comprehensive metabolic panel'],
  },
  diabetes: {
    code: snomed('44054006', 'Diabetes mellitus type 2'),
    frequency: 0.25,
    ages: [38, 75],
    isLasting: true,
    medication: medications.metformin,
    exams: ['Hemoglobin A1c', 'Diabetic foot examination'],
  },
  hyperlipidemia: {
    code: snomed('55822004', 'Hyperlipidemia'),
    frequency: 0.3,
    ages: [35, 75],
    isLasting: true,
    medication: medications.simvastatin,
    exams: ['Lipid panel'],
  },
  kidneyDisease: {
    code: snomed('433144002', 'Chronic kidney disease stage 3'),
    frequency: 0.15,
    ages: [60, 85],
    isLasting: true,
    exams: ['Comprehensive metabolic panel'],
  },
  coronaryDisease: {
    code: snomed('53741008', 'Coronary arteriosclerosis'),
    frequency: 0.18,
    ages: [55, 80],
    isLasting: true,
    medication: medications.aspirin,
    exams: ['Exercise stress test', 'Echocardiogram'],
  },
  atrialFibrillation: {
    code: snomed('49436004', 'Atrial fibrillation'),
    frequency: 0.12,
    ages: [62, 85],
    isLasting: true,
    medication: medications.warfarin,
    exams: ['24-hour Holter monitor fitting'],
  },
  hypothyroidism: {
    code: snomed('40930008', 'Hypothyroidism'),
    frequency: 0.12,
    ages: [30, 70],
    isLasting: true,
    medication: medications.levothyroxine,
    exams: ['Thyroid function test', 'Endocrinology consultation'],
  },
  ironDeficiency: {
    code: snomed('87522002', 'Iron deficiency anemia'),
    frequency: 0.2,
    ages: [18, 50],
    sex: 'female',
    isLasting: true,
    medication: medications.ferrousSulfate,
    exams: ['Complete blood count'],
  },
  asthma: {
    code: snomed('195967001', 'Asthma'),
    frequency: 0.15,
    ages: [4, 40],
    isLasting: true,
    medication: medications.albuterol,
    exams: ['Spirometry'],
  },
  lungDisease: {
    code: snomed('13645005', 'Chronic obstructive lung disease'),
    frequency: 0.12,
    ages: [55, 80],
    isLasting: true,
    medication: medications.fluticasoneSalmeterol,
    formerMedication: medications.albuterol,
    exams: ['Spirometry', 'Chest X-ray'],
  },
  reflux: {
    code: snomed('235595009', 'Gastroesophageal reflux disease'),
    frequency: 0.2,
    ages: [25, 75],
    isLasting: true,
    medication: medications.omeprazole,
    exams: ['Upper gastrointestinal endoscopy'],
  },
  kneeArthritis: {
    code: snomed('239873007', 'Osteoarthritis of knee'),
    frequency: 0.25,
    ages: [50, 85],
    isLasting: true,
    medication: medications.acetaminophen,
    exams: ['Follow-up consultation'],
  },
  osteoporosis: {
    code: snomed('64859006', 'Osteoporosis'),
    frequency: 0.3,
    ages: [60, 85],
    sex: 'female',
    isLasting: true,
    medication: medications.alendronate,
    exams: ['Bone density scan'],
  },
  prostateHyperplasia: {
    code: snomed('266569009', 'Benign prostatic hyperplasia'),
    frequency: 0.35,
    ages: [55, 85],
    sex: 'male',
    isLasting: true,
    medication: medications.tamsulosin,
    exams: ['Prostate-specific antigen test'],
  },
  depression: {
    code: snomed('35489007', 'Depressive disorder'),
    frequency: 0.12,
    ages: [18, 70],
    isLasting: true,
    medication: medications.sertraline,
    exams: ['Follow-up consultation'],
  },
  migraine: {
    code: snomed('37796009', 'Migraine'),
    frequency: 0.12,
    ages: [14, 50],
    isLasting: true,
    medication: medications.acetaminophen,
    exams: ['Follow-up consultation'],
  },
  hayFever: {
    code: snomed('61582004', 'Allergic rhinitis'),
    frequency: 0.15,
    ages: [6, 50],
    isLasting: true,
    medication: medications.cetirizine,
    exams: [],
  },
  atopicDermatitis: {
    code: snomed('24079001', 'Atopic dermatitis'),
    frequency: 0.12,
    ages: [0, 6],
    isLasting: true,
    medication: medications.hydrocortisone,
    exams: ['Dermatology consultation'],
  },
  otitis: { code: snomed('65363002', 'Otitis media'), frequency: 0.35, ages: [1, 8], isLasting: false, exams: [] },
  strepThroat: {
    code: snomed('43878008', 'Streptococcal sore throat'),
    frequency: 0.25,
    ages: [6, 35],
    isLasting: false,
    medication: medications.penicillin,
    exams: [],
  },
  bronchitis: {
    code: snomed('10509002', 'Acute bronchitis'),
    frequency: 0.25,
    ages: [18, 90],
    isLasting: false,
    exams: [],
  },
  sinusitis: {
    code: snomed('444814009', 'Viral sinusitis'),
    frequency: 0.25,
    ages: [15, 90],
    isLasting: false,
    exams: [],
  },
} satisfies Record<string, ConditionTerm>;

export type ConditionKey = keyof typeof conditions;
export const conditionTerms: [ConditionKey, ConditionTerm][] = Object.entries(conditions) as [
  ConditionKey,
  ConditionTerm,
][];

/** Apart from the others because it follows `now`, and only some women have it. */
export const pregnancy = snomed('72892002', 'Normal pregnancy');
