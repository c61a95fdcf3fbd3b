import { statementsOf } from '../../preview/policy-statements.js';
import { each, inputOf, type Policy, partsOf } from '../policy.js';

export const topicProtected: Policy = {
  id: 'topic-protected',
  severity: 'error',
  promise: 'Topics are encrypted under a key of our own, and only named services publish to them.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
  publicRules: [
    'SNS_ENCRYPTED_KMS',
    'HIPAA.Security-SNSEncryptedKMS',
    'AwsSolutions-SNS3',
    'CKV_AWS_26',
    'CKV_AWS_169',
    'CKV_AWS_385',
    'sns_topics_kms_encryption_at_rest_enabled',
  ],
  mend: 'Set kmsMasterKeyId, and a policy that names who may publish.',
  check: each('aws:sns/topic:Topic', (topic, resources) => {
    if (inputOf(topic, 'kmsMasterKeyId') === undefined) return 'is not encrypted under a key of our own';
    const open = statementsOf(partsOf(topic, 'aws:sns/topicPolicy:TopicPolicy', resources)).some(
      ({ statement }) => statement.Effect === 'Allow' && JSON.stringify(statement.Principal ?? '*').includes('"*"'),
    );
    return open ? 'takes messages from everybody' : undefined;
  }),
};
