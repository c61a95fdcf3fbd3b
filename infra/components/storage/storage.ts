import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { Grantee } from '../grantee.js';
import { PrivateBucket } from './private-bucket.js';

export interface StorageArgs {
  readonly region: string;
  readonly accountId: string;
  readonly abandonedUploadDays: number;
  readonly removedFileDays: number;
  readonly auditLockDays: number;
  readonly auditLockMode: StackConfig['storage']['auditLockMode'];
  /** Deletes what is in the buckets with the stack. True only where data is worth nothing. */
  readonly forceDestroy: boolean;
  /** Origins whose pages send and fetch files by presigned URLs. */
  readonly corsAllowedOrigins: readonly string[];
  /** Of the trail that writes into the audit bucket. */
  readonly trailArn: string;
  readonly dataKeyArn: pulumi.Input<string>;
  readonly auditKeyArn: pulumi.Input<string>;
}

/** Headers that the signature of an upload covers; a page must be allowed to send them. */
const uploadHeaders = [
  'content-type',
  'x-amz-checksum-sha256',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
];

/**
 * Three buckets: patients' files, records to load, and the audit trail that nobody can delete from.
 *
 * Who reads or writes an object is on CloudTrail's data events and not in S3's own access logs: those come late or not at
 * all, tell paths, and can be written neither under our key nor into a bucket that locks its objects by default.
 */
export class Storage extends pulumi.ComponentResource {
  readonly filesBucketName: pulumi.Output<string>;
  readonly filesBucketArn: pulumi.Output<string>;
  /** Of the key that an upload must name. */
  readonly filesKeyArn: pulumi.Output<string>;
  readonly recordsBucketName: pulumi.Output<string>;
  readonly recordsBucketArn: pulumi.Output<string>;
  readonly auditBucketName: pulumi.Output<string>;
  readonly auditBucketArn: pulumi.Output<string>;
  private readonly name: string;
  private readonly args: StorageArgs;

  constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:storage:Storage', name, {}, opts);
    this.name = name;
    this.args = args;
    const files = this.createBucket('files', args.dataKeyArn);
    const records = this.createBucket('records', args.dataKeyArn);
    const audit = this.createBucket('audit', args.auditKeyArn);
    for (const [purpose, bucket] of [['files', files] as const, ['records', records] as const]) {
      this.createLifecycle(purpose, bucket, [this.abandonedUploads(), this.removedObjects()]);
    }
    this.createLifecycle('audit', audit, [this.abandonedUploads()]);
    this.lockAuditBucket(audit);
    this.allowBrowserAccess(files);
    this.filesBucketName = files.bucketName;
    this.filesBucketArn = files.bucketArn;
    this.filesKeyArn = pulumi.output(args.dataKeyArn);
    this.recordsBucketName = records.bucketName;
    this.recordsBucketArn = records.bucketArn;
    this.auditBucketName = audit.bucketName;
    this.auditBucketArn = audit.bucketArn;
    this.registerOutputs({
      filesBucketName: this.filesBucketName,
      recordsBucketName: this.recordsBucketName,
      auditBucketName: this.auditBucketName,
    });
  }

  /** What the trail is written to, and what it watches. */
  get auditTargets() {
    return { auditBucketName: this.auditBucketName, filesBucketArn: this.filesBucketArn };
  }

  /**
   * Reading, writing and removing files. Removing leaves an older version behind, which the role can't reach. Without the
   * right to list, S3 answers 403 and not 404 for a file that was never sent.
   */
  grantFiles(grantee: Grantee): aws.iam.RolePolicy {
    return this.grant('files', grantee, [
      {
        Sid: 'UseFiles',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: pulumi.interpolate`${this.filesBucketArn}/files/*`,
      },
      { Sid: 'TellMissingFiles', Effect: 'Allow', Action: 's3:ListBucket', Resource: this.filesBucketArn },
      this.allowKeyUse(['kms:GenerateDataKey', 'kms:Decrypt'], this.filesBucketArn),
    ]);
  }

  /** Reading the records that are to be loaded. */
  grantRecords(grantee: Grantee): aws.iam.RolePolicy {
    return this.grant('records', grantee, [
      {
        Sid: 'ReadRecords',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: pulumi.interpolate`${this.recordsBucketArn}/*`,
      },
      { Sid: 'ListRecords', Effect: 'Allow', Action: 's3:ListBucket', Resource: this.recordsBucketArn },
      this.allowKeyUse(['kms:Decrypt'], this.recordsBucketArn),
    ]);
  }

  private createBucket(purpose: 'files' | 'records' | 'audit', keyArn: pulumi.Input<string>): PrivateBucket {
    const { accountId, forceDestroy } = this.args;
    const isAudit = purpose === 'audit';
    return new PrivateBucket(
      `${this.name}-${purpose}`,
      {
        accountId,
        keyArn,
        objectLock: isAudit,
        forceDestroy,
        ...(isAudit && { allow: (bucketArn) => this.allowTrailWrites(bucketArn) }),
      },
      { parent: this },
    );
  }

  /** CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
  private allowTrailWrites(bucketArn: pulumi.Output<string>): aws.iam.PolicyStatement[] {
    const { accountId, trailArn } = this.args;
    const Principal = { Service: 'cloudtrail.amazonaws.com' };
    const fromTrail = { 'aws:SourceArn': trailArn };
    return [
      {
        Sid: 'TrailLooks',
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: bucketArn,
        Condition: { StringEquals: fromTrail },
      },
      {
        Sid: 'TrailWrites',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
        Condition: { StringEquals: { ...fromTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ];
  }

  private createLifecycle(
    purpose: string,
    { bucketName: bucket, versioning }: PrivateBucket,
    rules: aws.types.input.s3.BucketLifecycleConfigurationRule[],
  ): void {
    new aws.s3.BucketLifecycleConfiguration(
      `${this.name}-${purpose}-lifecycle`,
      { bucket, rules },
      { parent: this, dependsOn: [versioning] },
    );
  }

  private abandonedUploads(): aws.types.input.s3.BucketLifecycleConfigurationRule {
    return {
      id: 'abandoned-uploads',
      status: 'Enabled',
      filter: { prefix: '' },
      abortIncompleteMultipartUpload: { daysAfterInitiation: this.args.abandonedUploadDays },
    };
  }

  /** What was removed or replaced stays as an older version until records of its kind need not be kept any more. */
  private removedObjects(): aws.types.input.s3.BucketLifecycleConfigurationRule {
    return {
      id: 'removed-objects',
      status: 'Enabled',
      filter: { prefix: '' },
      noncurrentVersionExpiration: { noncurrentDays: this.args.removedFileDays },
      expiration: { expiredObjectDeleteMarker: true },
    };
  }

  private lockAuditBucket({ bucketName: bucket, versioning }: PrivateBucket): void {
    const { auditLockMode, auditLockDays } = this.args;
    new aws.s3.BucketObjectLockConfiguration(
      `${this.name}-audit-lock`,
      { bucket, rule: { defaultRetention: { mode: auditLockMode.toUpperCase(), days: auditLockDays } } },
      { parent: this, dependsOn: [versioning] },
    );
  }

  private allowBrowserAccess({ bucketName: bucket }: PrivateBucket): void {
    const { corsAllowedOrigins } = this.args;
    if (corsAllowedOrigins.length === 0) return;
    new aws.s3.BucketCorsConfiguration(
      `${this.name}-files-cors`,
      {
        bucket,
        corsRules: [
          {
            allowedOrigins: [...corsAllowedOrigins],
            allowedMethods: ['GET', 'PUT'],
            allowedHeaders: uploadHeaders,
            maxAgeSeconds: 3600,
          },
        ],
      },
      { parent: this },
    );
  }

  private grant(purpose: string, grantee: Grantee, statements: aws.iam.PolicyStatement[]): aws.iam.RolePolicy {
    const document: aws.iam.PolicyDocument = { Version: '2012-10-17', Statement: statements };
    return new aws.iam.RolePolicy(
      `${this.name}-${purpose}-for-${grantee.name}`,
      { role: grantee.role.name, policy: pulumi.jsonStringify(document) },
      { parent: this },
    );
  }

  /** The key only for objects of one bucket, and only as S3 uses it. */
  private allowKeyUse(actions: string[], bucketArn: pulumi.Output<string>): aws.iam.PolicyStatement {
    return {
      Sid: 'UseKeyThroughS3',
      Effect: 'Allow',
      Action: actions,
      Resource: this.args.dataKeyArn,
      Condition: {
        StringEquals: { 'kms:ViaService': `s3.${this.args.region}.amazonaws.com` },
        // With the bucket's own key S3 names the bucket, without it the object.
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, pulumi.interpolate`${bucketArn}/*`] },
      },
    };
  }
}
