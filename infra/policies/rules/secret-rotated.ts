import type { PlannedResource } from '../../preview/planned-resource.js';
import { checkEach, findParts, type Policy, readInputNumber } from '../policy.js';

/** What checkov asks for. */
const maximumDays = 90;

/** Whether a rotation comes in time; one by a schedule in words is not reckoned with. */
const rotatesInTime = (rotation: PlannedResource): boolean =>
  readInputNumber(rotation, 'rotationRules.automaticallyAfterDays') <= maximumDays;

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
  fix: 'Give the secret an aws.secretsmanager.SecretRotation with automaticallyAfterDays.',
  check: checkEach('aws:secretsmanager/secret:Secret', (secret, resources) =>
    findParts(secret, 'aws:secretsmanager/secretRotation:SecretRotation', resources).some(rotatesInTime)
      ? undefined
      : `is not replaced within ${maximumDays} days`,
  ),
};
