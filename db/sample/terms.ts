import { type Coding, rxNorm, snomed } from './fhir.js';

export interface MedicationTerm {
  code: Coding;
  dosage: string;
  isPenicillin?: boolean;
}

const medication = (code: string, display: string, dosage: string): MedicationTerm => ({
  code: rxNorm(code, display),
  dosage,
});

export const medications = {
  lisinopril: medication('314076', 'lisinopril 10 MG Oral Tablet', 'Take 1 tablet once daily in the morning.'),
  hydrochlorothiazide: medication('310798', 'hydrochlorothiazide 25 MG Oral Tablet', 'Take 1 tablet once daily.'),
  metformin: medication(
    '861007',
    'metformin hydrochloride 500 MG Oral Tablet',
    'Take 1 tablet twice daily with meals.',
  ),
  simvastatin: medication('312961', 'simvastatin 20 MG Oral Tablet', 'Take 1 tablet once daily in the evening.'),
  aspirin: medication('243670', 'aspirin 81 MG Oral Tablet', 'Take 1 tablet once daily.'),
  warfarin: medication('855332', 'warfarin sodium 5 MG Oral Tablet', 'Take as directed by the coagulation clinic.'),
  levothyroxine: medication(
    '966224',
    'levothyroxine sodium 0.05 MG Oral Tablet',
    'Take 1 tablet once daily, 30 minutes before breakfast.',
  ),
  ferrousSulfate: medication('310325', 'ferrous sulfate 325 MG Oral Tablet', 'Take 1 tablet every other day.'),
  albuterol: medication(
    '745679',
    '200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler',
    'Inhale 2 puffs every 4 to 6 hours as needed.',
  ),
  fluticasoneSalmeterol: medication(
    '896209',
    '60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler',
    'Inhale 1 puff twice daily; rinse the mouth afterwards.',
  ),
  omeprazole: medication(
    '198051',
    'omeprazole 20 MG Delayed Release Oral Capsule',
    'Take 1 capsule once daily before breakfast.',
  ),
  acetaminophen: medication(
    '313782',
    'acetaminophen 325 MG Oral Tablet',
    'Take 1 to 2 tablets every 6 hours as needed for pain.',
  ),
  alendronate: medication(
    '904419',
    'alendronic acid 10 MG Oral Tablet',
    'Take 1 tablet once daily with water, upright for 30 minutes.',
  ),
  tamsulosin: medication(
    '863669',
    'tamsulosin hydrochloride 0.4 MG Oral Capsule',
    'Take 1 capsule once daily after the same meal.',
  ),
  sertraline: medication('312940', 'sertraline 25 MG Oral Tablet', 'Take 1 tablet once daily.'),
  cetirizine: medication(
    '1014678',
    'cetirizine hydrochloride 10 MG Oral Tablet',
    'Take 1 tablet once daily in the allergy season.',
  ),
  hydrocortisone: medication(
    '106258',
    'hydrocortisone 10 MG/ML Topical Cream',
    'Apply thinly to the affected skin once daily, for 7 days at most.',
  ),
  penicillin: {
    ...medication('834061', 'penicillin V potassium 250 MG Oral Tablet', 'Take 1 tablet four times daily for 10 days.'),
    isPenicillin: true,
  },
};

interface ConditionDetails {
  sex?: 'female' | 'male';
  medication?: MedicationTerm;
  /** Tried first and stopped. */
  formerMedication?: MedicationTerm;
  /** Titles of follow-up exams. */
  exams: string[];
}

export interface ConditionTerm extends ConditionDetails {
  code: Coding;
  /** Probability for a person who is old enough. */
  frequency: number;
  /** Age at onset, in years. */
  ages: [min: number, max: number];
  /** Lasting conditions stay active; the others end within weeks. */
  isLasting: boolean;
}

