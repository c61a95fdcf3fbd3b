import { describe, expect, it } from 'vitest';
import { createMetrics } from './log.js';

describe('a count', () => {
  it('is one line in the embedded metric format, with only the name and a number', () => {
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
