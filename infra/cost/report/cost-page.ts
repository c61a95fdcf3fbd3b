import { formatNumber, formatUsd } from '../../../config/format.js';
import type { PolicyFinding } from '../../policies/judge.js';
import type { CostReport } from '../cost-report.js';
import type { Page } from './page.js';
import { describePriceOrigin } from './phrases.js';
import { componentSections } from './sections/component.js';
import { monitoringSection } from './sections/monitoring.js';
import { optimizationSections } from './sections/optimizations.js';
import { safeguardsSection } from './sections/safeguards.js';
import { comparisonSections, scalingSections } from './sections/scaling.js';
import { assumptionsSection, distributionSection, summarySection } from './sections/summary.js';

/** The numbers of users in the scaling section by default. */
export const standardScenarios: readonly number[] = [10_000, 50_000, 100_000, 1_000_000];

const minChartUsers = 1_000;
const maxChartUsers = 1_000_000;
const pointsPerDecade = 8;

/** Returns numbers of users for the growth chart, even on a logarithmic axis, that include the given range. */
export function listGrowthCounts(mau: readonly number[]): number[] {
  const [min, max] = [Math.min(minChartUsers, ...mau), Math.max(maxChartUsers, ...mau)];
  const steps = Math.ceil(Math.log10(max / min) * pointsPerDecade);
  return Array.from({ length: steps + 1 }, (_, step) => Math.round(min * (max / min) ** (step / steps)));
}

/** Builds the report with its sections in the order of the 2025 cost study. */
export const buildCostPage = (report: CostReport, findings: readonly PolicyFinding[]): Page => ({
  title: `Cost of the stack ${report.stack}`,
  lead: `${formatUsd(report.totalMonthlyUsd)} a month for ${formatNumber(report.mau)} monthly active users, at the prices of ${describePriceOrigin(report)}.`,
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
