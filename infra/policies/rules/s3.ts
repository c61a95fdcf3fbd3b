import { deniesWithoutTls, isPolicyUnknown, readStatements, toArray } from '../../preview/policy-statements.js';
import { findOutsideGrant } from '../accounts.js';
import {
  checkEach,
  findParts,
  isCustomerKey,
  mustHavePart,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
} from '../policy.js';

const bucketType = 'aws:s3/bucket:Bucket';
const bucketPolicyType = 'aws:s3/bucketPolicy:BucketPolicy';

const publicAccessSwitches = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'];

interface EncryptionRule {
  readonly applyServerSideEncryptionByDefault?: { readonly sseAlgorithm?: string; readonly kmsMasterKeyId?: string };
}

const isKmsRule = ({ applyServerSideEncryptionByDefault: rule }: EncryptionRule): boolean =>
  rule?.sseAlgorithm === 'aws:kms' && isCustomerKey(rule.kmsMasterKeyId);

interface LifecycleRule {
  readonly status?: string;
  readonly filter?: { readonly prefix?: string; readonly [other: string]: unknown };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation?: number };
}

/** Any filter but an empty prefix leaves out some objects. */
const appliesToAllObjects = ({ filter = {} }: LifecycleRule): boolean =>
  Object.values(filter).every((value) => value === '');

const abortsUploads = (rule: LifecycleRule): boolean =>
  rule.status === 'Enabled' &&
  appliesToAllObjects(rule) &&
  (rule.abortIncompleteMultipartUpload?.daysAfterInitiation ?? 0) > 0;

const checkBucketPolicy: ResourceCheck = (policy, resources) => {
  const statements = readStatements([policy]);
  const outside = findOutsideGrant(statements, resources);
  if (outside !== undefined) return outside;
  const isLockedOut = statements.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined);
  return isLockedOut ? 'denies without a condition, which locks out the owner too' : undefined;
};

const checkTls: ResourceCheck = (bucket, resources) => {
  const policies = findParts(bucket, bucketPolicyType, resources);
  if (policies.some(isPolicyUnknown)) return undefined;
  const denied = readStatements(policies)
    .filter((statement) => deniesWithoutTls(statement, 's3:*'))
    .flatMap(({ Resource }) => toArray(Resource));
  const objects = denied.filter((arn) => arn.endsWith('/*'));
  return objects.some((arn) => denied.includes(arn.slice(0, -2))) ? undefined : 'allows requests without TLS';
};

export const s3Policies: readonly PolicyDefinition[] = [
  {
    id: 'bucket-acls-off',
    description: 'Bucket owners own all objects, and access control lists (ACLs) are disabled.',
    safeguards: ['164.312(a)(1)'],
    publicRules: ['S3_BUCKET_ACL_PROHIBITED', 'CKV2_AWS_65'],
    fix: 'Add a BucketOwnershipControls with BucketOwnerEnforced.',
    check: checkEach(
      bucketType,
      mustHavePart(
        'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
        (controls) => readInput(controls, 'rule.objectOwnership') === 'BucketOwnerEnforced',
        'accepts ACLs',
      ),
    ),
  },
  {
    id: 'bucket-encrypted',
    description: 'Buckets are encrypted with a customer managed key.',
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
    fix: 'Add a BucketServerSideEncryptionConfiguration with aws:kms and the key.',
    check: checkEach(
      bucketType,
      mustHavePart(
        'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
        (configuration) => readInputList<EncryptionRule>(configuration, 'rules').some(isKmsRule),
        'is not encrypted with a customer managed key',
      ),
    ),
  },
  {
    id: 'bucket-lifecycle',
    description: 'Buckets delete incomplete uploads.',
    safeguards: ['164.310(d)(2)(i)'],
    publicRules: ['S3_VERSION_LIFECYCLE_POLICY_CHECK', 'CKV_AWS_300', 'CKV2_AWS_61'],
    fix: 'Add an enabled lifecycle rule with abortIncompleteMultipartUpload for the whole bucket.',
    check: checkEach(
      bucketType,
      mustHavePart(
        'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
        (configuration) => readInputList<LifecycleRule>(configuration, 'rules').some(abortsUploads),
        'keeps incomplete uploads forever',
      ),
    ),
  },
  {
    id: 'bucket-policy-closed',
    description: 'Bucket policies allow nothing to everyone or to another account, and never lock out the owner.',
    safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
    publicRules: ['CKV_AWS_70', 'CKV_AWS_93', 'F16'],
    fix: 'Allow only named principals of the account, and add a condition to statements that deny.',
    check: checkEach([bucketPolicyType, bucketType], checkBucketPolicy),
  },
  {
    id: 'bucket-private',
    description: 'No ACL and no bucket policy can make a bucket public.',
    safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
    publicRules: [
      'S3_BUCKET_PUBLIC_READ_PROHIBITED',
      'S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
      'HIPAA.Security-S3BucketLevelPublicAccessProhibited',
      'HIPAA.Security-S3BucketPublicReadProhibited',
      'HIPAA.Security-S3BucketPublicWriteProhibited',
      'AwsSolutions-S2',
      'CKV_AWS_20',
      'CKV_AWS_53',
      'CKV_AWS_54',
      'CKV_AWS_55',
      'CKV_AWS_56',
      'CKV_AWS_57',
      'CKV2_AWS_6',
      's3_bucket_policy_public_write_access',
      's3_bucket_public_access',
      'F14',
      's3.Bucket.disallowPublicRead',
    ],
    fix: `Add a BucketPublicAccessBlock with ${publicAccessSwitches.join(', ')} true.`,
    check: checkEach(bucketType, (bucket, resources) => {
      const [block] = findParts(bucket, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', resources);
      if (block === undefined) return 'has no public access block';
      const off = publicAccessSwitches.filter((name) => readInput(block, name) !== true);
      return off.length === 0 ? undefined : `has a public access block without ${off.join(', ')}`;
    }),
  },
  {
    id: 'bucket-tls-only',
    description: 'Buckets accept only requests over TLS.',
    safeguards: ['164.312(e)(1)', '164.312(e)(2)(i)'],
    publicRules: [
      'S3_BUCKET_SSL_REQUESTS_ONLY',
      'HIPAA.Security-S3BucketSSLRequestsOnly',
      'AwsSolutions-S10',
      's3_bucket_secure_transport_policy',
      'W51',
    ],
    fix: 'Deny s3:* to everyone where aws:SecureTransport is false, on the bucket and on all its objects.',
    check: checkEach(bucketType, checkTls),
  },
  {
    id: 'bucket-versioned',
    description: 'Overwritten and deleted objects can be restored.',
    safeguards: ['164.308(a)(7)(ii)(A)', '164.312(c)(1)'],
    publicRules: [
      'S3_BUCKET_VERSIONING_ENABLED',
      'HIPAA.Security-S3BucketVersioningEnabled',
      'CKV_AWS_21',
      's3_bucket_object_versioning',
    ],
    fix: 'Add a BucketVersioning with the status Enabled.',
    check: checkEach(
      bucketType,
      mustHavePart(
        'aws:s3/bucketVersioning:BucketVersioning',
        (versioning) => readInput(versioning, 'versioningConfiguration.status') === 'Enabled',
        'has no versioning',
      ),
    ),
  },
];
