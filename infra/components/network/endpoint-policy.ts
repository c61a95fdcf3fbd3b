import type { StackConfig } from '../../../config/settings/stack.js';
import type { Place } from '../place.js';

type InterfaceService = StackConfig['network']['interfaceEndpoints'][number];

/** A service that is reached through an endpoint of the VPC. */
export type EndpointService = 's3' | 'dynamodb' | InterfaceService;

interface EndpointAccess {
  /** What may be asked for through it. */
  readonly actions: readonly string[];
  /** Of what, as an ARN pattern of this account. */
  readonly resources: (place: Place) => readonly string[];
}

const regionalArns =
  (service: string, ...paths: string[]): EndpointAccess['resources'] =>
  ({ partition, region, accountId }) =>
    paths.map((path) => `arn:${partition}:${service}:${region}:${accountId}:${path}`);

const endpointAccess: Readonly<Record<EndpointService, EndpointAccess>> = {
  s3: {
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:AbortMultipartUpload'],
    // A bucket's ARN has no account in it; the condition below has.
    resources: ({ partition }) => [`arn:${partition}:s3:::*`],
  },
  dynamodb: {
    actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: regionalArns('dynamodb', 'table/*'),
  },
  'bedrock-runtime': {
    actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:ApplyGuardrail'],
    // An inference profile passes a request on to models of other regions.
    resources: ({ partition, accountId }) => [
      `arn:${partition}:bedrock:*::foundation-model/*`,
      `arn:${partition}:bedrock:*:${accountId}:inference-profile/*`,
      `arn:${partition}:bedrock:*:${accountId}:guardrail/*`,
    ],
  },
  secretsmanager: { actions: ['secretsmanager:GetSecretValue'], resources: regionalArns('secretsmanager', 'secret:*') },
  logs: { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: regionalArns('logs', 'log-group:*') },
  kms: { actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'], resources: regionalArns('kms', 'key/*') },
  sqs: { actions: ['sqs:SendMessage'], resources: regionalArns('sqs', '*') },
  sns: { actions: ['sns:Publish'], resources: regionalArns('sns', '*') },
  'rds-data': {
    actions: [
      'rds-data:ExecuteStatement',
      'rds-data:BatchExecuteStatement',
      'rds-data:BeginTransaction',
      'rds-data:CommitTransaction',
      'rds-data:RollbackTransaction',
    ],
    resources: regionalArns('rds', 'cluster:*'),
  },
};

/**
 * What may pass an endpoint: what programs do with data, for principals of this account and, where the service says whose
 * a thing is, with things of this account. Stolen keys of another account can't carry data out by this door.
 */
export function buildEndpointPolicy(service: EndpointService, place: Place): string {
  const { actions, resources } = endpointAccess[service];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ThisAccountAlone',
        Effect: 'Allow',
        Principal: '*',
        Action: actions,
        Resource: resources(place),
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': place.accountId,
            // Models belong to AWS.
            ...(service !== 'bedrock-runtime' && { 'aws:ResourceAccount': place.accountId }),
          },
        },
      },
    ],
  });
}
