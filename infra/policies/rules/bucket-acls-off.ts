import { checkEach, findParts, type Policy, readInput } from '../policy.js';

export const bucketAclsOff: Policy = {
  id: 'bucket-acls-off',
  severity: 'error',
  promise: 'What is in a bucket belongs to the bucket’s owner, and access lists mean nothing.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['S3_BUCKET_ACL_PROHIBITED', 'CKV2_AWS_65'],
  fix: 'Give the bucket BucketOwnershipControls with BucketOwnerEnforced.',
  check: checkEach('aws:s3/bucket:Bucket', (bucket, resources) => {
    const controls = findParts(bucket, 'aws:s3/bucketOwnershipControls:BucketOwnershipControls', resources);
    const isEnforced = controls.some((control) => readInput(control, 'rule.objectOwnership') === 'BucketOwnerEnforced');
    return isEnforced ? undefined : 'takes access lists';
  }),
};
