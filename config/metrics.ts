/**
 * What the functions publish of their own because AWS can't know it, in CloudWatch's embedded metric format: lines of their
 * logs, so that nothing waits for it. CloudWatch bills each as a custom metric in the hours in which it is sent.
 */
export const metricNames = [
  /** Requests that failed because nobody would have learned of them: their audit event could not be written. */
  'AuditFailures',
  /** Requests that were answered `unavailable`: database, storage or model were out of reach. */
  'UnavailableAnswers',
] as const;
export type MetricName = (typeof metricNames)[number];

/** Where a stack's own metrics are. */
export const metricsNamespace = (namePrefix: string): string => `${namePrefix}/functions`;
