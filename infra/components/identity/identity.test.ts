import * as pulumi from '@pulumi/pulumi';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { buildKeyArn, expectLambdaInputs, resolveOutput, testPlace } from '../testing.js';
import { Identity, type IdentityArgs } from './identity.js';

const auditKeyArn = buildKeyArn('audit');

const production: IdentityArgs = {
  place: testPlace,
  tier: 'plus',
  threatProtection: 'enforced',
  secondFactor: 'required',
  passwordMinimumLength: 14,
  accessTokenMinutes: 15,
  refreshTokenHours: 12,
  domainPrefix: 'clinic-sign-in',
  callbackUrls: ['https://app.clinic.example/signed-in'],
  deletionProtection: true,
  tokenTriggerCode: new pulumi.asset.AssetArchive({ 'handler.mjs': new pulumi.asset.StringAsset('code') }),
  architecture: 'arm64',
  log: { retentionDays: 365, auditKeyArn },
};

/** Each switch on its other side. */
const opposite: IdentityArgs = {
  ...production,
  tier: 'lite',
  threatProtection: 'off',
  passwordMinimumLength: 8,
  accessTokenMinutes: 60,
  refreshTokenHours: 1,
  domainPrefix: undefined,
  callbackUrls: [],
  deletionProtection: false,
  architecture: 'x86_64',
  log: { retentionDays: 7, auditKeyArn },
};

/** What every client has, with the lifetimes of its tokens in minutes and hours. */
const buildClient = (accessTokenValidity: number, refreshTokenValidity: number) => ({
  generateSecret: false,
  accessTokenValidity,
  idTokenValidity: accessTokenValidity,
  refreshTokenValidity,
  tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
  enableTokenRevocation: true,
  preventUserExistenceErrors: 'ENABLED',
});

const poolType = 'aws:cognito/userPool:UserPool';
const clientType = 'aws:cognito/userPoolClient:UserPoolClient';
const functionType = 'aws:lambda/function:Function';

const listNames = (resources: readonly PlannedResource[]) => resources.map(({ name }) => name).sort();

let plan: readonly PlannedResource[];
let identity: Identity;
let other: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planProgram(() => {
    identity = new Identity('identity', production);
  });
  other = await planProgram(() => new Identity('identity', opposite));
});

