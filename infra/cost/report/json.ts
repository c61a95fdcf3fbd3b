import type { Decimal } from 'decimal.js';
import type { CostReport, PricedStack } from '../cost-report.js';
import type { CostLine } from '../line.js';

const toJsonLine = ({ quantity, unitPriceUsd, monthlyUsd, ...line }: CostLine) => ({
  ...line,
  quantity: quantity.toNumber(),
  unitPriceUsd: unitPriceUsd.toNumber(),
  monthlyUsd: monthlyUsd.toNumber(),
});

const toJsonComponents = ({ components }: PricedStack) =>
  components.map(({ component, monthlyUsd }) => ({ component, monthlyUsd: monthlyUsd.toNumber() }));

const toJsonSummary = (priced: PricedStack) => ({
  mau: priced.mau,
  totalMonthlyUsd: priced.totalMonthlyUsd.toNumber(),
  perMauUsd: priced.perMauUsd.toNumber(),
  components: toJsonComponents(priced),
  unmet: priced.unmet,
});

const ratioDigits = 4;
const computeRatio = (ours: Decimal, other: Decimal): number =>
  ours.dividedBy(other).toDecimalPlaces(ratioDigits).toNumber();

function toJsonComparison({ comparison, totalMonthlyUsd }: CostReport) {
  if (comparison === undefined) return undefined;
  const { statedUsd, study, demandDifferences } = comparison;
  return {
    statedUsd: statedUsd?.toNumber() ?? null,
    theirs: toJsonSummary(study),
    oursUsd: totalMonthlyUsd.toNumber(),
    oursAtEqualDemandUsd: comparison.oursAtEqualDemandUsd.toNumber(),
    oursAtEqualScopeUsd: comparison.oursAtEqualScopeUsd.toNumber(),
    theirsAtEqualScopeUsd: comparison.studyAtEqualScopeUsd.toNumber(),
    ratioToStated: statedUsd === undefined ? null : computeRatio(totalMonthlyUsd, statedUsd),
    ratioToTheirs: computeRatio(totalMonthlyUsd, study.totalMonthlyUsd),
    demandDifferences,
    beyondReport: comparison.unstatedLines.map(toJsonLine),
  };
}

function toJsonOptimizations({ optimizations }: CostReport) {
  if (optimizations === undefined) return undefined;
  const { each, combinedSavingUsd, incompatible } = optimizations;
  return {
    togetherUsd: combinedSavingUsd.toNumber(),
    apart: incompatible,
    each: each.map(({ savingUsd, stated, status, ...optimization }) => ({
      ...optimization,
      standing: status,
      savingUsd: savingUsd.toNumber(),
      stated: stated ?? null,
    })),
  };
}

/** Builds the output of `--json`, whose keys are a public contract. Amounts are US dollars a month. */
export function buildCostDocument(report: CostReport) {
  const { stack, mau, book, preset, options, lines, leftOut, unmet, contradictions, zeroDemands } = report;
  return {
    stack,
    mau,
    book: book.id,
    region: book.region,
    stackRegion: report.region ?? null,
    date: book.date,
    preset,
    ...options,
    lines: lines.map(toJsonLine),
    components: toJsonComponents(report),
    totalMonthlyUsd: report.totalMonthlyUsd.toNumber(),
    perMauUsd: report.perMauUsd.toNumber(),
    bands: {
      lowUsd: report.lowUsd.toNumber(),
      typicalUsd: report.totalMonthlyUsd.toNumber(),
      highUsd: report.highUsd.toNumber(),
    },
    leftOut: leftOut.map(({ monthlyUsd, ...each }) => ({ ...each, monthlyUsd: monthlyUsd.toNumber() })),
    unmet,
    demand: report.demand,
    contradictions,
    zeroDemands: zeroDemands.map(({ addsUsd, ...each }) => ({ ...each, addsUsd: addsUsd.toNumber() })),
    statedLines: report.statedLines.map(({ statedUsd, oursUsd, why, ...line }) => ({
      ...line,
      statedUsd: statedUsd.toNumber(),
      oursUsd: oursUsd.toNumber(),
      why: why ?? null,
    })),
    findings: report.findings.map(({ computed, ...finding }) => ({ ...finding, computed: computed.toNumber() })),
    scenarios: report.scenarios.map(toJsonSummary),
    comparison: toJsonComparison(report) ?? null,
    optimisations: toJsonOptimizations(report) ?? null,
  };
}
