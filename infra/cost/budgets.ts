import { isDeepStrictEqual } from 'node:util';
import { isMap, parseDocument } from 'yaml';
import type { BudgetedService } from '../../config/settings/operations.js';
import type { Bill } from './bill.js';
import type { ComponentName } from './line.js';

export const budgetsKey = 'healthcare-backend:budgets';

export interface PlannedBudgets {
  readonly monthlyUsd: number;
  readonly services: Readonly<Partial<Record<BudgetedService, number>>>;
}

/** Budgets exceed the planned bill, because a month can have 744 hours while the bill has 730, and usage varies. */
const margin = 1.15;

/** A service with a smaller share of the bill has no budget of its own; the total budget covers it. */
const minShare = 0.05;

/** Budgets are rounded up to a multiple, so that a cent more doesn't change a stack file. */
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

/** Returns the planned cost of each service that can have a budget. */
export const toServicesUsd = ({ components }: Pick<Bill, 'components'>): PlannedBudgets['services'] =>
  Object.fromEntries(
    components.flatMap(({ component, monthlyUsd }) => {
      const service = services[component];
      return service === undefined ? [] : [[service, monthlyUsd.toNumber()]];
    }),
  );

const roundBudget = (monthlyUsd: number): number => Math.ceil((monthlyUsd * margin) / stepUsd) * stepUsd;

/** Returns the budgets for a bill: one for the total and one for each large service. */
export function planBudgets({
  components,
  totalMonthlyUsd,
}: Pick<Bill, 'components' | 'totalMonthlyUsd'>): PlannedBudgets {
  const large = components.filter(({ monthlyUsd }) => monthlyUsd.gte(totalMonthlyUsd.times(minShare)));
  const budgets = Object.entries(toServicesUsd({ components: large })).map(([service, usd]) => [
    service,
    roundBudget(usd),
  ]);
  return { monthlyUsd: roundBudget(totalMonthlyUsd.toNumber()), services: Object.fromEntries(budgets) };
}

/**
 * Replaces the budgets in the text of a stack file and keeps everything else, including comments. Returns undefined if the
 * file has these budgets already.
 * @throws Error if the file isn't valid YAML
 */
export function withBudgets(text: string, { monthlyUsd, services }: PlannedBudgets): string | undefined {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new Error(`The stack file is not valid YAML: ${problem.message}`);
  const path = ['config', budgetsKey];
  const before = (document.toJS() as { config?: Record<string, Partial<PlannedBudgets>> } | null)?.config?.[budgetsKey];
  const known = before?.services ?? {};
  if (before?.monthlyUsd === monthlyUsd && isDeepStrictEqual(known, services)) return undefined;
  // A key without a value is null, which has no place for the keys below it.
  for (const parent of [['config'], path]) {
    if (!isMap(document.getIn(parent))) document.setIn(parent, document.createNode({}));
  }
  document.setIn([...path, 'monthlyUsd'], monthlyUsd);
  if (isMap(document.getIn([...path, 'services']))) {
    for (const name of Object.keys(known)) if (!(name in services)) document.deleteIn([...path, 'services', name]);
    for (const [name, amount] of Object.entries(services)) document.setIn([...path, 'services', name], amount);
  } else {
    document.setIn([...path, 'services'], document.createNode(services));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
