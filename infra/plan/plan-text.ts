import type { Advice } from '../../config/advice/advice.js';
import { formatCount } from '../../config/format.js';
import type { Style } from '../preview/text.js';
import type { PlannedCost } from './judge-plan.js';

const formatUsd = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Formats a plan's cost by component, with the changes since an earlier plan. */
export function plannedCostText(cost: PlannedCost, earlier: PlannedCost | undefined, { bold, dim }: Style): string {
  const before = new Map(earlier?.components.map(({ component, monthlyUsd }) => [component, monthlyUsd]));
  const formatChange = (now: number, was: number | undefined): string => {
    if (earlier === undefined) return '';
    const change = now - (was ?? 0);
    if (Math.abs(change) < 0.005) return dim('unchanged'.padStart(13));
    return `${change > 0 ? '+' : '-'}${formatUsd(Math.abs(change))}`.padStart(13);
  };
  const title = `Cost: US$${formatUsd(cost.totalMonthlyUsd)} a month for ${cost.mau.toLocaleString('en-US')} monthly active users`;
  const row = (name: string, now: number, was: number | undefined): string =>
    `  ${name.padEnd(28)}${formatUsd(now).padStart(12)}${formatChange(now, was)}`;
  const current = new Set(cost.components.map(({ component }) => component));
  const removed = earlier?.components.filter(({ component }) => !current.has(component)) ?? [];
  return [
    bold(title),
    ...cost.components.map(({ component, monthlyUsd }) => row(component, monthlyUsd, before.get(component))),
    ...removed.map(({ component, monthlyUsd }) => row(component, 0, monthlyUsd)),
    ...(earlier === undefined ? [] : [row('Total', cost.totalMonthlyUsd, earlier.totalMonthlyUsd)]),
    ...pricingChangeLines(cost, earlier),
    ...leftOutLines(cost, earlier, dim),
  ].join('\n');
}

/** Lists the differences in demand, prices and exclusions, which also change the amounts. */
function pricingChangeLines(cost: PlannedCost, earlier: PlannedCost | undefined): string[] {
  if (earlier === undefined) return [];
  const now = new Set(cost.leftOut.map(({ resource }) => resource));
  const included = earlier.leftOut.filter(({ resource }) => !now.has(resource)).map(({ resource }) => resource);
  return [
    ...(earlier.mau === cost.mau ? [] : [`  Priced differently: monthly active users ${earlier.mau} → ${cost.mau}`]),
    ...(earlier.book === cost.book ? [] : [`  Priced differently: price book ${earlier.book} → ${cost.book}`]),
    ...(included.length === 0
      ? []
      : [`  Excluded from the saved plan's amounts but not from these: ${included.join(', ')}`]),
  ];
}

/** Lists excluded resources. One that the earlier plan included is marked, because it is not a saving. */
function leftOutLines({ leftOut, wholeMonthlyUsd }: PlannedCost, earlier: PlannedCost | undefined, dim: Style['dim']) {
  if (leftOut.length === 0) return [];
  const known = new Set(earlier?.leftOut.map(({ resource }) => resource));
  const mark = (resource: string) => (earlier === undefined || known.has(resource) ? '' : ', newly excluded');
  return [
    '  Excluded from these amounts by usage.leftOut:',
    ...leftOut.map(
      ({ resource, reason, monthlyUsd }) =>
        `    ${resource}  ${formatUsd(monthlyUsd)}${mark(resource)}  ${dim(reason)}`,
    ),
    ...(wholeMonthlyUsd === undefined
      ? []
      : [`  ${'Total with excluded'.padEnd(28)}${formatUsd(wholeMonthlyUsd).padStart(12)}`]),
  ];
}

export function adviceText(advice: readonly Advice[], { bold, dim }: Style): string {
  const errors = advice.filter(({ severity }) => severity === 'error').length;
  const summary = `Advice: ${formatCount(errors, 'error')}, ${formatCount(advice.length - errors, 'warning')}`;
  return [
    bold(summary),
    ...advice.map(({ id, message, mend }) => `  ${bold(id)}  ${message}\n${dim(`    ${mend}`)}`),
  ].join('\n');
}
