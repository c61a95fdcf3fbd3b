import type { PolicyFinding } from '../../policies/judge.js';
import type { CostReport } from '../cost-report.js';
import { describePriceOrigin, formatQuantity, formatUsd } from './amounts.js';
import type { Page } from './page.js';
import { assumptionsSection } from './sections/assumptions.js';
import { componentSections } from './sections/component.js';
import { monitoringSection } from './sections/monitoring.js';
import { optimizationSections } from './sections/optimizations.js';
import { safeguardsSection } from './sections/safeguards.js';
import { comparisonSections, scalingSections } from './sections/scaling.js';
import { distributionSection, summarySection } from './sections/summary.js';

/** The counts of users that the report has a scaling section for. */
export const standardScenarios: readonly number[] = [10_000, 50_000, 100_000, 1_000_000];

const leastCharted = 1_000;
const mostCharted = 1_000_000;
const pointsPerDecade = 8;

/** Counts of users for the growth curve, evenly on a logarithmic axis, around those that a report is about. */
export function listGrowthCounts(mau: readonly number[]): number[] {
  const [least, most] = [Math.min(leastCharted, ...mau), Math.max(mostCharted, ...mau)];
  const steps = Math.ceil(Math.log10(most / least) * pointsPerDecade);
  return Array.from({ length: steps + 1 }, (_, step) => Math.round(least * (most / least) ** (step / steps)));
}

/** The whole report in the order in which the written one has its sections. */
export const buildCostPage = (report: CostReport, findings: readonly PolicyFinding[]): Page => ({
  title: `Cost of the stack ${report.stack}`,
  lead: `${formatUsd(report.totalMonthlyUsd)} USD a month for ${formatQuantity(report.mau)} monthly active users, at the prices ${describePriceOrigin(report)}.`,
  sections: [
    summarySection(report),
    distributionSection(report),
    ...componentSections(report),
    ...comparisonSections(report),
    ...optimizationSections(report),
    ...scalingSections(report),
    safeguardsSection(findings),
    monitoringSection(report),
    assumptionsSection(report),
  ],
});
