import { Decimal } from 'decimal.js';
import { getUsagePreset } from '../../../config/demand/presets.js';
import { growUsage, type UsageSettings } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { priceBill } from '../bill.js';
import { defaultBookId, findBook } from '../prices.js';
import { databaseFindings } from './database.js';
import type { PricedStudy, StudyFinding } from './finding.js';
import { functionFindings } from './functions.js';
import {
  apiFindings,
  identityFindings,
  monitoringFindings,
  networkFindings,
  registryFindings,
  secretFindings,
} from './services.js';
import { budgetFindings, scalingFindings, totalFindings } from './totals.js';

/** Everything that an audit of the cost report found, in the report's order. */
export const studyFindings: readonly StudyFinding[] = [
  ...databaseFindings,
  ...functionFindings,
  ...apiFindings,
  ...identityFindings,
  ...networkFindings,
  ...secretFindings,
  ...monitoringFindings,
  ...registryFindings,
  ...totalFindings,
  ...scalingFindings,
  ...budgetFindings,
];

/** A figure of the report beside what the model makes of it. */
export interface ComputedFinding extends Omit<StudyFinding, 'computed'> {
  readonly computed: Decimal;
}

/** The report's configuration at its own prices and at AWS's, under its baseline. */
export function priceStudy(plan: readonly PlannedResource[], leftOut: UsageSettings['leftOut']): PricedStudy {
  const usage = getUsagePreset('study2025');
  const options = { freeTier: false, savingsPlan: false };
  const reportBook = findBook('report');
  const listBook = findBook(defaultBookId);
  const billFor = (activePerMonth: number) =>
    priceBill({ plan, usage: growUsage(usage, activePerMonth), book: reportBook, options, leftOut });
  return {
    plan,
    usage,
    reportBook,
    listBook,
    billFor,
    atReportPrices: billFor(usage.users.activePerMonth),
    atListPrices: priceBill({ plan, usage, book: listBook, options, leftOut }),
  };
}

/** Every finding with the figure that the model computes in place of the report's. */
export const computeFindings = (report: PricedStudy): ComputedFinding[] =>
  studyFindings.map(({ computed, ...finding }) => ({ ...finding, computed: new Decimal(computed(report)) }));
