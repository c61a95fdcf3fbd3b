import { describe, expect, it } from 'vitest';
import { readDeployedDatabase } from './addresses.js';

const resourceArn = 'arn:aws:rds:us-east-1:123456789012:cluster:clinic';
const secretArn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:clinic';

describe('the deployed database that studio opens', () => {
  it("needs both ARNs, and is the stack's own unless a name is given", () => {
    const variables = { DATABASE_CLUSTER_ARN: resourceArn, DATABASE_SECRET_ARN: secretArn };
    expect(readDeployedDatabase(variables)).toEqual({ resourceArn, secretArn, database: 'clinic' });
    expect(readDeployedDatabase({ ...variables, DATABASE_NAME: 'other' })?.database).toBe('other');
  });

  it('is undefined without a cluster', () => {
    expect(readDeployedDatabase({ DATABASE_SECRET_ARN: secretArn })).toBeUndefined();
  });

  it('fails without its secret, and names the missing variable', () => {
    expect(() => readDeployedDatabase({ DATABASE_CLUSTER_ARN: resourceArn })).toThrow(
      'DATABASE_SECRET_ARN must be set if DATABASE_CLUSTER_ARN is.',
    );
  });
});
