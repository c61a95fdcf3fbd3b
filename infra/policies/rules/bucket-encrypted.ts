import { checkEach, findParts, isOwnKey, type Policy, readInput } from '../policy.js';

interface Rule {
  readonly applyServerSideEncryptionByDefault?: { readonly sseAlgorithm?: string; readonly kmsMasterKeyId?: string };
}

export const bucketEncrypted: Policy = {
  id: 'bucket-encrypted',
  severity: 'error',
  promise: 'What is in a bucket is encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
  publicRules: [
    'S3_DEFAULT_ENCRYPTION_KMS',
    'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED',
    'HIPAA.Security-S3DefaultEncryptionKMS',
    'CKV_AWS_19',
    'CKV_AWS_145',
    's3_bucket_default_encryption',
    'W41',
    's3.Bucket.enableServerSideEncryption',
    's3.Bucket.configureServerSideEncryptionKms',
    's3.Bucket.configureServerSideEncryptionCustomerManagedKey',
  ],
  fix: 'Give the bucket a BucketServerSideEncryptionConfiguration with aws:kms and the key.',
  check: checkEach('aws:s3/bucket:Bucket', (bucket, resources) => {
    const rules = findParts(
      bucket,
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      resources,
    ).flatMap((part) => (readInput(part, 'rules') ?? []) as Rule[]);
    const isEncrypted = rules.some(
      ({ applyServerSideEncryptionByDefault: rule }) =>
        rule?.sseAlgorithm === 'aws:kms' && isOwnKey(rule.kmsMasterKeyId),
    );
    return isEncrypted ? undefined : 'is not encrypted under a key of our own';
  }),
};
