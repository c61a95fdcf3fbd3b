import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Component, type LogArgs } from '../component.js';
import type { Place } from '../place.js';
import { enrolmentClientName, groups } from './groups.js';
import { TokenTrigger } from './token-trigger/token-trigger.js';

export interface IdentityArgs {
  readonly place: Place;
  readonly tier: 'lite' | 'essentials' | 'plus';
  readonly threatProtection: 'enforced' | 'audit' | 'off';
  /** `required` for the clinic's workforce and optional for patients, or `off` for all. */
  readonly secondFactor: 'required' | 'off';
  readonly passwordMinimumLength: number;
  readonly accessTokenMinutes: number;
  readonly refreshTokenHours: number;
  /** Prefix of the managed sign-in page's domain; without it there is no such page. */
  readonly domainPrefix: string | undefined;
  readonly callbackUrls: readonly string[];
  readonly deletionProtection: boolean;
  /** The bundle of token-trigger/handler.ts. */
  readonly tokenTriggerCode: pulumi.asset.Archive;
  readonly architecture: 'arm64' | 'x86_64';
  readonly log: LogArgs;
}

/** Days in which an invited user must change the temporary password. */
const invitationDays = 3;

/** Previous passwords that can't be reused: Cognito's maximum. */
const rememberedPasswords = 24;

/** Lifetime of enrollment tokens, Cognito's minimum: long enough to scan a code and type six digits. */
const enrolmentMinutes = 5;

/**
 * The user pool of the clinic's workforce and its patients. Administrators create all accounts. The workforce needs a
 * second factor, unless the stack turns it off (docs/adr/0011-one-user-pool.md). Machines sign in with IAM, not here.
 */
export class Identity extends Component<IdentityArgs> {
  readonly userPoolId: pulumi.Output<string>;
  readonly userPoolArn: pulumi.Output<string>;
  /** The app client, the only one whose tokens the API accepts. */
  readonly clientId: pulumi.Output<string>;
  /** The client for setting up the second factor, if one is required. The API must not accept its tokens. */
  readonly enrolmentClientId: pulumi.Output<string> | undefined;
  readonly issuer: pulumi.Output<string>;

  constructor(name: string, args: IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:identity:Identity', name, args, opts);
    const trigger = this.hasSecondFactor ? this.createTokenTrigger() : undefined;
    const pool = this.createPool(trigger);
    trigger?.attachTo(pool);
    this.createGroups(pool);
    if (args.threatProtection !== 'off') this.createRiskConfiguration(pool);
    const client = this.createClient(pool);
    const enrolmentClient = this.hasSecondFactor ? this.createEnrolmentClient(pool) : undefined;
    if (args.domainPrefix !== undefined) this.createSignInPage(pool, client, args.domainPrefix);
    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    this.clientId = client.id;
    this.enrolmentClientId = enrolmentClient?.id;
    this.issuer = pulumi.interpolate`https://cognito-idp.${args.place.region}.amazonaws.com/${pool.id}`;
    this.registerOutputs({ userPoolId: this.userPoolId, clientId: this.clientId });
  }

  private get hasSecondFactor(): boolean {
    return this.args.secondFactor === 'required';
  }

  private createTokenTrigger(): TokenTrigger {
    const { place, tokenTriggerCode: code, architecture, log } = this.args;
    return new TokenTrigger(
      `${this.name}-token-trigger`,
      { accountId: place.accountId, code, architecture, log },
      { parent: this },
    );
  }

