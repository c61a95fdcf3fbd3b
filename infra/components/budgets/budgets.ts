import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type BudgetedService, budgetedServices } from '../../../config/settings/operations.js';
import type { StackConfig } from '../../../config/settings/stack.js';

export interface BudgetsArgs {
  /** Begins the budgets' names. */
  readonly namePrefix: string;
  /** For the whole account, in US dollars a month; without it there are no budgets. */
  readonly monthlyUsd?: number | undefined;
  readonly services: StackConfig['budgets']['services'];
  readonly anomalyMonitor: boolean;
  readonly anomalyUsd: number;
  readonly emails: readonly string[];
  readonly topicArn: pulumi.Input<string>;
}

/**
 * When somebody is told, in percent of the amount. The amounts are the planned bill and a margin, so all of them are above
 * what a month like the planned one costs: nothing is told at baseline.
 */
export const budgetNotifications = [
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
  { notificationType: 'ACTUAL', threshold: 120 },
] as const;

/** What the account may cost, as a whole and for each large service, and who hears of what is unusual. */
export class Budgets extends pulumi.ComponentResource {
  private readonly name: string;
  private readonly args: BudgetsArgs;

  constructor(name: string, args: BudgetsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:budgets:Budgets', name, {}, opts);
    this.name = name;
    this.args = args;
    if (args.monthlyUsd !== undefined) this.createBudget('total', args.monthlyUsd);
    for (const [service, amountUsd] of Object.entries(args.services)) {
      this.createBudget(service, amountUsd, budgetedServices[service as BudgetedService]);
    }
    if (args.anomalyMonitor) this.watchForAnomalies();
    this.registerOutputs({});
  }

  private createBudget(purpose: string, amountUsd: number, serviceNames?: readonly string[]): void {
    const { namePrefix, topicArn } = this.args;
    new aws.budgets.Budget(
      `${this.name}-${purpose}`,
      {
        name: `${namePrefix}-${purpose}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        limitAmount: String(amountUsd),
        limitUnit: 'USD',
        ...(serviceNames !== undefined && { costFilters: [{ name: 'Service', values: [...serviceNames] }] }),
        notifications: budgetNotifications.map((notification) => ({
          ...notification,
          comparisonOperator: 'GREATER_THAN',
          thresholdType: 'PERCENTAGE',
          subscriberSnsTopicArns: [topicArn],
        })),
      },
      { parent: this },
    );
  }

  /** AWS learns what is usual for each service. A topic is told at once; a mail can only be daily. */
  private watchForAnomalies(): void {
    const { namePrefix, topicArn, emails, anomalyUsd } = this.args;
    const monitor = new aws.costexplorer.AnomalyMonitor(
      `${this.name}-anomalies`,
      { name: `${namePrefix}-services`, monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' },
      { parent: this },
    );
    const subscribe = (
      purpose: string,
      frequency: string,
      subscribers: { type: string; address: pulumi.Input<string> }[],
    ) =>
      new aws.costexplorer.AnomalySubscription(
        `${this.name}-anomalies-${purpose}`,
        {
          name: `${namePrefix}-${purpose}`,
          frequency,
          monitorArnLists: [monitor.arn],
          subscribers,
          thresholdExpression: {
            dimension: {
              key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
              matchOptions: ['GREATER_THAN_OR_EQUAL'],
              values: [String(anomalyUsd)],
            },
          },
        },
        { parent: this },
      );
    subscribe('topic', 'IMMEDIATE', [{ type: 'SNS', address: topicArn }]);
    if (emails.length > 0) {
      subscribe(
        'mail',
        'DAILY',
        emails.map((address) => ({ type: 'EMAIL', address })),
      );
    }
  }
}
