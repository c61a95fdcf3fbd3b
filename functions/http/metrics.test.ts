import { describe, expect, it } from 'vitest';
import { createMetrics } from './log.js';

describe('a count', () => {
  it('is a line in the embedded metric format, with the name, a number and nothing else', () => {
    const lines: string[] = [];
    createMetrics('clinic-test/functions', (line) => lines.push(line)).count('AuditFailures');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'clinic-test/functions',
              Dimensions: [[]],
              Metrics: [{ Name: 'AuditFailures', Unit: 'Count' }],
            },
          ],
        },
        AuditFailures: 1,
      },
    ]);
    expect(lines[0]).not.toContain('\n');
  });
});
