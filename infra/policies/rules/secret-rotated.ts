import { each, type Policy, partsOf } from '../policy.js';

export const secretRotated: Policy = {
  id: 'secret-rotated',
  severity: 'error',
  promise: 'Secrets are replaced by themselves before they grow old.',
  safeguards: ['164.308(a)(5)(ii)(D)', '164.312(d)'],
  publicRules: [
    'SECRETSMANAGER_ROTATION_ENABLED_CHECK',
    'HIPAA.Security-SecretsManagerRotationEnabled',
    'AwsSolutions-SMG4',
    'CKV_AWS_304',
    'CKV2_AWS_57',
    'secretsmanager_automatic_rotation_enabled',
  ],
  mend: 'Give the secret an aws.secretsmanager.SecretRotation.',
  check: each('aws:secretsmanager/secret:Secret', (secret, resources) =>
    partsOf(secret, 'aws:secretsmanager/secretRotation:SecretRotation', resources).length > 0
      ? undefined
      : 'is not rotated',
  ),
};
