import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../config/settings/stack.js';

/** What a setting keeps: patients' data and accounts, stored objects, or, as long as either is kept, evidence and keys. */
type Kept = 'database' | 'buckets' | 'either';

/** Resource types whose loss would lose data, evidence or the keys to them. Names follow where only some must stay. */
const protectedTypes: Readonly<Record<string, { readonly keeps: Kept; readonly names?: readonly string[] }>> = {
  'aws:cloudtrail/trail:Trail': { keeps: 'either' },
  'aws:cloudwatch/logGroup:LogGroup': { keeps: 'either' },
  'aws:cognito/userGroup:UserGroup': { keeps: 'database' },
  'aws:cognito/userPool:UserPool': { keeps: 'database' },
  'aws:cognito/userPoolClient:UserPoolClient': { keeps: 'database' },
  'aws:ec2/flowLog:FlowLog': { keeps: 'either' },
  // Without these, the trail and the flow logs stop.
  'aws:iam/role:Role': { keeps: 'either', names: ['audit-role', 'network-flows'] },
  'aws:iam/rolePolicy:RolePolicy': { keeps: 'either', names: ['audit-log', 'network-flows'] },
  'aws:kms/alias:Alias': { keeps: 'either' },
  'aws:kms/key:Key': { keeps: 'either' },
  'aws:rds/cluster:Cluster': { keeps: 'database' },
  'aws:rds/clusterInstance:ClusterInstance': { keeps: 'database' },
  'aws:rds/subnetGroup:SubnetGroup': { keeps: 'database' },
  'aws:s3/bucket:Bucket': { keeps: 'buckets' },
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': { keeps: 'buckets' },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': { keeps: 'buckets' },
  'aws:s3/bucketPolicy:BucketPolicy': { keeps: 'buckets' },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': { keeps: 'buckets' },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': { keeps: 'buckets' },
  'aws:s3/bucketVersioning:BucketVersioning': { keeps: 'buckets' },
  'aws:secretsmanager/secret:Secret': { keeps: 'either' },
  'aws:secretsmanager/secretVersion:SecretVersion': { keeps: 'either' },
};

export interface ProtectionArgs {
  readonly deletionProtection: StackConfig['database']['deletionProtection'];
  readonly forceDestroy: StackConfig['storage']['forceDestroy'];
}

/**
 * Returns a transformation that protects what holds data, evidence or the keys to them. `pulumi destroy` deletes everything
 * else even if it is told to skip the preview, in which it would refuse; Pulumi never deletes a protected resource.
 */
export function protectRecords({ deletionProtection, forceDestroy }: ProtectionArgs): pulumi.ResourceTransformation {
  const isKept = {
    database: deletionProtection,
    buckets: !forceDestroy,
    either: deletionProtection || !forceDestroy,
  } satisfies Record<Kept, boolean>;
  return ({ type, name, props, opts }) => {
    const rule = protectedTypes[type];
    if (rule === undefined || !isKept[rule.keeps] || rule.names?.includes(name) === false) return undefined;
    return { props, opts: pulumi.mergeOptions(opts, { protect: true }) };
  };
}
