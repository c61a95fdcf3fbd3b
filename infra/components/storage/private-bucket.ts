import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Component, denyPlaintext, toPolicyDocument } from '../component.js';

export interface PrivateBucketArgs {
  readonly accountId: string;
  /** Encrypts every object. */
  readonly keyArn: pulumi.Input<string>;
  /** Enables object lock, which can only be done when the bucket is created. */
  readonly objectLock: boolean;
  readonly forceDestroy: boolean;
  /** Returns statements that let an AWS service use the bucket. */
  readonly allowService?: (bucketArn: pulumi.Output<string>) => aws.iam.PolicyStatement[];
}

/**
 * A versioned bucket, encrypted with one key, that only this account can reach, and only over TLS. A new logical name
 * creates a new, empty bucket; rename with an alias.
 */
export class PrivateBucket extends Component<PrivateBucketArgs> {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** Rules about older versions must wait for this. */
  readonly versioning: aws.s3.BucketVersioning;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:storage:PrivateBucket', name, args, opts);
    const bucket = this.createBucket();
    this.versioning = this.enableVersioning(bucket);
    this.encrypt(bucket);
    this.enforceBucketOwner(bucket);
    const block = this.blockPublicAccess(bucket);
    this.attachPolicy(bucket, block);
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }

  private createBucket(): aws.s3.Bucket {
    const { objectLock, forceDestroy } = this.args;
    return new aws.s3.Bucket(`${this.name}-bucket`, { forceDestroy, objectLockEnabled: objectLock }, { parent: this });
  }

  private enableVersioning({ bucket }: aws.s3.Bucket): aws.s3.BucketVersioning {
    return new aws.s3.BucketVersioning(
      `${this.name}-versioning`,
      { bucket, versioningConfiguration: { status: 'Enabled' } },
      { parent: this },
    );
  }

  /** With an S3 Bucket Key, which saves a KMS call, and its price, per object. */
  private encrypt({ bucket }: aws.s3.Bucket): void {
    const rule = {
      applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.args.keyArn },
      bucketKeyEnabled: true,
    };
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${this.name}-encryption`,
      { bucket, rules: [rule] },
      { parent: this },
    );
  }

  /** Disables access lists: the bucket's owner owns every object. */
  private enforceBucketOwner({ bucket }: aws.s3.Bucket): void {
    new aws.s3.BucketOwnershipControls(
      `${this.name}-ownership`,
      { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      { parent: this },
    );
  }

  private blockPublicAccess({ bucket }: aws.s3.Bucket): aws.s3.BucketPublicAccessBlock {
    return new aws.s3.BucketPublicAccessBlock(
      `${this.name}-public-access`,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
  }

  /** S3 rejects concurrent changes to a bucket's access, so the policy waits for the block. */
  private attachPolicy({ bucket, arn }: aws.s3.Bucket, block: aws.s3.BucketPublicAccessBlock): void {
    const { accountId, keyArn, allowService } = this.args;
    const objects = pulumi.interpolate`${arn}/*`;
    const deny = (Sid: string, Action: string, Resource: aws.iam.PolicyStatement['Resource'], Condition: object) =>
      ({ Sid, Effect: 'Deny', Principal: '*', Action, Resource, Condition }) as aws.iam.PolicyStatement;
    const denyAll = (sid: string, condition: object) => deny(sid, 's3:*', [arn, objects], condition);
    const denyUpload = (sid: string, condition: object) => deny(sid, 's3:PutObject', objects, condition);
    // AWS services act without an account, and CloudTrail encrypts its digests with S3's key regardless of settings.
    const notAwsService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
    const document = toPolicyDocument([
      ...(allowService?.(arn) ?? []),
      denyPlaintext('s3:*', [arn, objects]),
      denyAll('OnlyTls12OrLater', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
      denyAll('OnlyThisAccount', { ...notAwsService, StringNotEquals: { 'aws:PrincipalAccount': accountId } }),
      // `Null` excludes uploads without these headers, which get the bucket's encryption: a missing key is "not equal" too.
      denyUpload('OnlyKms', {
        ...notAwsService,
        Null: { 's3:x-amz-server-side-encryption': 'false' },
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
      }),
      denyUpload('OnlyThisKey', {
        ...notAwsService,
        Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
        ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
      }),
    ]);
    new aws.s3.BucketPolicy(
      `${this.name}-policy`,
      { bucket, policy: pulumi.jsonStringify(document) },
      { parent: this, dependsOn: [block] },
    );
  }
}
