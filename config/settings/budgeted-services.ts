/**
 * What a budget can be for, with the names that Cost Explorer and AWS Budgets have for the services which bill it. NAT gateways
 * are billed under `EC2 - Other`, endpoints and public addresses under the VPC. Models of other makers than Amazon come over
 * AWS Marketplace, each under a name of its own: the budget of the whole sees those.
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
