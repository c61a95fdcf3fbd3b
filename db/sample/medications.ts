import { type Coding, rxNorm } from './fhir.js';

export interface MedicationTerm {
  code: Coding;
  dosage: string;
  isPenicillin?: boolean;
}

export const medications = {
  lisinopril: {
    code: rxNorm('314076', 'lisinopril 10 MG Oral Tablet'),
    dosage: 'Take 1 tablet once daily in the morning.',
  },
  hydrochlorothiazide: {
    code: rxNorm('310798', 'hydrochlorothiazide 25 MG Oral Tablet'),
    dosage: 'Take 1 tablet once daily.',
  },
  metformin: {
    code: rxNorm('861007', 'metformin hydrochloride 500 MG Oral Tablet'),
    dosage: 'Take 1 tablet twice daily with meals.',
  },
  simvastatin: {
    code: rxNorm('312961', 'simvastatin 20 MG Oral Tablet'),
    dosage: 'Take 1 tablet once daily in the evening.',
  },
  aspirin: { code: rxNorm('243670', 'aspirin 81 MG Oral Tablet'), dosage: 'Take 1 tablet once daily.' },
  warfarin: {
    code: rxNorm('855332', 'warfarin sodium 5 MG Oral Tablet'),
    dosage: 'Take as directed by the coagulation clinic.',
  },
  levothyroxine: {
    code: rxNorm('966224', 'levothyroxine sodium 0.05 MG Oral Tablet'),
    dosage: 'Take 1 tablet once daily, 30 minutes before breakfast.',
  },
  ferrousSulfate: {
    code: rxNorm('310325', 'ferrous sulfate 325 MG Oral Tablet'),
    dosage: 'Take 1 tablet every other day.',
  },
  albuterol: {
    code: rxNorm('745679', '200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler'),
    dosage: 'Inhale 2 puffs every 4 to 6 hours as needed.',
  },
  fluticasoneSalmeterol: {
    code: rxNorm(
      '896209',
      '60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler',
    ),
    dosage: 'Inhale 1 puff twice daily; rinse the mouth afterwards.',
  },
  omeprazole: {
    code: rxNorm('198051', 'omeprazole 20 MG Delayed Release Oral Capsule'),
    dosage: 'Take 1 capsule once daily before breakfast.',
  },
  acetaminophen: {
    code: rxNorm('313782', 'acetaminophen 325 MG Oral Tablet'),
    dosage: 'Take 1 to 2 tablets every 6 hours as needed for pain.',
  },
  alendronate: {
    code: rxNorm('904419', 'alendronic acid 10 MG Oral Tablet'),
    dosage: 'Take 1 tablet once daily with water, upright for 30 minutes.',
  },
  tamsulosin: {
    code: rxNorm('863669', 'tamsulosin hydrochloride 0.4 MG Oral Capsule'),
    dosage: 'Take 1 capsule once daily after the same meal.',
  },
  sertraline: { code: rxNorm('312940', 'sertraline 25 MG Oral Tablet'), dosage: 'Take 1 tablet once daily.' },
  cetirizine: {
    code: rxNorm('1014678', 'cetirizine hydrochloride 10 MG Oral Tablet'),
    dosage: 'Take 1 tablet once daily in the allergy season.',
  },
  hydrocortisone: {
    code: rxNorm('106258', 'hydrocortisone 10 MG/ML Topical Cream'),
    dosage: 'Apply thinly to the affected skin once daily, for 7 days at most.',
  },
  penicillin: {
    code: rxNorm('834061', 'penicillin V potassium 250 MG Oral Tablet'),
    dosage: 'Take 1 tablet four times daily for 10 days.',
    isPenicillin: true,
  },
} satisfies Record<string, MedicationTerm>;
