import type { MetricName } from '../../config/metrics.js';

/** Counts what somebody is to hear of. */
export interface Metrics {
  count(name: MetricName): void;
}

/**
 * Metrics as lines of the log from which CloudWatch takes them, without dimensions: each more would be billed as one more metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(
  namespace: string,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Metrics {
  return {
    count(name) {
      const metric = { Namespace: namespace, Dimensions: [[]], Metrics: [{ Name: name, Unit: 'Count' }] };
      write(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] }, [name]: 1 }));
    },
  };
}
