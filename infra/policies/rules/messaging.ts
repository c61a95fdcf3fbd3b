import {
  deniesWithoutTls,
  isPolicyUnknown,
  type PolicyStatement,
  readStatements,
} from '../../preview/policy-statements.js';
import { findOutsideGrant } from '../accounts.js';
import {
  checkAll,
  checkEach,
  findParts,
  mustHaveCustomerKey,
  type PolicyDefinition,
  type ResourceCheck,
} from '../policy.js';

type GrantCheck = (
  statements: readonly PolicyStatement[],
  ...rest: [Parameters<ResourceCheck>[1]]
) => string | undefined;

/** Requires a policy that denies `action` without TLS; `findBadGrant` judges its other statements. */
const checkResourcePolicy =
  (policyType: string, action: string, findBadGrant: GrantCheck): ResourceCheck =>
  (resource, resources) => {
    const holders = [resource, ...findParts(resource, policyType, resources)];
    if (holders.some(isPolicyUnknown)) return undefined;
    const statements = readStatements(holders);
    if (!statements.some((statement) => deniesWithoutTls(statement, action))) return `allows ${action} without TLS`;
    return findBadGrant(statements, resources);
  };

const findNonServiceGrant: GrantCheck = (statements) => {
  const principals = statements.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal ?? '*');
  const other = principals.find((principal) => Object.keys(principal).join() !== 'Service');
  return other === undefined
    ? undefined
    : `accepts messages from ${JSON.stringify(other)}, which is not an AWS service`;
};

export const messagingPolicies: readonly PolicyDefinition[] = [
  {
    id: 'queue-protected',
    description: 'Queues are encrypted with a customer managed key, require TLS, and are closed to other accounts.',
    safeguards: ['164.312(a)(2)(iv)', '164.312(e)(1)'],
    publicRules: ['AwsSolutions-SQS2', 'CKV_AWS_27', 'CKV_AWS_168', 'CKV_AWS_387', 'CKV2_AWS_73', 'W48', 'F21'],
    fix: 'Set kmsMasterKeyId; in the policy, deny sqs:* where aws:SecureTransport is false, and name principals of the account.',
    check: checkEach(
      'aws:sqs/queue:Queue',
      checkAll(
        mustHaveCustomerKey('kmsMasterKeyId'),
        checkResourcePolicy('aws:sqs/queuePolicy:QueuePolicy', 'sqs:*', findOutsideGrant),
      ),
    ),
  },
  {
    id: 'topic-protected',
    description: 'Topics are encrypted with a customer managed key, and only AWS services can publish, over TLS.',
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
    fix: 'Set kmsMasterKeyId; in the policy, deny sns:Publish where aws:SecureTransport is false, and allow only services.',
    check: checkEach(
      'aws:sns/topic:Topic',
      checkAll(
        mustHaveCustomerKey('kmsMasterKeyId'),
        checkResourcePolicy('aws:sns/topicPolicy:TopicPolicy', 'sns:Publish', findNonServiceGrant),
      ),
    ),
  },
];
