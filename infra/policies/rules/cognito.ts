import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import {
  checkAll,
  checkEach,
  findParts,
  mustBe,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
  readInputNumber,
} from '../policy.js';

const userPoolType = 'aws:cognito/userPool:UserPool';
const clientType = 'aws:cognito/userPoolClient:UserPoolClient';

const minutesPerUnit: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };

/** Automatic logoff after half an hour, and a new sign-in for each working day. */
const maximumMinutes = { accessToken: 30, idToken: 30, refreshToken: 12 * 60 };

/** Cognito's units for a client without `tokenValidityUnits`. */
const defaultUnits = { accessToken: 'hours', idToken: 'hours', refreshToken: 'days' } as const;

type Token = keyof typeof maximumMinutes;

function readValidMinutes(client: PlannedResource, token: Token): number {
  const unit = String(readInput(client, `tokenValidityUnits.${token}`) ?? defaultUnits[token]);
  return readInputNumber(client, `${token}Validity`) * (minutesPerUnit[unit] ?? Number.NaN);
}

const checkLifetime =
  (token: Token): ResourceCheck =>
  (client) => {
    const minutes = readValidMinutes(client, token);
    return minutes <= maximumMinutes[token]
      ? undefined
      : `has ${token}Validity of ${minutes} minutes; the maximum is ${maximumMinutes[token]}`;
  };

/** The minimum of AWS Config's HIPAA conformance pack. */
const minimumPasswordLength = 14;

const checkPasswordLength: ResourceCheck = (pool) => {
  const length = readInputNumber(pool, 'passwordPolicy.minimumLength');
  return length >= minimumPasswordLength
    ? undefined
    : `takes passwords of ${length} characters; the minimum is ${minimumPasswordLength}`;
};

/** Either Cognito or the token trigger must refuse users without a second factor. */
const checkMfaEnforcement: ResourceCheck = (pool) => {
  const mfa = readInput(pool, 'mfaConfiguration');
  if (mfa === 'ON') return undefined;
  const hasTrigger = readInput(pool, 'lambdaConfig.preTokenGenerationConfig.lambdaArn') !== undefined;
  return mfa === 'OPTIONAL' && hasTrigger
    ? undefined
    : `has mfaConfiguration ${mfa ?? 'unset'} and no trigger that requires a second factor`;
};

/** Enforced threat protection does only what the pool's risk configuration says. */
const checkRiskConfiguration: ResourceCheck = (pool, resources) => {
  const configurations = findParts(pool, 'aws:cognito/riskConfiguration:RiskConfiguration', resources);
  // A configuration with a client id replaces the pool's for that client only.
  if (!configurations.some((configuration) => readInput(configuration, 'clientId') === undefined))
    return 'has no risk configuration';
  return configurations.every(refusesRisks) ? undefined : 'allows high-risk sign-ins or compromised passwords';
};

function refusesRisks(configuration: PlannedResource): boolean {
  const events = readInputList(configuration, 'compromisedCredentialsRiskConfiguration.eventFilters');
  const isOneOf = (path: string, ...values: readonly string[]) =>
    [...values, unknownMark].includes(String(readInput(configuration, path)));
  return (
    isOneOf('compromisedCredentialsRiskConfiguration.actions.eventAction', 'BLOCK') &&
    (events.length === 0 || events.includes('SIGN_IN') || events.includes(unknownMark)) &&
    isOneOf('accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'BLOCK', 'MFA_REQUIRED')
  );
}

/** Flows that send the password to Cognito, which compares it with compromised ones. SRP doesn't send it. */
const passwordFlows = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  unknownMark,
];

/** A client without a list of flows allows SRP too. */
const checkPasswordFlows: ResourceCheck = (pool, resources) => {
  const srpClient = findParts(pool, clientType, resources).find((client) => {
    const flows = readInputList<string>(client, 'explicitAuthFlows');
    return flows.length === 0 || flows.some((flow) => !passwordFlows.includes(flow));
  });
  return srpClient && `cannot check the passwords of ${srpClient.name}, which allows other flows than password ones`;
};

