import type { ConditionKey } from './conditions.js';
import { type Coding, snomed } from './fhir.js';

export interface ProcedureTerm {
  code: Coding;
  frequency: number;
  ages: [min: number, max: number];
  sex?: 'female' | 'male';
  /** Only after this condition began. */
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
