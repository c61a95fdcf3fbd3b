import type { Advice } from '../../config/advice/advice.js';
import type { Style } from '../preview/text.js';
import type { PlannedCost } from './plan-judgement.js';

const dollars = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** What the plan costs, by component; against an earlier plan's cost where there is one. */
export function plannedCostText(cost: PlannedCost, earlier: PlannedCost | undefined, { bold, dim }: Style): string {
  const before = new Map(earlier?.components.map(({ component, monthlyUsd }) => [component, monthlyUsd]));
  const formatChange = (now: number, was: number | undefined): string => {
    if (earlier === undefined) return '';
    const change = now - (was ?? 0);
    if (Math.abs(change) < 0.005) return dim('unchanged'.padStart(13));
    return `${change > 0 ? '+' : '-'}${dollars(Math.abs(change))}`.padStart(13);
  };
  const title = `Cost: ${dollars(cost.totalMonthlyUsd)} US$ a month for ${cost.mau.toLocaleString('en-US')} monthly active users`;
  const row = (name: string, now: number, was: number | undefined): string =>
    `  ${name.padEnd(28)}${dollars(now).padStart(12)}${formatChange(now, was)}`;
  const kept = new Set(cost.components.map(({ component }) => component));
  const gone = earlier?.components.filter(({ component }) => !kept.has(component)) ?? [];
  return [
    bold(title),
    ...cost.components.map(({ component, monthlyUsd }) => row(component, monthlyUsd, before.get(component))),
    ...gone.map(({ component, monthlyUsd }) => row(component, 0, monthlyUsd)),
    ...(earlier === undefined ? [] : [row('Total', cost.totalMonthlyUsd, earlier.totalMonthlyUsd)]),
    ...pricingChangeLines(cost, earlier),
    ...leftOutLines(cost, earlier, dim),
  ].join('\n');
}

/** In what else two plans' amounts differ, so that not all of a difference is the plan's. */
function pricingChangeLines(cost: PlannedCost, earlier: PlannedCost | undefined): string[] {
  if (earlier === undefined) return [];
  const now = new Set(cost.leftOut.map(({ resource }) => resource));
  const back = earlier.leftOut.filter(({ resource }) => !now.has(resource)).map(({ resource }) => resource);
  return [
    ...(earlier.mau === cost.mau ? [] : [`  Priced differently: monthly active users ${earlier.mau} → ${cost.mau}`]),
    ...(earlier.book === cost.book ? [] : [`  Priced differently: price book ${earlier.book} → ${cost.book}`]),
    ...(back.length === 0 ? [] : [`  Left out of the kept plan's amounts, and not of these: ${back.join(', ')}`]),
  ];
}

/** What is planned and not in the amounts above; a resource that is left out since the earlier plan is no saving. */
function leftOutLines({ leftOut, wholeMonthlyUsd }: PlannedCost, earlier: PlannedCost | undefined, dim: Style['dim']) {
  if (leftOut.length === 0) return [];
  const known = new Set(earlier?.leftOut.map(({ resource }) => resource));
  const since = (resource: string) => (earlier === undefined || known.has(resource) ? '' : ', new since the kept plan');
  return [
    '  Planned, and left out of these amounts by usage.leftOut:',
    ...leftOut.map(
      ({ resource, reason, monthlyUsd }) => `    ${resource}  ${dollars(monthlyUsd)}${since(resource)}  ${dim(reason)}`,
    ),
    ...(wholeMonthlyUsd === undefined ? [] : [`  ${'With them'.padEnd(28)}${dollars(wholeMonthlyUsd).padStart(12)}`]),
  ];
}

/** Advice for people: what was found, and what to do. */
export function adviceText(advice: readonly Advice[], { bold, dim }: Style): string {
  const errors = advice.filter(({ severity }) => severity === 'error').length;
  const summary = `Advice: ${plural(errors, 'error')}, ${plural(advice.length - errors, 'warning')}`;
  return [
    bold(summary),
    ...advice.map(({ id, message, mend }) => `  ${bold(id)}  ${message}\n${dim(`    ${mend}`)}`),
  ].join('\n');
}
