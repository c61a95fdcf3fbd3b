import { deniesWithoutTls, isPolicyUnknown, listStatements, toArray } from '../../preview/policy-statements.js';
import { checkEach, findParts, type Policy } from '../policy.js';

export const bucketTlsOnly: Policy = {
  id: 'bucket-tls-only',
  severity: 'error',
  promise: 'A bucket answers over TLS alone.',
  safeguards: ['164.312(e)(1)', '164.312(e)(2)(i)'],
  publicRules: [
    'S3_BUCKET_SSL_REQUESTS_ONLY',
    'HIPAA.Security-S3BucketSSLRequestsOnly',
    'AwsSolutions-S10',
    's3_bucket_secure_transport_policy',
    'W51',
  ],
  fix: 'Deny s3:* where aws:SecureTransport is false, on the bucket and all objects.',
  check: checkEach('aws:s3/bucket:Bucket', (bucket, resources) => {
    const policies = findParts(bucket, 'aws:s3/bucketPolicy:BucketPolicy', resources);
    if (policies.some(isPolicyUnknown)) return undefined;
    const refused = listStatements(policies)
      .filter(({ statement }) => deniesWithoutTls(statement, 's3:*'))
      .flatMap(({ statement }) => toArray(statement.Resource));
    const objects = refused.filter((arn) => arn.endsWith('/*'));
    return objects.some((arn) => refused.includes(arn.slice(0, -2))) ? undefined : 'answers without TLS';
  }),
};