const createCondition =
  (isLasting: boolean) =>
  <Details extends ConditionDetails>(
    code: string,
    display: string,
    frequency: number,
    ages: [min: number, max: number],
    details: Details,
  ) => ({ code: snomed(code, display), frequency, ages, isLasting, ...details });

const lasting = createCondition(true);
const passing = createCondition(false);

/** Tests, laboratory values and visits refer to conditions by these keys. */
export const conditions = {
  hypertension: lasting('59621000', 'Essential hypertension', 0.45, [35, 80], {
    medication: medications.lisinopril,
    formerMedication: medications.hydrochlorothiazide,
    exams: ['Electrocardiogram', 'Comprehensive metabolic panel'],
  }),
  diabetes: lasting('44054006', 'Diabetes mellitus type 2', 0.25, [38, 75], {
    medication: medications.metformin,
    exams: ['Hemoglobin A1c', 'Diabetic foot examination'],
  }),
  hyperlipidemia: lasting('55822004', 'Hyperlipidemia', 0.3, [35, 75], {
    medication: medications.simvastatin,
    exams: ['Lipid panel'],
  }),
  kidneyDisease: lasting('433144002', 'Chronic kidney disease stage 3', 0.15, [60, 85], {
    exams: ['Comprehensive metabolic panel'],
  }),
  coronaryDisease: lasting('53741008', 'Coronary arteriosclerosis', 0.18, [55, 80], {
    medication: medications.aspirin,
    exams: ['Exercise stress test', 'Echocardiogram'],
  }),
  atrialFibrillation: lasting('49436004', 'Atrial fibrillation', 0.12, [62, 85], {
    medication: medications.warfarin,
    exams: ['24-hour Holter monitor fitting'],
  }),
  hypothyroidism: lasting('40930008', 'Hypothyroidism', 0.12, [30, 70], {
    medication: medications.levothyroxine,
    exams: ['Thyroid function test', 'Endocrinology consultation'],
  }),
  ironDeficiency: lasting('87522002', 'Iron deficiency anemia', 0.2, [18, 50], {
    sex: 'female',
    medication: medications.ferrousSulfate,
    exams: ['Complete blood count'],
  }),
  asthma: lasting('195967001', 'Asthma', 0.15, [4, 40], { medication: medications.albuterol, exams: ['Spirometry'] }),
  lungDisease: lasting('13645005', 'Chronic obstructive lung disease', 0.12, [55, 80], {
    medication: medications.fluticasoneSalmeterol,
    formerMedication: medications.albuterol,
    exams: ['Spirometry', 'Chest X-ray'],
  }),
  reflux: lasting('235595009', 'Gastroesophageal reflux disease', 0.2, [25, 75], {
    medication: medications.omeprazole,
    exams: ['Upper gastrointestinal endoscopy'],
  }),
  kneeArthritis: lasting('239873007', 'Osteoarthritis of knee', 0.25, [50, 85], {
    medication: medications.acetaminophen,
    exams: ['Follow-up consultation'],
  }),
  osteoporosis: lasting('64859006', 'Osteoporosis', 0.3, [60, 85], {
    sex: 'female',
    medication: medications.alendronate,
    exams: ['Bone density scan'],
  }),
  prostateHyperplasia: lasting('266569009', 'Benign prostatic hyperplasia', 0.35, [55, 85], {
    sex: 'male',
    medication: medications.tamsulosin,
    exams: ['Prostate-specific antigen test'],
  }),
  depression: lasting('35489007', 'Depressive disorder', 0.12, [18, 70], {
    medication: medications.sertraline,
    exams: ['Follow-up consultation'],
  }),
  migraine: lasting('37796009', 'Migraine', 0.12, [14, 50], {
    medication: medications.acetaminophen,
    exams: ['Follow-up consultation'],
  }),
  hayFever: lasting('61582004', 'Allergic rhinitis', 0.15, [6, 50], { medication: medications.cetirizine, exams: [] }),
  atopicDermatitis: lasting('24079001', 'Atopic dermatitis', 0.12, [0, 6], {
    medication: medications.hydrocortisone,
    exams: ['Dermatology consultation'],
  }),
  otitis: passing('65363002', 'Otitis media', 0.35, [1, 8], { exams: [] }),
  strepThroat: passing('43878008', 'Streptococcal sore throat', 0.25, [6, 35], {
    medication: medications.penicillin,
    exams: [],
  }),
  bronchitis: passing('10509002', 'Acute bronchitis', 0.25, [18, 90], { exams: [] }),
  sinusitis: passing('444814009', 'Viral sinusitis', 0.25, [15, 90], { exams: [] }),
} satisfies Record<string, ConditionTerm>;

