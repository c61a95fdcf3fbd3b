import { list, statementsOf } from '../../preview/policy-statements.js';
import { each, inputOf, type Policy, partsOf } from '../policy.js';

export const queueProtected: Policy = {
  id: 'queue-protected',
  severity: 'error',
  promise: 'Queues are encrypted under a key of our own, answer over TLS alone, and are nobody’s who isn’t named.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(1)'],
  publicRules: ['AwsSolutions-SQS2', 'CKV_AWS_27', 'CKV_AWS_168', 'CKV_AWS_387', 'CKV2_AWS_73'],
  mend: 'Set kmsMasterKeyId, and a policy that denies sqs:* where aws:SecureTransport is false.',
  check: each('aws:sqs/queue:Queue', (queue, resources) => {
    if (inputOf(queue, 'kmsMasterKeyId') === undefined) return 'is not encrypted under a key of our own';
    const statements = statementsOf(partsOf(queue, 'aws:sqs/queuePolicy:QueuePolicy', resources));
    const refuses = statements.some(
      ({ statement }) =>
        statement.Effect === 'Deny' &&
        list(statement.Action).includes('sqs:*') &&
        statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
    );
    if (!refuses) return 'answers without TLS';
    const open = statements.some(
      ({ statement }) => statement.Effect === 'Allow' && JSON.stringify(statement.Principal ?? '*').includes('"*"'),
    );
    return open ? 'takes messages from everybody' : undefined;
  }),
};
