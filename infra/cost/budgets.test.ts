import { describe, expect, it } from 'vitest';
import { budgetsKey, withBudgets } from './budgets.js';

const file = `# A stack.
config:
  healthcare-backend:budgets:
    # In all.
    monthlyUsd: 900 # a month
    services:
      # Aurora.
      database: 700 # half of it
      identity: 230 # Cognito
      storage: 10
  healthcare-backend:alerts:
    emails: []
`;

describe('budgets in a stack file', () => {
  const budgets = { monthlyUsd: 1305, services: { database: 1000, identity: 230, functions: 15 } };

  it('are written over the old ones, and every comment stays', () => {
    expect(withBudgets(file, budgets)).toBe(`# A stack.
config:
  healthcare-backend:budgets:
    # In all.
    monthlyUsd: 1305 # a month
    services:
      # Aurora.
      database: 1000 # half of it
      identity: 230 # Cognito
      functions: 15
  healthcare-backend:alerts:
    emails: []
`);
  });

  it('change nothing if the file has them already', () => {
    expect(withBudgets(withBudgets(file, budgets) ?? '', budgets)).toBeUndefined();
  });

  it('are added to a file without any', () => {
    for (const text of ['', 'config:\n', 'config:\n  aws:region: us-east-1\n', `config:\n  ${budgetsKey}:\n`]) {
      const written = withBudgets(text, budgets) ?? '';
      expect(written).toContain('monthlyUsd: 1305');
      expect(withBudgets(written, budgets)).toBeUndefined();
    }
  });

  it('are not written into invalid YAML', () => {
    expect(() => withBudgets('config: [', budgets)).toThrow('not valid YAML');
  });
});
