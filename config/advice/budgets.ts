import { hoursPerMonth, monthHoursRange } from '../demand/usage.js';
import { budgetedServiceNames } from '../settings/operations.js';
import { type Advice, type AdviceInput, formatAdviceNumber } from './advised.js';

/** What is planned for a month of the bill, in one of 31 days: the most, as some of it is not billed by the hour. */
const toLongestMonthUsd = (plannedUsd: number): number => (plannedUsd * monthHoursRange.most) / hoursPerMonth;

export function* budgetAdvice({ config: { budgets }, plannedUsd }: AdviceInput): Generator<Advice> {
  if (plannedUsd === undefined) return;
  if (budgets.monthlyUsd === undefined) {
    yield {
      id: 'no-budget',
      severity: 'warning',
      found: 'none',
      needed: plannedUsd,
      message: `${formatAdviceNumber(plannedUsd)} US$ a month are planned, and no budget tells when it becomes more.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
    return;
  }
  const needed = toLongestMonthUsd(plannedUsd);
  if (budgets.monthlyUsd <= needed) {
    yield {
      id: 'budget-fires-at-baseline',
      severity: 'error',
      found: budgets.monthlyUsd,
      needed,
      message: `The budget is ${formatAdviceNumber(budgets.monthlyUsd)} US$ and ${formatAdviceNumber(plannedUsd)} are planned, ${formatAdviceNumber(needed)} in a month of 31 days: it tells of what is planned.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
  }
}

export function* serviceBudgetAdvice({ config: { budgets }, plannedServicesUsd = {} }: AdviceInput): Generator<Advice> {
  for (const service of budgetedServiceNames) {
    const found = budgets.services[service];
    const plannedUsd = plannedServicesUsd[service];
    if (found === undefined || plannedUsd === undefined) continue;
    const needed = toLongestMonthUsd(plannedUsd);
    if (found > needed) continue;
    yield {
      id: 'service-budget-fires-at-baseline',
      severity: 'error',
      found,
      needed,
      message: `The budget of ${service} is ${formatAdviceNumber(found)} US$ and ${formatAdviceNumber(plannedUsd)} are planned, ${formatAdviceNumber(needed)} in a month of 31 days: it tells of what is planned.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
  }
}