describe('the user pool in production', () => {
  it('has exactly these settings', () => {
    const { inputs, parent } = findOnly(plan, poolType, 'identity-pool');
    expect(inputs).toEqual({
      userPoolTier: 'PLUS',
      userPoolAddOns: { advancedSecurityMode: 'ENFORCED' },
      usernameAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ['email'],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ['email'] },
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      accountRecoverySetting: { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 3,
        passwordHistorySize: 24,
      },
      mfaConfiguration: 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      lambdaConfig: {
        preTokenGenerationConfig: {
          lambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:healthcare-backend-test-token-trigger',
          lambdaVersion: 'V1_0',
        },
      },
      deletionProtection: 'ACTIVE',
    });
    expect(parent).toBe(findOnly(plan, 'clinic:identity:Identity', 'identity').urn);
  });

  it('remembers no devices, which would replace the second factor', () => {
    expect(findOnly(plan, poolType).inputs).not.toHaveProperty('deviceConfiguration');
    expect(findOnly(other, poolType).inputs).not.toHaveProperty('deviceConfiguration');
  });

  it('has the four groups in order of precedence', async () => {
    const userPoolId = await resolveOutput(identity.userPoolId);
    const groups = listByType(plan, 'aws:cognito/userGroup:UserGroup').map(({ inputs }) => inputs);
    expect(groups.sort((one, two) => Number(one.precedence) - Number(two.precedence))).toEqual(
      ['admin', 'medic', 'staff', 'patient'].map((name, precedence) => ({
        name,
        precedence,
        userPoolId,
        description: expect.any(String),
      })),
    );
  });

  it('blocks compromised passwords and requires the second factor for suspected takeovers', async () => {
    expect(findOnly(plan, 'aws:cognito/riskConfiguration:RiskConfiguration', 'identity-risk').inputs).toEqual({
      userPoolId: await resolveOutput(identity.userPoolId),
      compromisedCredentialsRiskConfiguration: {
        eventFilters: ['SIGN_IN', 'PASSWORD_CHANGE'],
        actions: { eventAction: 'BLOCK' },
      },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: { eventAction: 'NO_ACTION', notify: false },
          mediumAction: { eventAction: 'MFA_IF_CONFIGURED', notify: false },
          highAction: { eventAction: 'MFA_REQUIRED', notify: false },
        },
      },
    });
  });

  it('outputs its hosts and identifiers', async () => {
    const id = await resolveOutput(identity.userPoolId);
    expect(id).toMatch(/^us-east-1_[0-9a-f]{9}$/);
    expect(await resolveOutput(identity.issuer)).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${id}`);
    expect(await resolveOutput(identity.userPoolArn)).toBe(`arn:aws:cognito-idp:us-east-1:123456789012:userpool/${id}`);
    expect(await resolveOutput(identity.clientId)).not.toBe(
      await resolveOutput(pulumi.output(identity.enrolmentClientId)),
    );
  });
});

describe('the app client', () => {
  const client = () => findOnly(plan, clientType, 'identity-client').inputs;

  it('has no secret, short tokens and only the code grant', async () => {
    expect(client()).toEqual({
      name: 'app',
      userPoolId: await resolveOutput(identity.userPoolId),
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...buildClient(15, 12),
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      supportedIdentityProviders: ['COGNITO'],
      callbackUrls: ['https://app.clinic.example/signed-in'],
      logoutUrls: ['https://app.clinic.example/signed-in'],
    });
  });

  it('uses SRP without threat protection, and has no OAuth flow without a domain', () => {
    const { userPoolId: _id, ...inputs } = findOnly(other, clientType, 'identity-client').inputs;
    expect(inputs).toEqual({
      name: 'app',
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...buildClient(60, 1),
      allowedOauthFlowsUserPoolClient: false,
    });
  });
});

describe('the enrolment client', () => {
  it("has short tokens that can't be refreshed, and no OAuth flow", async () => {
    expect(findOnly(plan, clientType, 'identity-enrolment-client').inputs).toEqual({
      name: 'enrolment',
      userPoolId: await resolveOutput(identity.userPoolId),
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      ...buildClient(5, 1),
      allowedOauthFlowsUserPoolClient: false,
    });
    expect(findOnly(other, clientType, 'identity-enrolment-client').inputs.explicitAuthFlows).toEqual([
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    ]);
  });
});

describe('the sign-in page', () => {
  it("is Cognito's managed page in its default style", async () => {
    const userPoolId = await resolveOutput(identity.userPoolId);
    const domain = findOnly(plan, 'aws:cognito/userPoolDomain:UserPoolDomain');
    expect(domain.inputs).toEqual({ userPoolId, domain: 'clinic-sign-in', managedLoginVersion: 2 });
    const style = findOnly(plan, 'aws:cognito/managedLoginBranding:ManagedLoginBranding');
    expect(style.inputs).toEqual({
      userPoolId,
      clientId: await resolveOutput(identity.clientId),
      useCognitoProvidedValues: true,
    });
    expect(style.dependencies).toContain(domain.urn);
  });

  it('is the classic page in the tier without managed pages', async () => {
    const lite = await planProgram(() => new Identity('identity', { ...opposite, domainPrefix: 'clinic-sign-in' }));
    expect(findOnly(lite, 'aws:cognito/userPoolDomain:UserPoolDomain').inputs).toMatchObject({
      managedLoginVersion: 1,
    });
    expect(listByType(lite, 'aws:cognito/managedLoginBranding:ManagedLoginBranding')).toEqual([]);
  });
});

describe('the token trigger', () => {
  it('is a function with a role, an encrypted log and exactly these settings', () => {
    const { inputs, parent, dependencies } = findOnly(plan, functionType, 'identity-token-trigger-function');
    expect(inputs).toEqual({
      ...expectLambdaInputs('token-trigger', 4),
      description: 'A second factor for everyone who works for the clinic',
      role: expect.stringMatching(/^arn:aws:iam::123456789012:role\/identity-token-trigger-role-/),
      memorySize: 512,
      timeout: 5,
    });
    expect(parent).toBe(findOnly(plan, 'clinic:identity:TokenTrigger').urn);
    expect(dependencies).toContain(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy', 'identity-token-trigger-log').urn);
    expect(findOnly(plan, 'aws:cloudwatch/logGroup:LogGroup').inputs).toEqual({
      name: '/aws/lambda/healthcare-backend-test-token-trigger',
      retentionInDays: 365,
      kmsKeyId: auditKeyArn,
    });
    expect(findOnly(other, functionType).inputs.architectures).toEqual(['x86_64']);
    expect(findOnly(other, 'aws:cloudwatch/logGroup:LogGroup').inputs.retentionInDays).toBe(7);
  });

  it('can only write its own log and read its own pool', async () => {
    const policies = listByType(plan, 'aws:iam/rolePolicy:RolePolicy').map(({ name, inputs }) => {
      expect(inputs.role).toMatch(/^identity-token-trigger-role-/);
      return [name, JSON.parse(String(inputs.policy))];
    });
    const allowing = (statement: object) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...statement }],
    });
    expect(policies).toEqual([
      [
        'identity-token-trigger-log',
        allowing({
          Sid: 'WriteOwnLog',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: [
            'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/healthcare-backend-test-token-trigger:*',
          ],
        }),
      ],
      [
        'identity-token-trigger-pool',
        allowing({
          Sid: 'AskPool',
          Action: ['cognito-idp:AdminGetUser', 'cognito-idp:DescribeUserPoolClient'],
          Resource: [await resolveOutput(identity.userPoolArn)],
        }),
      ],
    ]);
    expect(JSON.parse(String(findOnly(plan, 'aws:iam/role:Role').inputs.assumeRolePolicy))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  it('can be invoked only by its own pool', async () => {
    expect(findOnly(plan, 'aws:lambda/permission:Permission', 'identity-token-trigger-permission').inputs).toEqual({
      function: 'healthcare-backend-test-token-trigger',
      action: 'lambda:InvokeFunction',
      principal: 'cognito-idp.amazonaws.com',
      sourceArn: await resolveOutput(identity.userPoolArn),
      sourceAccount: '123456789012',
    });
  });
});

describe('a user pool without data worth keeping', () => {
  it('differs in exactly these settings', () => {
    const { inputs } = findOnly(other, poolType);
    const { userPoolAddOns: _none, passwordPolicy, ...kept } = findOnly(plan, poolType).inputs;
    const { passwordHistorySize: _unknown, ...policy } = passwordPolicy as Record<string, unknown>;
    expect(inputs).toEqual({
      ...kept,
      userPoolTier: 'LITE',
      passwordPolicy: { ...policy, minimumLength: 8 },
      deletionProtection: 'INACTIVE',
    });
  });

  it('has neither a risk configuration nor a sign-in page', () => {
    const missing = listNames(plan).filter((name) => !listNames(other).includes(name));
    expect(missing).toEqual(['identity-domain', 'identity-risk', 'identity-style']);
    expect(listNames(other).filter((name) => !listNames(plan).includes(name))).toEqual([]);
  });

  it('only logs risks if threat protection audits', async () => {
    const audited = await planProgram(() => new Identity('identity', { ...production, threatProtection: 'audit' }));
    expect(findOnly(audited, poolType).inputs.userPoolAddOns).toEqual({ advancedSecurityMode: 'AUDIT' });
    expect(listByType(audited, 'aws:cognito/riskConfiguration:RiskConfiguration')).toHaveLength(1);
  });
});

describe('a user pool without a second factor', () => {
  let without: readonly PlannedResource[];
  let enrolmentClientId: pulumi.Output<string> | undefined;
  beforeAll(async () => {
    without = await planProgram(() => {
      ({ enrolmentClientId } = new Identity('identity', { ...production, secondFactor: 'off' }));
    });
  });

  it('has none for any account, and differs in nothing else', () => {
    const { softwareTokenMfaConfiguration: _factor, lambdaConfig: _trigger, ...kept } = findOnly(plan, poolType).inputs;
    expect(findOnly(without, poolType).inputs).toEqual({ ...kept, mfaConfiguration: 'OFF' });
  });

  it('has neither the trigger nor the enrolment client', () => {
    const missing = listNames(plan).filter((name) => !listNames(without).includes(name));
    expect(missing.filter((name) => !name.startsWith('identity-token-trigger'))).toEqual(['identity-enrolment-client']);
    expect(listByType(without, functionType)).toEqual([]);
    expect(listNames(without).filter((name) => !listNames(plan).includes(name))).toEqual([]);
    expect(enrolmentClientId).toBeUndefined();
  });

  it('blocks sign-ins that would otherwise need the factor', () => {
    const { accountTakeoverRiskConfiguration } = findOnly(
      without,
      'aws:cognito/riskConfiguration:RiskConfiguration',
    ).inputs;
    expect(accountTakeoverRiskConfiguration).toEqual({
      actions: {
        lowAction: { eventAction: 'NO_ACTION', notify: false },
        mediumAction: { eventAction: 'NO_ACTION', notify: false },
        highAction: { eventAction: 'BLOCK', notify: false },
      },
    });
  });
});
