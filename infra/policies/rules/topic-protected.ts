import { deniesWithoutTls, isPolicyUnknown, listStatements } from '../../preview/policy-statements.js';
import { checkEach, findParts, isOwnKey, type Policy, readInput } from '../policy.js';

export const topicProtected: Policy = {
  id: 'topic-protected',
  severity: 'error',
  promise: 'Topics are encrypted under a key of our own, and only named services publish to them, over TLS.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(1)', '164.312(e)(2)(ii)'],
  publicRules: [
    'SNS_ENCRYPTED_KMS',
    'HIPAA.Security-SNSEncryptedKMS',
    'AwsSolutions-SNS3',
    'CKV_AWS_26',
    'CKV_AWS_169',
    'CKV_AWS_385',
    'sns_topics_kms_encryption_at_rest_enabled',
    'W47',
    'F18',
  ],
  fix: 'Set kmsMasterKeyId, and a policy that names who may publish and denies sns:Publish where aws:SecureTransport is false.',
  check: checkEach('aws:sns/topic:Topic', (topic, resources) => {
    if (!isOwnKey(readInput(topic, 'kmsMasterKeyId'))) return 'is not encrypted under a key of our own';
    const holders = [topic, ...findParts(topic, 'aws:sns/topicPolicy:TopicPolicy', resources)];
    if (holders.some(isPolicyUnknown)) return undefined;
    const statements = listStatements(holders).map(({ statement }) => statement);
    if (!statements.some((statement) => deniesWithoutTls(statement, 'sns:Publish')))
      return 'takes messages without TLS';
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal ?? '*');
    const open = allowed.find((principal) => Object.keys(principal).join() !== 'Service');
    return open === undefined ? undefined : `takes messages from ${JSON.stringify(open)}, which is no service`;
  }),
};
