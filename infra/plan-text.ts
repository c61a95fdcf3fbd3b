import type { Advice } from '../config/advice.js';
import type { PlannedCost } from './plan-judgement.js';
import type { Style } from './preview/text.js';

const dollars = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** What the plan costs, by component; against an earlier plan's cost where there is one. */
export function costText(cost: PlannedCost, earlier: PlannedCost | undefined, { bold, dim }: Style): string {
  const before = new Map(earlier?.components.map(({ component, monthlyUsd }) => [component, monthlyUsd]));
  const changeOf = (now: number, was: number | undefined): string => {
    if (earlier === undefined) return '';
    const change = now - (was ?? 0);
    if (Math.abs(change) < 0.005) return dim('unchanged'.padStart(13));
    return `${change > 0 ? '+' : '-'}${dollars(Math.abs(change))}`.padStart(13);
  };
  const title = `Cost: ${dollars(cost.totalMonthlyUsd)} US$ a month for ${cost.mau.toLocaleString('en-US')} monthly active users`;
  const lines = cost.components.map(
    ({ component, monthlyUsd }) =>
      `  ${component.padEnd(28)}${dollars(monthlyUsd).padStart(12)}${changeOf(monthlyUsd, before.get(component))}`,
  );
  const total =
    earlier === undefined
      ? []
      : [
          `  ${'Total'.padEnd(28)}${dollars(cost.totalMonthlyUsd).padStart(12)}${changeOf(cost.totalMonthlyUsd, earlier.totalMonthlyUsd)}`,
        ];
  return [bold(title), ...lines, ...total].join('\n');
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