  private createPool(trigger: TokenTrigger | undefined): aws.cognito.UserPool {
    const { tier, threatProtection, passwordMinimumLength, deletionProtection } = this.args;
    return new aws.cognito.UserPool(
      `${this.name}-pool`,
      {
        userPoolTier: tier.toUpperCase(),
        // Cognito rejects the add-on, even if off, in tiers without it.
        userPoolAddOns:
          threatProtection === 'off' ? undefined : { advancedSecurityMode: threatProtection.toUpperCase() },
        usernameAttributes: ['email'],
        usernameConfiguration: { caseSensitive: false },
        autoVerifiedAttributes: ['email'],
        userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ['email'] },
        adminCreateUserConfig: { allowAdminCreateUserOnly: true },
        accountRecoverySetting: { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] },
        passwordPolicy: {
          minimumLength: passwordMinimumLength,
          requireLowercase: true,
          requireUppercase: true,
          requireNumbers: true,
          requireSymbols: true,
          temporaryPasswordValidityDays: invitationDays,
          passwordHistorySize: tier === 'lite' ? undefined : rememberedPasswords,
        },
        // Devices are not remembered: Cognito would accept one instead of the second factor.
        ...(trigger === undefined
          ? { mfaConfiguration: 'OFF' }
          : {
              mfaConfiguration: 'OPTIONAL',
              softwareTokenMfaConfiguration: { enabled: true },
              // Version 1 can change groups, in access tokens too, and is available in every tier.
              lambdaConfig: { preTokenGenerationConfig: { lambdaArn: trigger.functionArn, lambdaVersion: 'V1_0' } },
            }),
        deletionProtection: deletionProtection ? 'ACTIVE' : 'INACTIVE',
      },
      { parent: this },
    );
  }

  private createGroups(pool: aws.cognito.UserPool): void {
    for (const [precedence, { name, description }] of groups.entries()) {
      new aws.cognito.UserGroup(
        `${this.name}-${name}`,
        { name, description, precedence, userPoolId: pool.id },
        { parent: this },
      );
    }
  }

  /** Responses to risky sign-ins. If threat protection only audits, Cognito logs them instead. */
  private createRiskConfiguration(pool: aws.cognito.UserPool): void {
    new aws.cognito.RiskConfiguration(
      `${this.name}-risk`,
      {
        userPoolId: pool.id,
        compromisedCredentialsRiskConfiguration: {
          eventFilters: ['SIGN_IN', 'PASSWORD_CHANGE'],
          actions: { eventAction: 'BLOCK' },
        },
        accountTakeoverRiskConfiguration: {
          actions: this.takeoverActions(),
        },
      },
      { parent: this },
    );
  }

  /** Cognito rejects responses that require a second factor if the pool has none. */
  private takeoverActions() {
    const [medium, high] = this.hasSecondFactor ? ['MFA_IF_CONFIGURED', 'MFA_REQUIRED'] : ['NO_ACTION', 'BLOCK'];
    return {
      lowAction: { eventAction: 'NO_ACTION', notify: false },
      mediumAction: { eventAction: medium, notify: false },
      highAction: { eventAction: high, notify: false },
    };
  }

  /** Cognito can check for compromised passwords only if it sees them, which SRP prevents, so only one flow is allowed. */
  private get signInFlow(): string {
    return this.args.threatProtection === 'off' ? 'ALLOW_USER_SRP_AUTH' : 'ALLOW_USER_PASSWORD_AUTH';
  }

  private createClient(pool: aws.cognito.UserPool): aws.cognito.UserPoolClient {
    const { accessTokenMinutes, refreshTokenHours, domainPrefix, callbackUrls } = this.args;
    return new aws.cognito.UserPoolClient(
      `${this.name}-client`,
      {
        name: 'app',
        userPoolId: pool.id,
        explicitAuthFlows: [this.signInFlow, 'ALLOW_REFRESH_TOKEN_AUTH'],
        ...buildClientSettings(accessTokenMinutes, refreshTokenHours),
        ...(domainPrefix === undefined
          ? { allowedOauthFlowsUserPoolClient: false }
          : {
              allowedOauthFlowsUserPoolClient: true,
              allowedOauthFlows: ['code'],
              allowedOauthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
              supportedIdentityProviders: ['COGNITO'],
              callbackUrls: [...callbackUrls],
              logoutUrls: [...callbackUrls],
            }),
      },
      { parent: this },
    );
  }

  /** Not for the sign-in page, whose cookie would carry a session without the factor over to the app client. */
  private createEnrolmentClient(pool: aws.cognito.UserPool): aws.cognito.UserPoolClient {
    return new aws.cognito.UserPoolClient(
      `${this.name}-enrolment-client`,
      {
        name: enrolmentClientName,
        userPoolId: pool.id,
        // The admin flow needs AWS credentials as well as the password. An operator sets up the first account with it.
        explicitAuthFlows: [this.signInFlow, 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
        ...buildClientSettings(enrolmentMinutes, 1),
        allowedOauthFlowsUserPoolClient: false,
      },
      { parent: this },
    );
  }

  private createSignInPage(pool: aws.cognito.UserPool, client: aws.cognito.UserPoolClient, domainPrefix: string): void {
    const hasManagedPages = this.args.tier !== 'lite';
    const domain = new aws.cognito.UserPoolDomain(
      `${this.name}-domain`,
      { userPoolId: pool.id, domain: domainPrefix, managedLoginVersion: hasManagedPages ? 2 : 1 },
      { parent: this },
    );
    if (!hasManagedPages) return;
    // Managed pages return an error until they have a style, even Cognito's default.
    new aws.cognito.ManagedLoginBranding(
      `${this.name}-style`,
      { userPoolId: pool.id, clientId: client.id, useCognitoProvidedValues: true },
      { parent: this, dependsOn: [domain] },
    );
  }
}

const buildClientSettings = (accessTokenMinutes: number, refreshTokenHours: number) => ({
  generateSecret: false,
  accessTokenValidity: accessTokenMinutes,
  idTokenValidity: accessTokenMinutes,
  refreshTokenValidity: refreshTokenHours,
  tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
  enableTokenRevocation: true,
  preventUserExistenceErrors: 'ENABLED',
});
