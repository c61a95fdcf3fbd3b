import * as pulumi from '@pulumi/pulumi';
import { defaultClinic } from '../../../config/clinic.js';
import type { FunctionName } from '../../../config/functions.js';
import { createEnvironments, type EnvironmentSources } from './environment.js';

/** What the settings and the other components would say. */
const sources: EnvironmentSources = {
  database: {
    host: pulumi.output('proxy.example'),
    clusterHost: pulumi.output('cluster.example'),
    port: pulumi.output(5432),
    name: 'clinic',
    administrator: 'clinic_admin',
    administratorSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:master',
    statementTimeoutMilliseconds: 7_000,
  },
  bedrockUserSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock',
  files: {
    bucketName: 'clinic-files',
    keyArn: 'arn:aws:kms:us-east-1:123456789012:key/data',
    contentTypes: ['application/pdf', 'image/png'],
  },
  embeddingModelId: 'amazon.titan-embed-text-v2:0',
  modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  guardrail: { id: 'abc123', version: '2' },
  clinic: { ...defaultClinic, timeZone: 'America/Bogota' },
  accountAccessesPerMinute: 300,
  metricsNamespace: 'clinic-test/functions',
  release: (name) => `1.2.3-${name}`,
  dualStack: true,
};

/** The variables that a function is deployed with, as their values are once everything exists. */
export const resolveVariables = (name: FunctionName, changed: Partial<EnvironmentSources> = {}) =>
  new Promise<Record<string, string>>((resolve) => {
    pulumi.output(createEnvironments({ ...sources, ...changed })(name)).apply(resolve);
  });
