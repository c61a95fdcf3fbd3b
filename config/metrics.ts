/**
 * Metrics that the functions publish themselves, in CloudWatch's embedded metric format: as log lines, so that no request
 * waits for a call. CloudWatch bills each as a custom metric for the hours in which it is sent.
 */
export const metricNames = [
  /** Requests that failed because their audit event could not be written. */
  'AuditFailures',
  /** Requests answered with `unavailable` because database, storage or model could not be reached. */
  'UnavailableAnswers',
] as const;
export type MetricName = (typeof metricNames)[number];

/** CloudWatch namespace of a stack's own metrics. */
export const metricsNamespace = (namePrefix: string): string => `${namePrefix}/functions`;
