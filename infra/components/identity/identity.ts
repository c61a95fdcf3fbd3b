import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { enrolmentClientName, groups } from './groups.js';
import { TokenTrigger } from './token-trigger/token-trigger.js';

export interface IdentityArgs {
  readonly region: string;
  readonly accountId: string;
  /** Begins the physical names of what must be told apart within an account, such as `clinic-prod`. */
  readonly namePrefix: string;
  readonly tier: 'lite' | 'essentials' | 'plus';
  readonly threatProtection: 'enforced' | 'audit' | 'off';
  /** `required` of the clinic's people and offered to patients; `off` for all. */
  readonly secondFactor: 'required' | 'off';
  readonly passwordMinimumLength: number;
  readonly accessTokenMinutes: number;
  readonly refreshTokenHours: number;
  readonly domainPrefix?: string | undefined;
  readonly callbackUrls: readonly string[];
  readonly deletionProtection: boolean;
  /** The bundle of token-trigger/handler.ts. */
  readonly tokenTriggerCode: pulumi.asset.Archive;
  readonly architecture: 'arm64' | 'x86_64';
  readonly logRetentionDays: number;
  readonly auditKeyArn: pulumi.Input<string>;
}

/** Days in which the password of an invitation must be changed. */
const invitationDays = 3;

/** The last passwords that can't be chosen again; Cognito remembers no more. */
const rememberedPasswords = 24;

/** Cognito's shortest, in minutes: long enough to scan a code and type six digits. */
const enrolmentMinutes = 5;

/**
 * Who may sign in: one pool for the clinic's people and its patients, where accounts are made by an administrator. Everyone
 * but patients needs a second factor, unless the stack has none (docs/adr/0011-one-user-pool.md).
 */
export class Identity extends pulumi.ComponentResource {
  readonly userPoolId: pulumi.Output<string>;
  readonly userPoolArn: pulumi.Output<string>;
  /** The app's client: the one whose tokens the API takes. */
  readonly clientId: pulumi.Output<string>;
  /** The client to set the second factor up with, where there is one; the API must not take its tokens. */
  readonly enrolmentClientId: pulumi.Output<string> | undefined;
  readonly issuer: pulumi.Output<string>;

  private readonly name: string;
  private readonly args: IdentityArgs;

  constructor(name: string, args: IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:identity:Identity', name, {}, opts);
    this.name = name;
    this.args = args;
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
    this.issuer = pulumi.interpolate`https://cognito-idp.${args.region}.amazonaws.com/${pool.id}`;
    this.registerOutputs({ userPoolId: this.userPoolId, clientId: this.clientId });
  }

  private get hasSecondFactor(): boolean {
    return this.args.secondFactor === 'required';
  }

  private createTokenTrigger(): TokenTrigger {
    const { accountId, namePrefix, tokenTriggerCode, architecture, logRetentionDays, auditKeyArn } = this.args;
    return new TokenTrigger(
      `${this.name}-token-trigger`,
      {
        accountId,
        functionName: `${namePrefix}-token-trigger`,
        code: tokenTriggerCode,
        architecture,
        logRetentionDays,
        auditKeyArn,
      },
      { parent: this },
    );
  }

  private createPool(trigger: TokenTrigger | undefined): aws.cognito.UserPool {
    const { tier, threatProtection, passwordMinimumLength, deletionProtection } = this.args;
    return new aws.cognito.UserPool(
      `${this.name}-pool`,
      {
        userPoolTier: tier.toUpperCase(),
        // The add-on can't even be named where the tier has none.
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
        // No devices are remembered: Cognito would take one in the second factor's place.
        ...(trigger === undefined
          ? { mfaConfiguration: 'OFF' }
          : {
              mfaConfiguration: 'OPTIONAL',
              softwareTokenMfaConfiguration: { enabled: true },
              // Version one can change groups, in access tokens too, and every tier has it.
              lambdaConfig: { preTokenGenerationConfig: { lambdaArn: trigger.functionArn, lambdaVersion: 'V1_0' } },
            }),
        deletionProtection: deletionProtection ? 'ACTIVE' : 'INACTIVE',
      },
      { parent: this, protect: deletionProtection },
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

  /** What is done about a risk where threat protection enforces; where it only audits, what would be. */
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

  /** Cognito takes no answer that asks for a factor where the pool has none. */
  private takeoverActions() {
    const [medium, high] = this.hasSecondFactor ? ['MFA_IF_CONFIGURED', 'MFA_REQUIRED'] : ['NO_ACTION', 'BLOCK'];
    return {
      lowAction: { eventAction: 'NO_ACTION', notify: false },
      mediumAction: { eventAction: medium, notify: false },
      highAction: { eventAction: high, notify: false },
    };
  }

  /**
   * Whether a password was compromised can be checked only where Cognito sees it. With SRP it doesn't, and a client that
   * may choose, may choose SRP.
   */
  private signInFlow(): string {
    return this.args.threatProtection === 'off' ? 'ALLOW_USER_SRP_AUTH' : 'ALLOW_USER_PASSWORD_AUTH';
  }

  private createClient(pool: aws.cognito.UserPool): aws.cognito.UserPoolClient {
    const { accessTokenMinutes, refreshTokenHours, domainPrefix, callbackUrls } = this.args;
    return new aws.cognito.UserPoolClient(
      `${this.name}-client`,
      {
        name: 'app',
        userPoolId: pool.id,
        generateSecret: false,
        explicitAuthFlows: [this.signInFlow(), 'ALLOW_REFRESH_TOKEN_AUTH'],
        accessTokenValidity: accessTokenMinutes,
        idTokenValidity: accessTokenMinutes,
        refreshTokenValidity: refreshTokenHours,
        tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
        enableTokenRevocation: true,
        preventUserExistenceErrors: 'ENABLED',
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

  /** Not for the sign-in page, whose cookie would carry a session without the factor over to the app's client. */
  private createEnrolmentClient(pool: aws.cognito.UserPool): aws.cognito.UserPoolClient {
    return new aws.cognito.UserPoolClient(
      `${this.name}-enrolment-client`,
      {
        name: enrolmentClientName,
        userPoolId: pool.id,
        generateSecret: false,
        // The last one takes AWS credentials besides the password: an operator sets the first account up with it.
        explicitAuthFlows: [this.signInFlow(), 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
        accessTokenValidity: enrolmentMinutes,
        idTokenValidity: enrolmentMinutes,
        refreshTokenValidity: 1,
        tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
        enableTokenRevocation: true,
        preventUserExistenceErrors: 'ENABLED',
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
    // Without a style, even Cognito's own, the managed pages answer with an error.
    new aws.cognito.ManagedLoginBranding(
      `${this.name}-style`,
      { userPoolId: pool.id, clientId: client.id, useCognitoProvidedValues: true },
      { parent: this, dependsOn: [domain] },
    );
  }
}
