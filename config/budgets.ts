/** Services that a budget can be for, with the name that AWS's bill and budgets have for each. */
export const budgetedServices = {
  database: 'Amazon Relational Database Service',
  identity: 'Amazon Cognito',
  functions: 'AWS Lambda',
  network: 'Amazon Virtual Private Cloud',
  api: 'Amazon API Gateway',
  secrets: 'AWS Key Management Service',
  monitoring: 'AmazonCloudWatch',
  storage: 'Amazon Simple Storage Service',
  models: 'Amazon Bedrock',
} as const;

export type BudgetedService = keyof typeof budgetedServices;

export const budgetedServiceNames = Object.keys(budgetedServices) as [BudgetedService, ...BudgetedService[]];
