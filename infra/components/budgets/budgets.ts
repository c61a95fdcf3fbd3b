import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { type BudgetedService, budgetedServices } from '../../../config/settings/operations.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component } from '../component.js';

export interface BudgetsArgs {
  /** Budget of the whole account, in US dollars per month; without it the account has none. */
  readonly monthlyUsd: number | undefined;
  readonly services: StackConfig['budgets']['services'];
  readonly anomalyMonitor: boolean;
  /** Smallest impact of an anomaly that is reported, in US dollars. */
  readonly anomalyUsd: number;
  readonly emails: readonly string[];
  readonly topicArn: pulumi.Input<string>;
}

/**
 * Notifications, in percent of the amount. Amounts are the planned bill plus a margin, so a month that goes as planned
 * sends none.
 */
export const budgetNotifications = [
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
  { notificationType: 'ACTUAL', threshold: 120 },
] as const;

/** Budgets of the account and of its largest services, and a monitor of unusual costs. They notify; they stop nothing. */
export class Budgets extends Component<BudgetsArgs> {
  constructor(name: string, args: BudgetsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:budgets:Budgets', name, args, opts);
    if (args.monthlyUsd !== undefined) this.createBudget('total', args.monthlyUsd);
    for (const [service, amountUsd] of Object.entries(args.services)) {
      this.createBudget(service, amountUsd, budgetedServices[service as BudgetedService]);
    }
    if (args.anomalyMonitor) this.watchForAnomalies();
    this.registerOutputs({});
  }

  private createBudget(purpose: string, amountUsd: number, serviceNames?: readonly string[]): void {
    new aws.budgets.Budget(
      `${this.name}-${purpose}`,
      {
        name: `${this.namePrefix}-${purpose}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        limitAmount: String(amountUsd),
        limitUnit: 'USD',
        ...(serviceNames !== undefined && { costFilters: [{ name: 'Service', values: [...serviceNames] }] }),
        notifications: budgetNotifications.map((notification) => ({
          ...notification,
          comparisonOperator: 'GREATER_THAN',
          thresholdType: 'PERCENTAGE',
          subscriberSnsTopicArns: [this.args.topicArn],
        })),
      },
      { parent: this },
    );
  }

  /** AWS learns the usual cost of each service. It notifies topics immediately but sends mail only daily. */
  private watchForAnomalies(): void {
    const { topicArn, emails, anomalyUsd } = this.args;
    const monitor = new aws.costexplorer.AnomalyMonitor(
      `${this.name}-anomalies`,
      { name: `${this.namePrefix}-services`, monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' },
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
          name: `${this.namePrefix}-${purpose}`,
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
