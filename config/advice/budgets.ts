import { budgetedServiceNames } from '../budgets.js';
import { type Advice, type Advised, say } from './advised.js';

export function* budgetAdvice({ config: { budgets }, plannedUsd }: Advised): Generator<Advice> {
  if (plannedUsd === undefined) return;
  if (budgets.monthlyUsd === undefined) {
    yield {
      id: 'no-budget',
      severity: 'warning',
      found: 'none',
      needed: plannedUsd,
      message: `${say(plannedUsd)} US$ a month are planned, and no budget tells when it becomes more.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
    return;
  }
  if (budgets.monthlyUsd <= plannedUsd) {
    yield {
      id: 'budget-fires-at-baseline',
      severity: 'error',
      found: budgets.monthlyUsd,
      needed: plannedUsd,
      message: `The budget is ${say(budgets.monthlyUsd)} US$ and ${say(plannedUsd)} are planned: it tells of itself every month.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
  }
}

export function* serviceBudgetAdvice({ config: { budgets }, plannedServicesUsd = {} }: Advised): Generator<Advice> {
  for (const service of budgetedServiceNames) {
    const found = budgets.services[service];
    const needed = plannedServicesUsd[service];
    if (found === undefined || needed === undefined || found > needed) continue;
    yield {
      id: 'service-budget-fires-at-baseline',
      severity: 'error',
      found,
      needed,
      message: `The budget of ${service} is ${say(found)} US$ and ${say(needed)} are planned: it tells of itself every month.`,
      mend: 'Run npm run cost:budgets with --write.',
    };
  }
}
