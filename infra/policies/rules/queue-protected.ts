import { isForEverybody, isPolicyUnknown, refusesWithoutTls, statementsOf } from '../../preview/policy-statements.js';
import { each, inputOf, isOwnKey, type Policy, partsOf } from '../policy.js';
import { strangerIn } from './accounts.js';

export const queueProtected: Policy = {
  id: 'queue-protected',
  severity: 'error',
  promise: 'Queues are encrypted under a key of our own, answer over TLS alone, and are nobody’s who isn’t named.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(1)'],
  publicRules: ['AwsSolutions-SQS2', 'CKV_AWS_27', 'CKV_AWS_168', 'CKV_AWS_387', 'CKV2_AWS_73', 'W48', 'F21'],
  mend: 'Set kmsMasterKeyId, and a policy that denies sqs:* where aws:SecureTransport is false.',
  check: each('aws:sqs/queue:Queue', (queue, resources) => {
    if (!isOwnKey(inputOf(queue, 'kmsMasterKeyId'))) return 'is not encrypted under a key of our own';
    const holders = [queue, ...partsOf(queue, 'aws:sqs/queuePolicy:QueuePolicy', resources)];
    if (holders.some(isPolicyUnknown)) return undefined;
    const statements = statementsOf(holders).map(({ statement }) => statement);
    if (!statements.some((statement) => refusesWithoutTls(statement, 'sqs:*'))) return 'answers without TLS';
    if (statements.some(isForEverybody)) return 'takes messages from everybody';
    const stranger = statements.map((statement) => strangerIn(statement, resources)).find(Boolean);
    return stranger && `takes messages from ${stranger}, who is of another account`;
  }),
};