export const cognitoPolicies: readonly PolicyDefinition[] = [
  {
    id: 'client-tokens-short',
    description: 'Access tokens expire within 30 minutes, refresh tokens within 12 hours, and tokens can be revoked.',
    safeguards: ['164.312(a)(2)(iii)'],
    fix: 'Lower identity.accessTokenMinutes and identity.refreshTokenHours.',
    check: checkEach(
      clientType,
      checkAll(
        checkLifetime('accessToken'),
        checkLifetime('idToken'),
        checkLifetime('refreshToken'),
        mustBe('enableTokenRevocation', true),
      ),
    ),
  },
  {
    id: 'identity-pool-closed',
    description: 'Identity pools give no credentials to unauthenticated users.',
    safeguards: ['164.312(a)(1)', '164.312(d)'],
    publicRules: ['AwsSolutions-COG7', 'CKV_AWS_366', 'W57'],
    fix: 'Set allowUnauthenticatedIdentities to false.',
    check: checkEach(
      'aws:cognito/identityPool:IdentityPool',
      mustBe('allowUnauthenticatedIdentities', false, undefined),
    ),
  },
  {
    id: 'pool-closed',
    description: 'Only administrators create user accounts.',
    safeguards: ['164.308(a)(4)(ii)(B)', '164.312(a)(2)(i)'],
    fix: 'Set adminCreateUserConfig.allowAdminCreateUserOnly to true.',
    check: checkEach(userPoolType, mustBe('adminCreateUserConfig.allowAdminCreateUserOnly', true)),
  },
  {
    id: 'pool-deletion-protected',
    description: 'The user pool is protected against accidental deletion.',
    safeguards: ['164.308(a)(7)(ii)(A)'],
    fix: 'Set database.deletionProtection to true; it protects the user pool too.',
    check: checkEach(userPoolType, mustBe('deletionProtection', 'ACTIVE')),
  },
  {
    id: 'pool-password',
    description: `Passwords have at least ${minimumPasswordLength} characters of all four kinds.`,
    safeguards: ['164.308(a)(5)(ii)(D)', '164.312(d)'],
    publicRules: ['AwsSolutions-COG1'],
    fix: 'Raise identity.passwordMinimumLength.',
    check: checkEach(
      userPoolType,
      checkAll(
        checkPasswordLength,
        ...['Lowercase', 'Uppercase', 'Numbers', 'Symbols'].map((kind) =>
          mustBe(`passwordPolicy.require${kind}`, true),
        ),
      ),
    ),
  },
  {
    id: 'pool-second-factor',
    description: 'The workforce signs in with a second factor.',
    safeguards: ['164.312(d)'],
    publicRules: ['AwsSolutions-COG2', 'F78'],
    fix: 'Set identity.secondFactor to required: mfaConfiguration ON, or OPTIONAL with a trigger that refuses tokens, and softwareTokenMfaConfiguration.',
    check: checkEach(
      userPoolType,
      // Authenticator apps, because an attacker can take over the phone number that receives text messages.
      checkAll(checkMfaEnforcement, mustBe('softwareTokenMfaConfiguration.enabled', true)),
    ),
  },
  {
    id: 'pool-threats',
    description: 'High-risk sign-ins and compromised passwords are blocked.',
    safeguards: ['164.308(a)(5)(ii)(C)', '164.312(d)'],
    publicRules: ['AwsSolutions-COG3', 'AwsSolutions-COG8'],
    fix: 'Set identity.tier to plus and identity.threatProtection to enforced, which adds a risk configuration and removes SRP.',
    check: checkEach(
      userPoolType,
      checkAll(
        mustBe('userPoolTier', 'PLUS'),
        mustBe('userPoolAddOns.advancedSecurityMode', 'ENFORCED'),
        checkRiskConfiguration,
        checkPasswordFlows,
      ),
    ),
  },
];
