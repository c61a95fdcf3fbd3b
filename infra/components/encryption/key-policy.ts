import type * as aws from '@pulumi/aws';
import { toPolicyDocument } from '../component.js';
import { buildArn, buildServiceHost, type Place } from '../place.js';

type Statement = aws.iam.PolicyStatement;

const cryptoActions = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

const allow = (
  Sid: string,
  { Principal, Action, Condition }: Pick<Statement, 'Principal' | 'Action' | 'Condition'>,
): Statement => ({
  Sid,
  Effect: 'Allow',
  Principal,
  Action,
  // In a key policy this means the key itself.
  Resource: '*',
  ...(Condition && { Condition }),
});

/** Every principal of the account, as far as its own policies allow. */
const account = ({ partition, accountId }: Place) => ({ AWS: `arn:${partition}:iam::${accountId}:root` });

const viaServices = (place: Place, services: readonly string[]) => ({
  'kms:ViaService': services.map((service) => buildServiceHost(place, service)),
});

/** Lets administrators manage the key. It allows no one to use the key. */
const allowAdministration = (place: Place) =>
  allow('Administration', {
    Principal: account(place),
    Action: [
      // Not `Create*`: CreateGrant would let an administrator use the key.
      'kms:CreateAlias',
      'kms:DeleteAlias',
      'kms:UpdateAlias',
      'kms:UpdateKeyDescription',
      'kms:Describe*',
      'kms:Enable*',
      'kms:Disable*',
      'kms:List*',
      'kms:Get*',
      'kms:PutKeyPolicy',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
      'kms:RotateKeyOnDemand',
    ],
  });

/** Lets principals of this account use the key, but only through these services. */
const allowThroughServices = (place: Place, services: readonly string[]) =>
  allow('ThroughServices', {
    Principal: account(place),
    Action: cryptoActions,
    Condition: { StringEquals: { 'kms:CallerAccount': place.accountId, ...viaServices(place, services) } },
  });

/** Lets services hold a grant while they use the key: Aurora's storage, the registry, a function's environment. */
const allowGrants = (place: Place, services: readonly string[]) =>
  allow('GrantsForServices', {
    Principal: account(place),
    Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
    Condition: {
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
      StringEquals: viaServices(place, services),
    },
  });

/** CloudWatch Logs calls KMS as itself, not for a caller; the encryption context names the log group. */
const allowLogs = (place: Place) =>
  allow('LogGroups', {
    Principal: { Service: buildServiceHost(place, 'logs') },
    Action: cryptoActions,
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': buildArn(place, 'logs', 'log-group:*') } },
  });

/** CloudTrail calls KMS as itself; the encryption context names the trail. */
const allowTrails = ({ partition, accountId }: Place) =>
  allow('Trails', {
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 'kms:GenerateDataKey*',
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId },
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${accountId}:trail/*` },
    },
  });

/**
 * DescribeKey has no encryption context. CloudTrail needs Decrypt to create a trail for a bucket with an S3 Bucket Key
 * (CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail").
 */
const allowTrailSetup = ({ accountId }: Place) =>
  allow('TrailSetUp', {
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['kms:DescribeKey', 'kms:Decrypt'],
    Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
  });

/** Alarms and budgets publish to encrypted topics as themselves. */
const allowPublishers = ({ accountId }: Place) =>
  allow('Publishers', {
    Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'] },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
  });

const toPolicy = (...statements: Statement[]): string => JSON.stringify(toPolicyDocument(statements));

/** For the database, files, queues, container images and functions' environment variables. */
export const buildDataKeyPolicy = (place: Place): string =>
  toPolicy(
    allowAdministration(place),
    allowThroughServices(place, ['rds', 's3', 'sqs', 'sns', 'ecr', 'lambda']),
    allowGrants(place, ['rds', 'ecr', 'lambda']),
    allowPublishers(place),
  );

/**
 * For secrets, including the database's master password. RDS creates that one for the principal that creates the cluster;
 * its guide requires data keys and decryption without saying which of the two services calls KMS, so both can.
 */
export const buildSecretsKeyPolicy = (place: Place): string =>
  toPolicy(
    allowAdministration(place),
    allowThroughServices(place, ['secretsmanager', 'rds']),
    allowGrants(place, ['rds', 'secretsmanager']),
  );

/** For logs, the audit bucket and the trail. */
export const buildAuditKeyPolicy = (place: Place): string =>
  toPolicy(
    allowAdministration(place),
    allowThroughServices(place, ['s3']),
    allowLogs(place),
    allowTrails(place),
    allowTrailSetup(place),
  );
