import type { MetricName } from '../../config/metrics.js';

/** One line of the log. Fields are chosen one by one: ids, codes, counts and times, never patient data. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const writeLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Writes JSON lines, which CloudWatch Logs Insights reads without a pattern. */
export function createLog(write = writeLine): Log {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
  return { info: at('INFO'), error: at('ERROR') };
}

/**
 * What may be said of an error: its type, its code and where it was thrown. Not its message: a driver's quotes the
 * values of a statement, and a parser's the text that it choked on.
 */
export function describeError(error: unknown): LogFields {
  const chain: string[] = [];
  let code: string | undefined;
  let stack: string | undefined;
  for (let current = error; current instanceof Error && chain.length < 5; current = current.cause) {
    chain.push(current.name);
    code ??= (current as { code?: unknown }).code?.toString();
    stack = current.stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 8)
      .map((line) => line.trim())
      .join(' | ');
  }
  return { errorType: chain.join(' < '), errorCode: code, stack };
}

/** Counts what somebody is to hear of. */
export interface Metrics {
  count(name: MetricName): void;
}

/**
 * Metrics as lines of the log from which CloudWatch takes them, without dimensions: each more would be billed as one more metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(namespace: string, write = writeLine): Metrics {
  return {
    count(name) {
      const metric = { Namespace: namespace, Dimensions: [[]], Metrics: [{ Name: name, Unit: 'Count' }] };
      write(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] }, [name]: 1 }));
    },
  };
}
