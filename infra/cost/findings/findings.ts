import { Decimal } from 'decimal.js';
import { databaseFindings } from './database.js';
import { functionFindings } from './functions.js';
import { serviceFindings } from './services.js';
import type { PricedStudy, StudyFinding } from './study.js';
import { totalFindings } from './totals.js';

/** The findings of an audit of the 2025 cost study (audit.json), in the order of the study. */
const studyFindings: readonly StudyFinding[] = [
  ...databaseFindings,
  ...functionFindings,
  ...serviceFindings,
  ...totalFindings,
];

/** A wrong figure of the study and the figure that the model computes. */
export interface ComputedFinding extends Omit<StudyFinding, 'computed'> {
  readonly computed: Decimal;
}

export const computeFindings = (study: PricedStudy): ComputedFinding[] =>
  studyFindings.map(({ computed, ...finding }) => ({ ...finding, computed: new Decimal(computed(study)) }));
