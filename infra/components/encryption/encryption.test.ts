import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { Encryption } from './encryption.js';

const keyType = 'aws:kms/key:Key';
const place = { partition: 'aws', region: 'eu-central-1', accountId: '123456789012' };

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planProgram(() => new Encryption('keys', { place, keyDeletionWindowDays: 30 }));
});

interface Statement {
  Sid: string;
  Principal: Record<string, string | string[]>;
  Action: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const readKeyStatements = (name: string): Statement[] =>
  JSON.parse(String(findOnly(plan, keyType, `keys-${name}`).inputs.policy)).Statement;

describe('the keys', () => {
  it.each([7, 30])('are three, rotated yearly, restorable for %d days', async (days) => {
    const keys = listByType(
      await planProgram(() => new Encryption('keys', { place, keyDeletionWindowDays: days })),
      keyType,
    );
    expect(keys.map(({ name, inputs }) => ({ name, inputs }))).toEqual(
      ['keys-audit', 'keys-data', 'keys-secrets'].map((name) => ({
        name,
        inputs: {
          description: expect.any(String),
          policy: expect.stringContaining('"Sid":"Administration"'),
          deletionWindowInDays: days,
          enableKeyRotation: true,
          rotationPeriodInDays: 365,
        },
      })),
    );
  });

  it("each have an alias that contains the stack's name", () => {
    expect(listByType(plan, 'aws:kms/alias:Alias').map(({ inputs }) => inputs.name)).toEqual([
      'alias/healthcare-backend-test-keys-audit',
      'alias/healthcare-backend-test-keys-data',
      'alias/healthcare-backend-test-keys-secrets',
    ]);
  });

  it.each(['data', 'secrets', 'audit'])('let administrators manage but not use the %s key', (name) => {
    const administration = readKeyStatements(name).find(({ Sid }) => Sid === 'Administration');
    expect(administration?.Principal).toEqual({ AWS: 'arn:aws:iam::123456789012:root' });
    const uses = ['Encrypt', 'Decrypt', 'ReEncrypt', 'GenerateDataKey', 'CreateGrant', 'Sign', 'Verify'];
    const used = administration?.Action.filter(
      (action) => action === 'kms:*' || uses.some((use) => action.startsWith(`kms:${use}`)),
    );
    expect(used).toEqual([]);
  });

  it.each([
    ['data', ['rds', 's3', 'sqs', 'sns', 'ecr', 'lambda']],
    ['secrets', ['secretsmanager', 'rds']],
    ['audit', ['s3']],
  ])('let principals use the %s key only through %j', (name, services) => {
    const through = readKeyStatements(name).find(({ Sid }) => Sid === 'ThroughServices');
    expect(through?.Condition).toEqual({
      StringEquals: {
        'kms:CallerAccount': '123456789012',
        'kms:ViaService': services.map((service) => `${service}.eu-central-1.amazonaws.com`),
      },
    });
  });

  it.each([
    ['data', ['rds', 'ecr', 'lambda']],
    ['secrets', ['rds', 'secretsmanager']],
  ])('allow grants on the %s key only through %j, for AWS resources', (name, services) => {
    const granting = readKeyStatements(name).filter(({ Action }) =>
      [Action].flat().some((action) => /^kms:(\*|Create\*|CreateGrant)$/.test(action)),
    );
    expect(granting.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      [
        'GrantsForServices',
        {
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
          StringEquals: { 'kms:ViaService': services.map((service) => `${service}.eu-central-1.amazonaws.com`) },
        },
      ],
    ]);
  });

  it('let service principals use them only for this account', () => {
    const direct = ['data', 'secrets', 'audit'].flatMap((name) =>
      readKeyStatements(name)
        .filter(({ Principal }) => Principal.Service !== undefined)
        .map(({ Sid, Principal, Condition }) => [
          name,
          Sid,
          Principal.Service,
          JSON.stringify(Condition).includes('123456789012'),
        ]),
    );
    expect(direct).toEqual([
      ['data', 'Publishers', ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'], true],
      ['audit', 'LogGroups', 'logs.eu-central-1.amazonaws.com', true],
      ['audit', 'Trails', 'cloudtrail.amazonaws.com', true],
      ['audit', 'TrailSetUp', 'cloudtrail.amazonaws.com', true],
    ]);
  });
});
