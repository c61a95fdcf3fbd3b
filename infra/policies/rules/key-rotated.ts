import { checkAll, checkEach, mustBe, type Policy } from '../policy.js';

export const keyRotated: Policy = {
  id: 'key-rotated',
  severity: 'error',
  promise: 'Keys are in use, and get new material every year.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: [
    'CMK_BACKING_KEY_ROTATION_ENABLED',
    'KMS_CMK_NOT_SCHEDULED_FOR_DELETION',
    'AwsSolutions-KMS5',
    'NIST.800.53.R5-KMSBackingKeyRotationEnabled',
    'CKV_AWS_7',
    'CKV_AWS_227',
    'kms_cmk_rotation_enabled',
    'F19',
    'kms.Key.enableKeyRotation',
    'cmk-backing-key-rotation-enabled',
  ],
  fix: 'Set enableKeyRotation to true.',
  check: checkEach(
    'aws:kms/key:Key',
    checkAll(mustBe('enableKeyRotation', true), mustBe('isEnabled', true, undefined)),
  ),
};
