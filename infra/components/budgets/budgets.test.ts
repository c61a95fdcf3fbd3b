import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import { planBudgets } from '../../cost/budgets.js';
import { createCostReport } from '../../cost/cost-report.js';
import { defaultBookId } from '../../cost/prices.js';
import { judgePlan } from '../../plan/judge-plan.js';
import { previewStack } from '../../preview/preview.js';
import { Budgets, type BudgetsArgs, budgetNotifications } from './budgets.js';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:healthcare-backend-test-alerts';
const budgetType = 'aws:budgets/budget:Budget';
const subscriptionType = 'aws:costexplorer/anomalySubscription:AnomalySubscription';

const production: BudgetsArgs = {
  monthlyUsd: 1300,
  services: { database: 1000, identity: 230 },
  anomalyMonitor: true,
  anomalyUsd: 200,
  emails: ['ada@clinic.example'],
  topicArn,
};
const planned = (changes: Partial<BudgetsArgs> = {}) =>
  planProgram(() => new Budgets('budgets', { ...production, ...changes }));

describe('the budgets', () => {
  it('are one for the account and one for each large service', async () => {
    const budgets = listByType(await planned(), budgetType);
    expect(budgets.map(({ inputs }) => [inputs.name, inputs.limitAmount, inputs.costFilters])).toEqual([
      [
        'healthcare-backend-test-database',
        '1000',
        [{ name: 'Service', values: ['Amazon Relational Database Service'] }],
      ],
      ['healthcare-backend-test-identity', '230', [{ name: 'Service', values: ['Amazon Cognito'] }]],
      ['healthcare-backend-test-total', '1300', undefined],
    ]);
    expect(budgets[2]?.inputs).toMatchObject({ budgetType: 'COST', timeUnit: 'MONTHLY', limitUnit: 'USD' });
  });

  it('cover every service that bills for them', async () => {
    const budgets = listByType(await planned({ services: { network: 60, secrets: 10, monitoring: 30 } }), budgetType);
    const values = budgets.flatMap(({ inputs }) => (inputs.costFilters as { values: string[] }[] | undefined) ?? []);
    expect(values.map(({ values: names }) => names)).toEqual([
      ['AmazonCloudWatch', 'AWS CloudTrail'],
      ['Amazon Virtual Private Cloud', 'EC2 - Other'],
      ['AWS Secrets Manager', 'AWS Key Management Service'],
    ]);
  });

  it('notify of actual and forecast costs, at the amount and never below it', async () => {
    const { inputs } = findOnly(await planned(), budgetType, 'budgets-total');
    const notifications = inputs.notifications as { notificationType: string; threshold: number }[];
    expect(notifications.map(({ notificationType, threshold }) => [notificationType, threshold])).toEqual([
      ['ACTUAL', 100],
      ['FORECASTED', 100],
      ['ACTUAL', 120],
    ]);
    for (const notification of notifications) {
      expect(notification).toMatchObject({
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
        subscriberSnsTopicArns: [topicArn],
      });
    }
  });

  it("don't exist without an amount", async () => {
    const plan = await planned({ monthlyUsd: undefined, services: {}, anomalyMonitor: false });
    expect(plan.filter(({ isCustom }) => isCustom)).toEqual([]);
  });

  it('come with a monitor of anomalies from US$200: the topic at once, people daily', async () => {
    const plan = await planned();
    expect(findOnly(plan, 'aws:costexplorer/anomalyMonitor:AnomalyMonitor').inputs).toEqual({
      name: 'healthcare-backend-test-services',
      monitorType: 'DIMENSIONAL',
      monitorDimension: 'SERVICE',
    });
    const common = {
      monitorArnLists: [expect.stringMatching(/^arn:aws:ce::123456789012:anomalymonitor\//)],
      thresholdExpression: {
        dimension: {
          key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          matchOptions: ['GREATER_THAN_OR_EQUAL'],
          values: ['200'],
        },
      },
    };
    const people = [{ type: 'EMAIL', address: 'ada@clinic.example' }];
    expect(listByType(plan, subscriptionType).map(({ inputs }) => inputs)).toEqual([
      { name: 'healthcare-backend-test-mail', frequency: 'DAILY', subscribers: people, ...common },
      {
        name: 'healthcare-backend-test-topic',
        frequency: 'IMMEDIATE',
        subscribers: [{ type: 'SNS', address: topicArn }],
        ...common,
      },
    ]);
    expect(listByType(await planned({ emails: [] }), subscriptionType)).toHaveLength(1);
  });
});

const priced = (stack: string) =>
  createCostReport({ stack, bookId: defaultBookId, freeTier: false, savingsPlan: false });

describe('the budgets of the stacks', () => {
  it.each(['prod', 'dev'])('%s has the budgets that its planned bill requires', async (stack) => {
    const { resources } = await previewStack(stack);
    const budgets = planBudgets(await priced(stack));
    const amounts = Object.fromEntries(
      listByType(resources, budgetType).map(({ name, inputs }) => [
        name.replace('budgets-', ''),
        Number(inputs.limitAmount),
      ]),
    );
    expect(amounts).toEqual({ total: budgets.monthlyUsd, ...budgets.services });
  });

  it.each(['prod', 'dev'])(
    'none of %s tells anything in a month like the planned one, nor in one of 744 hours',
    async (stack) => {
      const { components, totalMonthlyUsd } = await priced(stack);
      const { monthlyUsd, services } = planBudgets({ components, totalMonthlyUsd });
      const longMonth = 744 / 730;
      expect(totalMonthlyUsd.times(longMonth).toNumber()).toBeLessThan(monthlyUsd);
      const database = components.find(({ component }) => component === 'Aurora PostgreSQL');
      if (services.database !== undefined && database !== undefined) {
        expect(database.monthlyUsd.times(longMonth).toNumber()).toBeLessThan(services.database);
      }
    },
  );

  it.each(['prod', 'dev'])(
    'none of %s is one that the advice says fires every month, nor is one missing',
    async (stack) => {
      const { advice } = await judgePlan(await previewStack(stack), '2026-11-23');
      expect(advice.map(({ id }) => id).filter((id) => id.includes('budget'))).toEqual([]);
    },
  );

  /** The budgets of the 2025 cost study, the shares at which they notify, and its planned cost of each. */
  it.each([
    ['Aurora', 950, 0.85, 878.1],
    ['Cognito', 600, 0.9, 555],
    ['Lambda', 120, 0.85, 104.5],
    ['the whole, at four fifths', 1800, 0.8, 1675.39],
    ['the whole, at nine tenths', 1800, 0.9, 1675.39],
  ])(
    'notify above the planned cost, unlike the alert of the 2025 cost study on %s',
    (_what, amount, share, planned) => {
      expect(amount * share).toBeLessThan(planned);
      const totalMonthlyUsd = new Decimal(planned);
      const component = { component: 'Aurora PostgreSQL', monthlyUsd: totalMonthlyUsd } as const;
      const { monthlyUsd, services } = planBudgets({ components: [component], totalMonthlyUsd });
      for (const budget of [monthlyUsd, services.database ?? 0]) {
        for (const { threshold } of budgetNotifications) expect((budget * threshold) / 100).toBeGreaterThan(planned);
      }
    },
  );
});
