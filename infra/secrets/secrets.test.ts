import * as aws from '@pulumi/aws';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlannedResource } from '../preview/planned-resource.js';
import { all, only, planOf } from '../testing.js';
import { Secrets } from './secrets.js';

const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/secrets';

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planOf(() => {
    const secrets = new Secrets('secrets', { region: 'us-east-1', secretsKeyArn: keyArn, keyDeletionWindowDays: 30 });
    secrets.grantBedrockUser({ name: 'migrations', role: new aws.iam.Role('migrations', { assumeRolePolicy: '{}' }) });
  });
});

describe('the secrets', () => {
  it('are two, under our key, and can be brought back for a while', () => {
    expect(
      all(plan, 'aws:secretsmanager/secret:Secret').map(({ name, inputs }) => [
        name,
        inputs.kmsKeyId,
        inputs.recoveryWindowInDays,
      ]),
    ).toEqual([
      ['secrets-bedrock-user', keyArn, 30],
      ['secrets-third-party', keyArn, 30],
    ]);
  });

  it('hold a password that was drawn, never shown, and never drawn again', () => {
    const version = only(plan, 'aws:secretsmanager/secretVersion:SecretVersion');
    expect(version.name).toBe('secrets-bedrock-user-value');
    expect(version.inputs.secretString).toBe('[secret]');
    expect(version.secretInputs).toEqual(['secretString']);
    expect(version.ignoredChanges).toEqual(['secretString']);
  });

  it('are read by who is granted it: this one secret, and the key for nothing else', () => {
    const policy = only(plan, 'aws:iam/rolePolicy:RolePolicy');
    const { Statement: statements } = JSON.parse(String(policy.inputs.policy));
    const secretArn = statements[0].Resource;
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
