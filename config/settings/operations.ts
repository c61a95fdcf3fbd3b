import * as z from 'zod';
import { booleanSetting, logRetentionDays, uniqueList, wholeNumber } from './fields.js';

export const AuditSettings = z.strictObject({
  dataEvents: uniqueList(z.enum(['files', 'functions']))
    .default(['files', 'functions'])
    .describe(
      'Data events that CloudTrail records in addition to management events: access to files, invocations of functions. Each event is billed.',
    ),
  accountAlarms: booleanSetting(true).describe(
    'Alarms on rare account activity: root sign-ins and changes to the trail, keys or network. With `false`, such activity is recorded but alerts no one.',
  ),
  logRetentionDays: logRetentionDays
    .default(2192)
    .describe("Retention of the trail's log group, in days. The audit bucket keeps the trail indefinitely."),
});

export const AlertSettings = z.strictObject({
  emails: uniqueList(z.email('must be an email address'))
    .default([])
    .describe('Email addresses that receive alarms and budget alerts. AWS asks each address to confirm first.'),
});

/**
 * Services that can have a budget, with their names in Cost Explorer and AWS Budgets. NAT gateways are billed under
 * `EC2 - Other`, endpoints and public addresses under the VPC. AWS Marketplace bills models that Amazon doesn't make under
 * names of their own, so only the budget of the whole account includes them.
 */
export const budgetedServices = {
  database: ['Amazon Relational Database Service'],
  identity: ['Amazon Cognito'],
  functions: ['AWS Lambda'],
  network: ['Amazon Virtual Private Cloud', 'EC2 - Other'],
  api: ['Amazon API Gateway'],
  secrets: ['AWS Secrets Manager', 'AWS Key Management Service'],
  monitoring: ['AmazonCloudWatch', 'AWS CloudTrail'],
  storage: ['Amazon Simple Storage Service'],
  models: ['Amazon Bedrock'],
} as const;

export type BudgetedService = keyof typeof budgetedServices;

export const budgetedServiceNames = Object.keys(budgetedServices) as [BudgetedService, ...BudgetedService[]];

export const BudgetSettings = z.strictObject({
  monthlyUsd: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Monthly budget of the account, in US$; `npm run cost:budgets` computes it. Without it, there are no budgets and no budget alerts.',
    ),
  services: z
    .partialRecord(z.enum(budgetedServiceNames), z.int().min(1))
    .default({})
    .describe('Monthly budgets of single services, in US$, by service.'),
  anomalyMonitor: booleanSetting(true).describe(
    "Alerts on unusual cost. An account can have one monitor for all services: use `false` for a second stack in the account, or to keep AWS's default monitor.",
  ),
  anomalyUsd: z.int().min(1).default(200).describe('Unusual cost from which to alert, in US$.'),
});

const latencyMilliseconds = (defaultMilliseconds: number, share: string) =>
  wholeNumber(50, 29_000)
    .default(defaultMilliseconds)
    .describe(`Latency that ${share} of the requests must not exceed, in milliseconds.`);

export const ObservabilitySettings = z.strictObject({
  alarms: booleanSetting(true).describe(
    'Alarms on database, functions, API, sign-ins and trail; each is billed. With `false`, failures and attacks alert no one.',
  ),
  errorPercent: z
    .number()
    .min(0.1)
    .max(50)
    .default(1)
    .describe('Percentage of failed requests or invocations from which to alert.'),
  capacityPercent: wholeNumber(50, 95)
    .default(80)
    .describe('Percentage of `database.maxCapacityAcu` in use for 15 minutes from which to alert.'),
  latencyMilliseconds: z
    .strictObject({
      p50: latencyMilliseconds(500, '50%'),
      p95: latencyMilliseconds(1_500, '95%'),
      p99: latencyMilliseconds(5_000, '99%'),
    })
    .prefault({})
    .describe('Latency of API requests from which to alert, by percentile, in milliseconds.'),
});
