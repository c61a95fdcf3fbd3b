import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component, type Grantee } from '../component.js';
import { buildServiceHost, type Place } from '../place.js';
import { PrivateBucket } from './private-bucket.js';

export interface StorageArgs {
  readonly place: Place;
  readonly abandonedUploadDays: number;
  readonly removedFileDays: number;
  readonly auditLockDays: number;
  readonly auditLockMode: StackConfig['storage']['auditLockMode'];
  /** Deletes the objects with the stack. True only if the data is worthless. */
  readonly forceDestroy: boolean;
  /** Origins whose pages upload and download files with presigned URLs. */
  readonly corsAllowedOrigins: readonly string[];
  /** The trail that writes to the audit bucket. */
  readonly trailArn: string;
  readonly dataKeyArn: pulumi.Input<string>;
  readonly auditKeyArn: pulumi.Input<string>;
}

/** Headers that the signature of an upload covers. Pages must be allowed to send them. */
const uploadHeaders = [
  'content-type',
  'x-amz-checksum-sha256',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
];

type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** A lifecycle rule without actions that applies to every object. */
const everyObject = (id: string) => ({ id, status: 'Enabled', filter: { prefix: '' } });

/**
 * Three private buckets: patients' files, records to load, and the audit trail, whose objects are locked. Functions reach
 * the first two if granted; browsers reach files with presigned URLs; only CloudTrail writes to the third.
 *
 * CloudTrail's data events record who reads and writes objects. S3's access logs don't: they arrive late or not at all,
 * contain paths, and can use neither our key nor a bucket with a default lock.
 */
export class Storage extends Component<StorageArgs> {
  readonly filesBucketName: pulumi.Output<string>;
  readonly filesBucketArn: pulumi.Output<string>;
  /** The key that an upload must name. */
  readonly filesKeyArn: pulumi.Output<string>;
  readonly recordsBucketName: pulumi.Output<string>;
  readonly recordsBucketArn: pulumi.Output<string>;
  readonly auditBucketName: pulumi.Output<string>;

  constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:storage:Storage', name, args, opts);
    const files = this.createDataBucket('files');
    const records = this.createDataBucket('records');
    const audit = this.createAuditBucket();
    this.createLifecycle('files', files, [this.abandonedUploads(), this.removedObjects()]);
    this.createLifecycle('records', records, [this.abandonedUploads(), this.removedObjects()]);
    this.createLifecycle('audit', audit, [this.abandonedUploads()]);
    this.lockAuditBucket(audit);
    this.allowBrowserAccess(files);
    this.filesBucketName = files.bucketName;
    this.filesBucketArn = files.bucketArn;
    this.filesKeyArn = pulumi.output(args.dataKeyArn);
    this.recordsBucketName = records.bucketName;
    this.recordsBucketArn = records.bucketArn;
    this.auditBucketName = audit.bucketName;
    this.registerOutputs({
      filesBucketName: this.filesBucketName,
      recordsBucketName: this.recordsBucketName,
      auditBucketName: this.auditBucketName,
    });
  }

  /**
   * Lets a function read, write and remove files. A removed file leaves an older version, which the role can't reach.
   * Without the permission to list, S3 answers 403 instead of 404 for a missing file.
   */
  grantFiles({ name, role }: Grantee): void {
    this.allow(role, `files-for-${name}`, [
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

  /** Lets a function read the records to load. */
  grantRecords({ name, role }: Grantee): void {
    this.allow(role, `records-for-${name}`, [
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

  /** Lets a role use the key only for objects of one bucket, and only through S3. */
  private allowKeyUse(actions: string[], bucketArn: pulumi.Output<string>): aws.iam.PolicyStatement {
    const { place, dataKeyArn } = this.args;
    return {
      Sid: 'UseKeyThroughS3',
      Effect: 'Allow',
      Action: actions,
      Resource: dataKeyArn,
      Condition: {
        StringEquals: { 'kms:ViaService': buildServiceHost(place, 's3') },
        // With a Bucket Key the context names the bucket, without one the object.
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, pulumi.interpolate`${bucketArn}/*`] },
      },
    };
  }

  private createDataBucket(purpose: 'files' | 'records'): PrivateBucket {
    const { place, dataKeyArn, forceDestroy } = this.args;
    return new PrivateBucket(
      `${this.name}-${purpose}`,
      { accountId: place.accountId, keyArn: dataKeyArn, objectLock: false, forceDestroy },
      { parent: this },
    );
  }

  private createAuditBucket(): PrivateBucket {
    const { place, auditKeyArn, forceDestroy } = this.args;
    return new PrivateBucket(
      `${this.name}-audit`,
      {
        accountId: place.accountId,
        keyArn: auditKeyArn,
        objectLock: true,
        forceDestroy,
        allowService: (bucketArn) => this.allowTrailWrites(bucketArn),
      },
      { parent: this },
    );
  }

  /** CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
  private allowTrailWrites(bucketArn: pulumi.Output<string>): aws.iam.PolicyStatement[] {
    const { place, trailArn } = this.args;
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
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${place.accountId}/*`,
        Condition: { StringEquals: { ...fromTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ];
  }

  private createLifecycle(
    purpose: string,
    { bucketName: bucket, versioning }: PrivateBucket,
    rules: LifecycleRule[],
  ): void {
    new aws.s3.BucketLifecycleConfiguration(
      `${this.name}-${purpose}-lifecycle`,
      { bucket, rules },
      { parent: this, dependsOn: [versioning] },
    );
  }

  private abandonedUploads(): LifecycleRule {
    return {
      ...everyObject('abandoned-uploads'),
      abortIncompleteMultipartUpload: { daysAfterInitiation: this.args.abandonedUploadDays },
    };
  }

  /** Keeps removed and replaced objects as older versions until their retention ends. */
  private removedObjects(): LifecycleRule {
    return {
      ...everyObject('removed-objects'),
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
}
