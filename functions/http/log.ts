import type { MetricName } from '../../config/metrics.js';

/** The fields of a log line: ids, codes, counts and times, never patient data. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const writeLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Creates a log that writes JSON lines, which CloudWatch Logs Insights parses by itself. */
export function createLog(write = writeLine): Log {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
  return { info: at('INFO'), error: at('ERROR') };
}

/**
 * Returns the loggable parts of an error: type, code and stack. Not the message, because a driver quotes values of a
 * statement in it, and a parser quotes its input.
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

/** Counts events that alarms watch. */
export interface Metrics {
  count(name: MetricName): void;
}

/**
 * Writes metrics as log lines, without dimensions: each combination is billed as another metric.
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
