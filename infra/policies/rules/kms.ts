import { isPolicyUnknown, readStatements, toArray } from '../../preview/policy-statements.js';
import { findOutsideGrant } from '../accounts.js';
import { checkAll, checkEach, findParts, mustBe, type PolicyDefinition, type ResourceCheck } from '../policy.js';

const keyType = 'aws:kms/key:Key';

const checkKeyPolicy: ResourceCheck = (key, resources) => {
  if (isPolicyUnknown(key)) return undefined;
  const statements = readStatements([key, ...findParts(key, 'aws:kms/keyPolicy:KeyPolicy', resources)]);
  if (statements.length === 0) return 'has no key policy';
  const outside = findOutsideGrant(statements, resources);
  if (outside !== undefined) return outside;
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => toArray(Action));
  const wildcard = allowed.find((action) => /^(\*|kms:\*)$/.test(action));
  return wildcard && `allows ${wildcard}`;
};

export const kmsPolicies: readonly PolicyDefinition[] = [
  {
    id: 'key-policy-closed',
    description: 'Key policies allow named actions to named principals of the account.',
    safeguards: ['164.312(a)(1)', '164.312(a)(2)(iv)'],
    publicRules: ['CKV_AWS_33', 'CKV2_AWS_64', 'F76', 'kms.Key.disallowBypassPolicyLockoutSafetyCheck'],
    fix: 'Write a key policy that names principals of the account and the actions that they need.',
    check: checkEach(keyType, checkAll(mustBe('bypassPolicyLockoutSafetyCheck', false, undefined), checkKeyPolicy)),
  },
  {
    id: 'key-rotated',
    description: 'Keys are enabled and rotate every year.',
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
    fix: 'Set enableKeyRotation to true, and do not set isEnabled to false.',
    check: checkEach(keyType, checkAll(mustBe('enableKeyRotation', true), mustBe('isEnabled', true, undefined))),
  },
];
