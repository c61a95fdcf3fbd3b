import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { expect } from 'vitest';
import type { PlannedResource } from '../preview/planned-resource.js';
import type { PolicyStatement } from '../preview/policy-statements.js';
import type { Grantee } from './component.js';
import type { Place } from './place.js';

export const testPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

export const buildKeyArn = (name: string): string => `arn:aws:kms:us-east-1:123456789012:key/${name}`;

export const createGrantee = (name: string): Grantee => ({
  name,
  role: new aws.iam.Role(`${name}-role`, { assumeRolePolicy: '{}' }),
});

export const parseStatements = ({ inputs }: PlannedResource): PolicyStatement[] =>
  JSON.parse(String(inputs.policy)).Statement;

export const resolveOutput = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  new Promise((resolve) => output.apply(resolve));

/** Inputs that all Lambda functions of the stack have in common. */
export const expectLambdaInputs = (name: string, sizeBytes: number) => ({
  name: `healthcare-backend-test-${name}`,
  runtime: 'nodejs24.x',
  architectures: ['arm64'],
  handler: 'handler.handler',
  code: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), sizeBytes },
  loggingConfig: {
    logFormat: 'JSON',
    applicationLogLevel: 'INFO',
    systemLogLevel: 'INFO',
    logGroup: `/aws/lambda/healthcare-backend-test-${name}`,
  },
});
