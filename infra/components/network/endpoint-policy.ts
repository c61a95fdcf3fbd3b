import type { StackConfig } from '../../../config/settings/stack.js';
import { buildArn, type Place } from '../place.js';

type InterfaceService = StackConfig['network']['interfaceEndpoints'][number];

/** An AWS service that functions reach through an endpoint of the VPC. */
export type EndpointService = 's3' | 'dynamodb' | InterfaceService;

interface EndpointAccess {
  readonly actions: readonly string[];
  /** ARN patterns of the resources, in this account where the ARN has one. */
  readonly resources: (place: Place) => readonly string[];
}

const regionalArns =
  (service: string, ...paths: string[]): EndpointAccess['resources'] =>
  (place) =>
    paths.map((path) => buildArn(place, service, path));

const endpointAccess: Readonly<Record<EndpointService, EndpointAccess>> = {
  s3: {
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:AbortMultipartUpload'],
    // The ARN of a bucket names no account; the condition of the policy does.
    resources: ({ partition }) => [`arn:${partition}:s3:::*`],
  },
  dynamodb: {
    actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: regionalArns('dynamodb', 'table/*'),
  },
  'bedrock-runtime': {
    actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:ApplyGuardrail'],
    // An inference profile forwards requests to models in other regions.
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
 * Returns the policy of an endpoint: data actions only, for principals of this account and, where the service knows the
 * owner, for resources of this account. Credentials of another account can't carry data out through the endpoint.
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
            // AWS owns the models.
            ...(service !== 'bedrock-runtime' && { 'aws:ResourceAccount': place.accountId }),
          },
        },
      },
    ],
  });
}
