import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { buildKeyArn, createGrantee, parseStatements, testPlace } from '../testing.js';
import { Secrets } from './secrets.js';

const keyArn = buildKeyArn('secrets');

/** The secrets as a stack has them, with a function that may read one. */
const planned = (keyDeletionWindowDays: number) =>
  planProgram(() => {
    const secrets = new Secrets('secrets', { place: testPlace, secretsKeyArn: keyArn, keyDeletionWindowDays });
    secrets.grantBedrockUser(createGrantee('migrations'));
  });

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planned(30);
});

describe('the secrets', () => {
  it.each([7, 30])('are two, encrypted with our key, restorable for %d days', async (days) => {
    const secrets = listByType(await planned(days), 'aws:secretsmanager/secret:Secret');
    expect(secrets.map(({ name, inputs }) => ({ name, inputs }))).toEqual(
      ['secrets-bedrock-user', 'secrets-third-party'].map((name) => ({
        name,
        inputs: { description: expect.any(String), kmsKeyId: keyArn, recoveryWindowInDays: days },
      })),
    );
  });

  it('contain a password that is generated once and never shown', () => {
    const version = findOnly(plan, 'aws:secretsmanager/secretVersion:SecretVersion');
    expect(version.name).toBe('secrets-bedrock-user-value');
    expect(version.inputs.secretString).toBe('[secret]');
    expect(version.secretInputs).toEqual(['secretString']);
    expect(version.ignoredChanges).toEqual(['secretString']);
  });

  it('let grantees read one secret, and use the key for it alone', () => {
    const policy = findOnly(plan, 'aws:iam/rolePolicy:RolePolicy', 'secrets-bedrock-user-for-migrations');
    const statements = parseStatements(policy);
    const secretArn = statements[0]?.Resource;
    expect(secretArn).toMatch(
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:secrets-bedrock-user-[0-9a-f]{7}-[0-9a-f]{6}$/,
    );
    expect(statements).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretArn },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: keyArn,
        Condition: {
          StringEquals: {
            'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
            'kms:EncryptionContext:SecretARN': secretArn,
          },
        },
      },
    ]);
  });
});
