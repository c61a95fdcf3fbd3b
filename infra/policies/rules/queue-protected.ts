import {
  deniesWithoutTls,
  isPolicyUnknown,
  isPublicStatement,
  listStatements,
} from '../../preview/policy-statements.js';
import { checkEach, findParts, isOwnKey, type Policy, readInput } from '../policy.js';
import { findForeignPrincipal } from './accounts.js';

export const queueProtected: Policy = {
  id: 'queue-protected',
  severity: 'error',
  promise: 'Queues are encrypted under a key of our own, answer over TLS alone, and are nobody’s who isn’t named.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(1)'],
  publicRules: ['AwsSolutions-SQS2', 'CKV_AWS_27', 'CKV_AWS_168', 'CKV_AWS_387', 'CKV2_AWS_73', 'W48', 'F21'],
  fix: 'Set kmsMasterKeyId, and a policy that denies sqs:* where aws:SecureTransport is false.',
  check: checkEach('aws:sqs/queue:Queue', (queue, resources) => {
    if (!isOwnKey(readInput(queue, 'kmsMasterKeyId'))) return 'is not encrypted under a key of our own';
    const holders = [queue, ...findParts(queue, 'aws:sqs/queuePolicy:QueuePolicy', resources)];
    if (holders.some(isPolicyUnknown)) return undefined;
    const statements = listStatements(holders).map(({ statement }) => statement);
    if (!statements.some((statement) => deniesWithoutTls(statement, 'sqs:*'))) return 'answers without TLS';
    if (statements.some(isPublicStatement)) return 'takes messages from everybody';
    const stranger = statements.map((statement) => findForeignPrincipal(statement, resources)).find(Boolean);
    return stranger && `takes messages from ${stranger}, who is of another account`;
  }),
};
