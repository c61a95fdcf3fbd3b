import type { BudgetedService } from '../../config/settings/operations.js';
import type { Bill } from './bill.js';
import type { ComponentName } from './line.js';

/** What a stack's file says of its budgets. */
export interface PlannedBudgets {
  readonly monthlyUsd: number;
  readonly services: Readonly<Partial<Record<BudgetedService, number>>>;
}

/** Above the planned bill: months have 744 hours where the bill has 730, and no month is the planned one. */
const margin = 1.15;

/** A service with less than this share of the bill is watched by the budget of the whole. */
const largeShare = 0.05;

/** Amounts are rounded up to these steps, so that a cent more doesn't change a stack's file. */
const stepUsd = 5;

const services: Readonly<Partial<Record<ComponentName, BudgetedService>>> = {
  'Aurora PostgreSQL': 'database',
  'Amazon Cognito': 'identity',
  'AWS Lambda': 'functions',
  'VPC and NAT': 'network',
  'API Gateway': 'api',
  'Secrets Manager and KMS': 'secrets',
  'CloudWatch and CloudTrail': 'monitoring',
  'Amazon S3': 'storage',
  'Amazon Bedrock': 'models',
};

/** What a bill has for each service that may have a budget of its own. */
export const toServicesUsd = ({ components }: Pick<Bill, 'components'>): PlannedBudgets['services'] =>
  Object.fromEntries(
    components.flatMap(({ component, monthlyUsd }) => {
      const service = services[component];
      return service === undefined ? [] : [[service, monthlyUsd.toNumber()]];
    }),
  );

const roundBudget = (monthlyUsd: number): number => Math.ceil((monthlyUsd * margin) / stepUsd) * stepUsd;

/** The budgets that a bill asks for: the whole of it and each large service, with a margin over each. */
export function planBudgets({
  components,
  totalMonthlyUsd,
}: Pick<Bill, 'components' | 'totalMonthlyUsd'>): PlannedBudgets {
  const large = components.flatMap(({ component, monthlyUsd }): [BudgetedService, number][] => {
    const service = services[component];
    return service !== undefined && monthlyUsd.gte(totalMonthlyUsd.times(largeShare))
      ? [[service, roundBudget(monthlyUsd.toNumber())]]
      : [];
  });
  return { monthlyUsd: roundBudget(totalMonthlyUsd.toNumber()), services: Object.fromEntries(large) };
}
