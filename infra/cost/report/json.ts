import { Decimal } from 'decimal.js';
import type { CostReport, PricedStack } from '../cost-report.js';

type Plain<Value> = Value extends Decimal
  ? number
  : Value extends object
    ? { -readonly [Key in keyof Value]: Plain<Value[Key]> }
    : Value;

/** Copies a value with a number for each decimal. */
function toPlain<Value>(value: Value): Plain<Value> {
  const convert = (part: unknown): unknown => {
    if (Decimal.isDecimal(part)) return part.toNumber();
    if (Array.isArray(part)) return part.map(convert);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, convert(each)]));
  };
  return convert(value) as Plain<Value>;
}

const selectSummary = ({ mau, totalMonthlyUsd, perMauUsd, components, unmet }: PricedStack) => ({
  mau,
  totalMonthlyUsd,
  perMauUsd,
  components,
  unmet,
});

const ratioDigits = 4;
const computeRatio = (ours: Decimal, other: Decimal): Decimal => ours.dividedBy(other).toDecimalPlaces(ratioDigits);

function selectComparison({ comparison, totalMonthlyUsd }: CostReport) {
  if (comparison === undefined) return undefined;
  const { statedUsd, study, demandDifferences } = comparison;
  return {
    statedUsd: statedUsd ?? null,
    theirs: selectSummary(study),
    oursUsd: totalMonthlyUsd,
    oursAtEqualDemandUsd: comparison.oursAtEqualDemandUsd,
    oursAtEqualScopeUsd: comparison.oursAtEqualScopeUsd,
    theirsAtEqualScopeUsd: comparison.studyAtEqualScopeUsd,
    ratioToStated: statedUsd === undefined ? null : computeRatio(totalMonthlyUsd, statedUsd),
    ratioToTheirs: computeRatio(totalMonthlyUsd, study.totalMonthlyUsd),
    demandDifferences,
    beyondReport: comparison.unstatedLines,
  };
}

function selectOptimizations({ optimizations }: CostReport) {
  if (optimizations === undefined) return undefined;
  const { each, combinedSavingUsd, incompatible } = optimizations;
  return {
    togetherUsd: combinedSavingUsd,
    apart: incompatible,
    each: each.map(({ stated, status, ...optimization }) => ({
      ...optimization,
      standing: status,
      stated: stated ?? null,
    })),
  };
}

/** Builds the output of `--json`, whose keys are a public contract. Amounts are US dollars a month. */
export function buildCostDocument(report: CostReport) {
  const { stack, mau, book, preset, options, lines, leftOut, unmet, contradictions, zeroDemands } = report;
  return toPlain({
    stack,
    mau,
    book: book.id,
    region: book.region,
    stackRegion: report.region ?? null,
    date: book.date,
    preset,
    ...options,
    lines,
    components: report.components,
    totalMonthlyUsd: report.totalMonthlyUsd,
    perMauUsd: report.perMauUsd,
    bands: { lowUsd: report.lowUsd, typicalUsd: report.totalMonthlyUsd, highUsd: report.highUsd },
    leftOut,
    unmet,
    demand: report.demand,
    contradictions,
    zeroDemands,
    statedLines: report.statedLines.map((line) => ({ ...line, why: line.why ?? null })),
    findings: report.findings,
    scenarios: report.scenarios.map(selectSummary),
    comparison: selectComparison(report) ?? null,
    optimisations: selectOptimizations(report) ?? null,
  });
}
