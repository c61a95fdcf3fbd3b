import { isPolicyUnknown, list, refusesWithoutTls, statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy, partsOf } from '../policy.js';

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
  mend: 'Deny s3:* where aws:SecureTransport is false, on the bucket and all objects.',
  check: each('aws:s3/bucket:Bucket', (bucket, resources) => {
    const policies = partsOf(bucket, 'aws:s3/bucketPolicy:BucketPolicy', resources);
    if (policies.some(isPolicyUnknown)) return undefined;
    const refused = statementsOf(policies)
      .filter(({ statement }) => refusesWithoutTls(statement, 's3:*'))
      .flatMap(({ statement }) => list(statement.Resource));
    const objects = refused.filter((arn) => arn.endsWith('/*'));
    return objects.some((arn) => refused.includes(arn.slice(0, -2))) ? undefined : 'answers without TLS';
  }),
};
