import * as pulumi from '@pulumi/pulumi';
import { defaultClinic } from '../../../config/clinic.js';
import type { FunctionName } from '../../../config/functions.js';
import { createEnvironments, type EnvironmentSources } from './environment.js';

const sources: EnvironmentSources = {
  database: {
    host: pulumi.output('proxy.example'),
    clusterHost: pulumi.output('cluster.example'),
    port: pulumi.output(5432),
    databaseName: 'clinic',
    masterUsername: 'administrator',
    masterSecretArn: pulumi.output('arn:aws:secretsmanager:us-east-1:123456789012:secret:master'),
  },
  storage: {
    filesBucketName: pulumi.output('clinic-files'),
    filesKeyArn: pulumi.output('arn:aws:kms:us-east-1:123456789012:key/data'),
  },
  bedrockUserSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock',
  statementTimeoutMilliseconds: 7_000,
  allowedContentTypes: ['application/pdf', 'image/png'],
  embeddingModelId: 'amazon.titan-embed-text-v2:0',
  modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  guardrail: { id: 'abc123', version: '2' },
  clinic: { ...defaultClinic, timeZone: 'America/Bogota' },
  accountAccessesPerMinute: 300,
  metricsNamespace: 'clinic-test/functions',
  release: (name) => `1.2.3-${name}`,
  dualStack: true,
};

/** Resolves the environment variables of a deployed function. */
export const resolveVariables = (name: FunctionName, changed: Partial<EnvironmentSources> = {}) =>
  new Promise<Record<string, string>>((resolve) => {
    pulumi.output(createEnvironments({ ...sources, ...changed })(name)).apply(resolve);
  });
