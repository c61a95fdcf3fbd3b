import { beforeAll, describe, expect, it } from 'vitest';
import { listByType } from '../test/support/plan.js';
import type { PlannedResource } from './preview/planned-resource.js';
import { previewStack } from './preview/preview.js';

const role = 'aws:iam/role:Role';
const bucket = 'aws:s3/bucket:Bucket';

/** Returns the role of a policy. The names of grants end with the function that they are for. */
function parseRoleName(policy: string): string {
  if (policy === 'network-flows') return policy;
  if (policy === 'audit-log') return 'audit-role';
  if (policy.startsWith('identity-token-trigger-')) return 'identity-token-trigger-role';
  const [, called] = /^functions-(.*)-execution$/.exec(policy) ?? /-([a-z_]+)$/.exec(policy) ?? [];
  return `functions-${called}-role`;
}

const parseBucketName = (part: string): string => part.replace(/^(storage-[a-z]+)-.*$/, '$1-bucket');

/** Types of resources that configure another one, with its type and name. */
const parts: readonly [type: string, whole: string, nameOf: (part: string) => string][] = [
  ['aws:iam/rolePolicy:RolePolicy', role, parseRoleName],
  ['aws:s3/bucketPolicy:BucketPolicy', bucket, parseBucketName],
  ['aws:s3/bucketVersioning:BucketVersioning', bucket, parseBucketName],
  ['aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', bucket, parseBucketName],
  ['aws:s3/bucketOwnershipControls:BucketOwnershipControls', bucket, parseBucketName],
  ['aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', bucket, parseBucketName],
  ['aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration', bucket, parseBucketName],
  ['aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', bucket, parseBucketName],
  ['aws:kms/alias:Alias', 'aws:kms/key:Key', (part) => part.replace(/-alias$/, '')],
  ['aws:sqs/queuePolicy:QueuePolicy', 'aws:sqs/queue:Queue', (part) => part.replace(/-policy$/, '-queue')],
  ['aws:ecr/lifecyclePolicy:LifecyclePolicy', 'aws:ecr/repository:Repository', () => 'registry-agent'],
  [
    'aws:secretsmanager/secretVersion:SecretVersion',
    'aws:secretsmanager/secret:Secret',
    (part) => part.replace(/-value$/, ''),
  ],
];

describe.each(['prod', 'dev'])('in the stack %s', (stack) => {
  let resources: readonly PlannedResource[];
  beforeAll(async () => {
    ({ resources } = await previewStack(stack));
  });

  it.each(parts)('each %s depends on the one %s that its name says', (type, whole, nameOf) => {
    const found = listByType(resources, type).map(({ name, dependencies }) => ({
      name,
      wholes: listByType(resources, whole).flatMap((each) => (dependencies.includes(each.urn) ? each.name : [])),
    }));
    expect(found).not.toEqual([]);
    expect(found).toEqual(found.map(({ name }) => ({ name, wholes: [nameOf(name)] })));
  });
});