export type ConditionKey = keyof typeof conditions;
export const conditionTerms = Object.entries(conditions) as [ConditionKey, ConditionTerm][];

/** Not in `conditions`, because it depends on `now` and applies to only some women. */
export const pregnancy = snomed('72892002', 'Normal pregnancy');

export interface ProcedureTerm {
  code: Coding;
  frequency: number;
  ages: [min: number, max: number];
  sex?: 'female' | 'male';
  /** Only after the onset of this condition. */
  because?: ConditionKey;
}

export const hysterectomy = snomed('236886002', 'Hysterectomy');

export const procedures: ProcedureTerm[] = [
  { code: snomed('80146002', 'Appendectomy'), frequency: 0.12, ages: [8, 50] },
  { code: snomed('173422009', 'Tonsillectomy'), frequency: 0.12, ages: [4, 20] },
  { code: snomed('38102005', 'Cholecystectomy'), frequency: 0.12, ages: [35, 75] },
  { code: snomed('54885007', 'Extraction of cataract'), frequency: 0.35, ages: [65, 90] },
  { code: snomed('11466000', 'Cesarean section'), frequency: 0.25, ages: [24, 40], sex: 'female' },
  { code: hysterectomy, frequency: 0.12, ages: [45, 70], sex: 'female' },
  { code: snomed('73761001', 'Colonoscopy'), frequency: 0.4, ages: [50, 75] },
  { code: snomed('609588000', 'Total knee replacement'), frequency: 0.4, ages: [60, 85], because: 'kneeArthritis' },
  {
    code: snomed('415070008', 'Percutaneous coronary intervention'),
    frequency: 0.5,
    ages: [55, 85],
    because: 'coronaryDisease',
  },
];

export interface AllergyTerm {
  code: Coding;
  category: 'food' | 'medication' | 'environment';
  criticality: 'low' | 'high';
  reaction: Coding;
  isPenicillin?: boolean;
}

const urticaria = snomed('126485001', 'Urticaria');
const anaphylaxis = snomed('39579001', 'Anaphylaxis');
const sneezing = snomed('76067001', 'Sneezing');

export const allergies: AllergyTerm[] = [
  {
    code: snomed('91936005', 'Allergy to penicillin'),
    category: 'medication',
    criticality: 'high',
    reaction: urticaria,
    isPenicillin: true,
  },
  { code: snomed('91935009', 'Allergy to peanut'), category: 'food', criticality: 'high', reaction: anaphylaxis },
  { code: snomed('300913006', 'Allergy to shellfish'), category: 'food', criticality: 'high', reaction: urticaria },
  { code: snomed('91930004', 'Allergy to egg protein'), category: 'food', criticality: 'low', reaction: urticaria },
  {
    code: snomed('418689008', 'Allergy to grass pollen'),
    category: 'environment',
    criticality: 'low',
    reaction: sneezing,
  },
  {
    code: snomed('232350006', 'House dust mite allergy'),
    category: 'environment',
    criticality: 'low',
    reaction: sneezing,
  },
  {
    code: snomed('424213003', 'Allergy to bee venom'),
    category: 'environment',
    criticality: 'high',
    reaction: anaphylaxis,
  },
];
