import type { Place } from '../place.js';

const cryptoActions = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

/** Administrators may manage the key by their own policies; to use it nobody is allowed by this statement. */
const allowAdministration = ({ partition, accountId }: Place) => ({
  Sid: 'Administration',
  Effect: 'Allow',
  Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
  Action: [
    // Not `Create*`: a grant would give its maker the use of the key.
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
  // In a key's own policy this is the key and nothing else.
  Resource: '*',
});

/** Principals of this account use the key through these services alone, and as far as their own policies allow. */
const allowThroughServices = ({ partition, region, accountId }: Place, services: readonly string[]) => ({
  Sid: 'ThroughServices',
  Effect: 'Allow',
  Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
  Action: cryptoActions,
  Resource: '*',
  Condition: {
    StringEquals: {
      'kms:CallerAccount': accountId,
      'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`),
    },
  },
});

/** Services that keep a hold on the key while they use it: Aurora's storage, the registry, a function's environment. */
const allowGrants = ({ partition, region, accountId }: Place, services: readonly string[]) => ({
  Sid: 'GrantsForServices',
  Effect: 'Allow',
  Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
  Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  Resource: '*',
  Condition: {
    Bool: { 'kms:GrantIsForAWSResource': 'true' },
    StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) },
  },
});

/** CloudWatch Logs comes as itself and not for a caller; its log groups are told apart by the encryption context. */
const allowLogs = ({ partition, region, accountId }: Place) => ({
  Sid: 'LogGroups',
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: cryptoActions,
  Resource: '*',
  Condition: {
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${accountId}:log-group:*` },
  },
});

/** CloudTrail comes as itself too, for the trails of this account. */
const allowTrails = ({ partition, accountId }: Place) => ({
  Sid: 'Trails',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
  Condition: {
    StringEquals: { 'aws:SourceAccount': accountId },
    StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${accountId}:trail/*` },
  },
});

/**
 * A look at the key has no encryption context. Decrypting is asked for when a trail is made for a bucket that has a key of
 * its own between objects and KMS (CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail").
 */
const allowTrailSetup = ({ accountId }: Place) => ({
  Sid: 'TrailSetUp',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:DescribeKey', 'kms:Decrypt'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
});

/** Alarms and budgets write to encrypted topics as themselves. */
const allowPublishers = ({ accountId }: Place) => ({
  Sid: 'Publishers',
  Effect: 'Allow',
  Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'] },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
});

const toPolicyDocument = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** The database, files, queues, container images and functions' variables. */
export const buildDataKeyPolicy = (place: Place): string =>
  toPolicyDocument(
    allowAdministration(place),
    allowThroughServices(place, ['rds', 's3', 'sqs', 'sns', 'ecr', 'lambda']),
    allowGrants(place, ['rds', 'ecr', 'lambda']),
    allowPublishers(place),
  );

/**
 * Secrets, the database's master password among them. RDS makes that one for whoever makes the cluster, and its guide asks
 * for data keys and decrypting without saying which of the two services asks for them.
 */
export const buildSecretsKeyPolicy = (place: Place): string =>
  toPolicyDocument(
    allowAdministration(place),
    allowThroughServices(place, ['secretsmanager', 'rds']),
    allowGrants(place, ['rds', 'secretsmanager']),
  );

/** Logs, the audit bucket and the trail. */
export const buildAuditKeyPolicy = (place: Place): string =>
  toPolicyDocument(
    allowAdministration(place),
    allowThroughServices(place, ['s3']),
    allowLogs(place),
    allowTrails(place),
    allowTrailSetup(place),
  );
