import {
  checkEach,
  mustHaveCustomerKey,
  mustHavePart,
  type PolicyDefinition,
  readInput,
  readInputNumber,
} from '../policy.js';

const secretType = 'aws:secretsmanager/secret:Secret';

/** checkov's maximum. */
const maximumRotationDays = 90;

export const secretsManagerPolicies: readonly PolicyDefinition[] = [
  {
    id: 'secret-encrypted',
    description: 'Secrets are encrypted with a customer managed key.',
    safeguards: ['164.312(a)(2)(iv)'],
    publicRules: ['SECRETSMANAGER_USING_CMK', 'HIPAA.Security-SecretsManagerUsingKMSKey', 'CKV_AWS_149', 'W77'],
    fix: 'Set kmsKeyId on the secret.',
    check: checkEach(secretType, mustHaveCustomerKey('kmsKeyId')),
  },
  {
    id: 'secret-out-of-state',
    description: "Secret values are encrypted in Pulumi's state.",
    safeguards: ['164.312(a)(2)(iv)'],
    fix: 'Wrap the value in pulumi.secret().',
    check: checkEach('aws:secretsmanager/secretVersion:SecretVersion', (version) => {
      const plain = ['secretString', 'secretBinary'].find(
        (name) => readInput(version, name) !== undefined && !version.secretInputs.includes(name),
      );
      return plain && `stores ${plain} unencrypted in Pulumi's state`;
    }),
  },
  {
    id: 'secret-rotated',
    description: `Secrets rotate automatically, at least every ${maximumRotationDays} days.`,
    safeguards: ['164.308(a)(5)(ii)(D)', '164.312(d)'],
    publicRules: [
      'SECRETSMANAGER_ROTATION_ENABLED_CHECK',
      'HIPAA.Security-SecretsManagerRotationEnabled',
      'AwsSolutions-SMG4',
      'CKV_AWS_304',
      'CKV2_AWS_57',
      'secretsmanager_automatic_rotation_enabled',
    ],
    fix: `Add an aws.secretsmanager.SecretRotation with automaticallyAfterDays ${maximumRotationDays} or less.`,
    check: checkEach(
      secretType,
      mustHavePart(
        'aws:secretsmanager/secretRotation:SecretRotation',
        // A schedule expression doesn't count: its interval can't be compared.
        (rotation) => readInputNumber(rotation, 'rotationRules.automaticallyAfterDays') <= maximumRotationDays,
        `doesn't rotate every ${maximumRotationDays} days`,
      ),
    ),
  },
];
