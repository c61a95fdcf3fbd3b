import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface PrivateBucketArgs {
  readonly accountId: string;
  /** What everything in it is encrypted with. */
  readonly keyArn: pulumi.Input<string>;
  /** Whether objects can be kept from being deleted. Can't be changed once the bucket is there. */
  readonly objectLock: boolean;
  readonly forceDestroy: boolean;
  /** What a service of AWS may do with the bucket. */
  readonly allow?: (bucketArn: pulumi.Output<string>) => aws.iam.PolicyStatement[];
}

/**
 * A bucket that nobody outside of the account reaches: versioned, under one key, over TLS only. A new logical name means a
 * new, empty bucket; rename by alias.
 */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** What needs older versions to be kept waits for this. */
  readonly versioning: aws.s3.BucketVersioning;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:storage:PrivateBucket', name, {}, opts);
    const bucket = this.createBucket(name, args);
    this.versioning = this.keepVersions(name, bucket);
    this.encrypt(name, bucket, args);
    this.enforceBucketOwner(name, bucket);
    const block = this.blockPublicAccess(name, bucket);
    this.attachPolicy(name, bucket, args, block);
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }

  private createBucket(name: string, { objectLock, forceDestroy }: PrivateBucketArgs): aws.s3.Bucket {
    return new aws.s3.Bucket(
      `${name}-bucket`,
      { forceDestroy, objectLockEnabled: objectLock },
      { parent: this, protect: !forceDestroy },
    );
  }

  private keepVersions(name: string, { bucket }: aws.s3.Bucket): aws.s3.BucketVersioning {
    return new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: 'Enabled' } },
      { parent: this },
    );
  }

  /** With a key of the bucket's own between objects and KMS, which spares a call, and its price, per object. */
  private encrypt(name: string, { bucket }: aws.s3.Bucket, { keyArn }: PrivateBucketArgs): void {
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
            bucketKeyEnabled: true,
          },
        ],
      },
      { parent: this },
    );
  }

  /** Access lists are off: what is in the bucket is the bucket owner's. */
  private enforceBucketOwner(name: string, { bucket }: aws.s3.Bucket): void {
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      { parent: this },
    );
  }

  private blockPublicAccess(name: string, { bucket }: aws.s3.Bucket): aws.s3.BucketPublicAccessBlock {
    return new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
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

  /** S3 refuses two changes of one bucket's access at once, so the policy comes after the block. */
  private attachPolicy(
    name: string,
    { bucket, arn }: aws.s3.Bucket,
    { accountId, keyArn, allow }: PrivateBucketArgs,
    block: aws.s3.BucketPublicAccessBlock,
  ): void {
    const objects = pulumi.interpolate`${arn}/*`;
    const everything: aws.iam.PolicyStatement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, objects],
    };
    const uploads: aws.iam.PolicyStatement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: objects,
    };
    // AWS's own services have no account, and CloudTrail encrypts its digests with S3's key whatever it is told.
    const notAwsService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
    const document: aws.iam.PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        ...(allow?.(arn) ?? []),
        { Sid: 'OnlyTls', ...everything, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Sid: 'OnlyTls12OrLater', ...everything, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
        {
          Sid: 'OnlyThisAccount',
          ...everything,
          Condition: {
            ...notAwsService,
            StringNotEquals: { 'aws:PrincipalAccount': accountId },
          },
        },
        // An upload that names no encryption gets the bucket's. `Null` is needed: what isn't there is not equal either.
        {
          Sid: 'OnlyKms',
          ...uploads,
          Condition: {
            ...notAwsService,
            Null: { 's3:x-amz-server-side-encryption': 'false' },
            StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
          },
        },
        {
          Sid: 'OnlyThisKey',
          ...uploads,
          Condition: {
            ...notAwsService,
            Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
            ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
          },
        },
      ],
    };
    new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket, policy: pulumi.jsonStringify(document) },
      { parent: this, dependsOn: [block] },
    );
  }
}
