import * as pulumi from '@pulumi/pulumi';
import { beforeAll, describe, expect, it } from 'vitest';
import { all, only, planOf } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { Identity, type IdentityArgs } from './identity.js';

const auditKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/audit';

const production: IdentityArgs = {
  region: 'us-east-1',
  accountId: '123456789012',
  namePrefix: 'clinic-prod',
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
  logRetentionDays: 365,
  auditKeyArn,
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
  logRetentionDays: 7,
};

const poolType = 'aws:cognito/userPool:UserPool';
const clientType = 'aws:cognito/userPoolClient:UserPoolClient';
const functionType = 'aws:lambda/function:Function';

const known = <Value>(output: pulumi.Output<Value>): Promise<Value> => new Promise((resolve) => output.apply(resolve));
const namesOf = (resources: readonly PlannedResource[]) => resources.map(({ name }) => name).sort();

let plan: readonly PlannedResource[];
let identity: Identity;
let other: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planOf(() => {
    identity = new Identity('identity', production);
  });
  other = await planOf(() => new Identity('identity', opposite));
});

describe('the user pool in production', () => {
  it('has exactly these settings', () => {
    const { inputs, isProtected, parent } = only(plan, poolType, 'identity-pool');
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
          lambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:clinic-prod-token-trigger',
          lambdaVersion: 'V1_0',
        },
      },
      deletionProtection: 'ACTIVE',
    });
    expect(isProtected).toBe(true);
    expect(parent).toBe(only(plan, 'clinic:identity:Identity', 'identity').urn);
  });

  it('remembers no devices, which would stand for the second factor', () => {
    expect(only(plan, poolType).inputs).not.toHaveProperty('deviceConfiguration');
    expect(only(other, poolType).inputs).not.toHaveProperty('deviceConfiguration');
  });

  it('has the four groups in the order of what they may do', async () => {
    const userPoolId = await known(identity.userPoolId);
    const groups = all(plan, 'aws:cognito/userGroup:UserGroup').map(({ inputs }) => inputs);
    expect(groups.sort((one, two) => Number(one.precedence) - Number(two.precedence))).toEqual(
      ['admin', 'medic', 'staff', 'patient'].map((name, precedence) => ({
        name,
        precedence,
        userPoolId,
        description: expect.any(String),
      })),
    );
  });

  it('blocks compromised passwords and demands the second factor where an account seems to be taken over', async () => {
    expect(only(plan, 'aws:cognito/riskConfiguration:RiskConfiguration', 'identity-risk').inputs).toEqual({
      userPoolId: await known(identity.userPoolId),
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

  it('says where it is', async () => {
    const id = await known(identity.userPoolId);
    expect(id).toMatch(/^us-east-1_[0-9a-f]{9}$/);
    expect(await known(identity.issuer)).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${id}`);
    expect(await known(identity.userPoolArn)).toBe(`arn:aws:cognito-idp:us-east-1:123456789012:userpool/${id}`);
    expect(await known(identity.clientId)).not.toBe(await known(pulumi.output(identity.enrolmentClientId)));
  });
});

describe('the app’s client', () => {
  const client = () => only(plan, clientType, 'identity-client').inputs;

  it('has no secret, short tokens and the code grant alone', async () => {
    expect(client()).toEqual({
      name: 'app',
      userPoolId: await known(identity.userPoolId),
      generateSecret: false,
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      accessTokenValidity: 15,
      idTokenValidity: 15,
      refreshTokenValidity: 12,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
      enableTokenRevocation: true,
      preventUserExistenceErrors: 'ENABLED',
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      supportedIdentityProviders: ['COGNITO'],
      callbackUrls: ['https://app.clinic.example/signed-in'],
      logoutUrls: ['https://app.clinic.example/signed-in'],
    });
  });

  it('keeps the password to itself where nobody checks it, and knows no page without a domain', () => {
    const { userPoolId: _id, ...inputs } = only(other, clientType, 'identity-client').inputs;
    expect(inputs).toEqual({
      name: 'app',
      generateSecret: false,
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 1,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
      enableTokenRevocation: true,
      preventUserExistenceErrors: 'ENABLED',
      allowedOauthFlowsUserPoolClient: false,
    });
  });
});

describe('the client to set the second factor up with', () => {
  it('has tokens of minutes that can’t be refreshed, and no part in the sign-in page', async () => {
    expect(only(plan, clientType, 'identity-enrolment-client').inputs).toEqual({
      name: 'enrolment',
      userPoolId: await known(identity.userPoolId),
      generateSecret: false,
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      accessTokenValidity: 5,
      idTokenValidity: 5,
      refreshTokenValidity: 1,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
      enableTokenRevocation: true,
      preventUserExistenceErrors: 'ENABLED',
      allowedOauthFlowsUserPoolClient: false,
    });
    expect(only(other, clientType, 'identity-enrolment-client').inputs.explicitAuthFlows).toEqual([
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    ]);
  });
});

describe('the sign-in page', () => {
  it('is Cognito’s managed one, in Cognito’s own style', async () => {
    const userPoolId = await known(identity.userPoolId);
    const domain = only(plan, 'aws:cognito/userPoolDomain:UserPoolDomain');
    expect(domain.inputs).toEqual({ userPoolId, domain: 'clinic-sign-in', managedLoginVersion: 2 });
    const style = only(plan, 'aws:cognito/managedLoginBranding:ManagedLoginBranding');
    expect(style.inputs).toEqual({
      userPoolId,
      clientId: await known(identity.clientId),
      useCognitoProvidedValues: true,
    });
    expect(style.dependencies).toContain(domain.urn);
  });

  it('is the older one in the tier that has no managed pages', async () => {
    const lite = await planOf(() => new Identity('identity', { ...opposite, domainPrefix: 'clinic-sign-in' }));
    expect(only(lite, 'aws:cognito/userPoolDomain:UserPoolDomain').inputs).toMatchObject({ managedLoginVersion: 1 });
    expect(all(lite, 'aws:cognito/managedLoginBranding:ManagedLoginBranding')).toEqual([]);
  });
});

describe('the token trigger', () => {
  it('is a function with a role, a log under a key, and exactly these settings', () => {
    const { inputs, parent, dependencies } = only(plan, functionType, 'identity-token-trigger-function');
    expect(inputs).toEqual({
      name: 'clinic-prod-token-trigger',
      description: 'A second factor for everyone who works for the clinic',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'handler.handler',
      code: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), sizeBytes: 4 },
      role: expect.stringMatching(/^arn:aws:iam::123456789012:role\/identity-token-trigger-role-/),
      memorySize: 512,
      timeout: 5,
      loggingConfig: {
        logFormat: 'JSON',
        applicationLogLevel: 'INFO',
        systemLogLevel: 'INFO',
        logGroup: '/aws/lambda/clinic-prod-token-trigger',
      },
    });
    expect(parent).toBe(only(plan, 'clinic:identity:TokenTrigger').urn);
    expect(dependencies).toContain(only(plan, 'aws:iam/rolePolicy:RolePolicy', 'identity-token-trigger-log').urn);
    expect(only(plan, 'aws:cloudwatch/logGroup:LogGroup').inputs).toEqual({
      name: '/aws/lambda/clinic-prod-token-trigger',
      retentionInDays: 365,
      kmsKeyId: auditKeyArn,
    });
    expect(only(other, functionType).inputs.architectures).toEqual(['x86_64']);
    expect(only(other, 'aws:cloudwatch/logGroup:LogGroup').inputs.retentionInDays).toBe(7);
  });

  it('may write its own log and ask its own pool, and nothing else', async () => {
    const policies = all(plan, 'aws:iam/rolePolicy:RolePolicy').map(({ name, inputs }) => {
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
          Resource: ['arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/clinic-prod-token-trigger:*'],
        }),
      ],
      [
        'identity-token-trigger-pool',
        allowing({
          Sid: 'AskPool',
          Action: ['cognito-idp:AdminGetUser', 'cognito-idp:DescribeUserPoolClient'],
          Resource: [await known(identity.userPoolArn)],
        }),
      ],
    ]);
    expect(JSON.parse(String(only(plan, 'aws:iam/role:Role').inputs.assumeRolePolicy))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  it('can be called by its own pool alone', async () => {
    expect(only(plan, 'aws:lambda/permission:Permission', 'identity-token-trigger-permission').inputs).toEqual({
      function: 'clinic-prod-token-trigger',
      action: 'lambda:InvokeFunction',
      principal: 'cognito-idp.amazonaws.com',
      sourceArn: await known(identity.userPoolArn),
      sourceAccount: '123456789012',
    });
  });
});

describe('a user pool where nothing is worth keeping', () => {
  it('departs in exactly these settings', () => {
    const { inputs, isProtected } = only(other, poolType);
    const { userPoolAddOns: _none, passwordPolicy, ...kept } = only(plan, poolType).inputs;
    const { passwordHistorySize: _unknown, ...policy } = passwordPolicy as Record<string, unknown>;
    expect(inputs).toEqual({
      ...kept,
      userPoolTier: 'LITE',
      passwordPolicy: { ...policy, minimumLength: 8 },
      deletionProtection: 'INACTIVE',
    });
    expect(isProtected).toBe(false);
  });

  it('has neither threats nor a page to answer for', () => {
    const missing = namesOf(plan).filter((name) => !namesOf(other).includes(name));
    expect(missing).toEqual(['identity-domain', 'identity-risk', 'identity-style']);
    expect(namesOf(other).filter((name) => !namesOf(plan).includes(name))).toEqual([]);
  });

  it('only writes risks down where threat protection audits', async () => {
    const audited = await planOf(() => new Identity('identity', { ...production, threatProtection: 'audit' }));
    expect(only(audited, poolType).inputs.userPoolAddOns).toEqual({ advancedSecurityMode: 'AUDIT' });
    expect(all(audited, 'aws:cognito/riskConfiguration:RiskConfiguration')).toHaveLength(1);
  });
});

describe('a user pool without a second factor', () => {
  let without: readonly PlannedResource[];
  let enrolmentClientId: pulumi.Output<string> | undefined;
  beforeAll(async () => {
    without = await planOf(() => {
      ({ enrolmentClientId } = new Identity('identity', { ...production, secondFactor: 'off' }));
    });
  });

  it('has none for anybody, and departs in nothing else', () => {
    const { softwareTokenMfaConfiguration: _factor, lambdaConfig: _trigger, ...kept } = only(plan, poolType).inputs;
    expect(only(without, poolType).inputs).toEqual({ ...kept, mfaConfiguration: 'OFF' });
  });

  it('has neither the trigger that demands it nor the client to set it up with', () => {
    const missing = namesOf(plan).filter((name) => !namesOf(without).includes(name));
    expect(missing.filter((name) => !name.startsWith('identity-token-trigger'))).toEqual(['identity-enrolment-client']);
    expect(all(without, functionType)).toEqual([]);
    expect(namesOf(without).filter((name) => !namesOf(plan).includes(name))).toEqual([]);
    expect(enrolmentClientId).toBeUndefined();
  });

  it('blocks where it would demand the factor', () => {
    const { accountTakeoverRiskConfiguration } = only(
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
