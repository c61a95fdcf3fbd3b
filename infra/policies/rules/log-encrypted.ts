import { checkEach, mustHaveOwnKey, type Policy } from '../policy.js';

export const logEncrypted: Policy = {
  id: 'log-encrypted',
  severity: 'error',
  promise: 'Logs are encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
  publicRules: [
    'CLOUDWATCH_LOG_GROUP_ENCRYPTED',
    'HIPAA.Security-CloudWatchLogGroupEncrypted',
    'CKV_AWS_158',
    'cloudwatch_log_group_kms_encryption_enabled',
    'W84',
  ],
  fix: 'Set kmsKeyId on the log group.',
  check: checkEach('aws:cloudwatch/logGroup:LogGroup', mustHaveOwnKey('kmsKeyId')),
};
