import { list, statementsOf } from '../../preview/policy-statements.js';
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
  ],
  mend: 'Deny s3:* where aws:SecureTransport is false, on the bucket and all objects.',
  check: each('aws:s3/bucket:Bucket', (bucket, resources) => {
    const refuses = statementsOf(partsOf(bucket, 'aws:s3/bucketPolicy:BucketPolicy', resources)).some(
      ({ statement }) =>
        statement.Effect === 'Deny' &&
        list(statement.Action).includes('s3:*') &&
        list(statement.Resource).length >= 2 &&
        statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
    );
    return refuses ? undefined : 'answers without TLS';
  }),
};
