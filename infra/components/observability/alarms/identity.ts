import type * as pulumi from '@pulumi/pulumi';
import type { PlannedUsage } from '../../../../config/demand/usage.js';
import type { StackConfig } from '../../../../config/settings/stack.js';
import type { AlarmDefinition, Metric } from '../alarm.js';

export interface WatchedIdentity {
  readonly userPoolId: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  readonly threatProtection: StackConfig['identity']['threatProtection'];
  readonly usage: PlannedUsage;
}

const hourSeconds = 3600;

/** Sign-ins of a thousand that may look stolen before somebody looks. */
const riskyShare = 0.001;

const businessHoursPerMonth = 360;

/** Attempts within an hour of which a share says something. */
const minimumAttempts = 20;

/** Sign-ins of an hour at work, by the demand. */
export const signInsPerHour = ({ users }: PlannedUsage): number =>
  (users.activePerMonth * users.sessionsPerActiveUser) / businessHoursPerMonth;

export function identityAlarms({ userPoolId, clientId, threatProtection, usage }: WatchedIdentity): AlarmDefinition[] {
  const client = { UserPool: userPoolId, UserPoolClient: clientId };
  const signIn = (statistic: string): Metric => ({
    namespace: 'AWS/Cognito',
    name: 'SignInSuccesses',
    dimensions: client,
    statistic,
  });
  // Cognito publishes them by level alone, and CloudWatch adds nothing up over a dimension that is left out.
  const risk = (name: string, level: 'high' | 'medium' | 'low'): Metric => ({
    namespace: 'AWS/Cognito',
    name,
    dimensions: { UserPoolId: userPoolId, Operation: 'SignIn', RiskLevel: level },
    statistic: 'Sum',
  });
  const signIns: AlarmDefinition = {
    id: 'sign-in-success',
    meaning: 'Half of those who try can’t sign in.',
    action: 'Look whether the token trigger fails (its log), then for one address that tries many accounts.',
    // One for a success and nought for a failure, so the average is the share. A few attempts at night say nothing.
    metrics: { success: signIn('Average'), attempts: signIn('SampleCount') },
    expression: `IF(attempts >= ${minimumAttempts}, success, 1)`,
    periodSeconds: hourSeconds,
    evaluationPeriods: 1,
    threshold: 0.5,
    comparison: 'LessThanThreshold',
  };
  if (threatProtection === 'off') return [signIns];
  return [
    signIns,
    {
      id: 'sign-in-risk',
      meaning: 'More sign-ins than usual look stolen, or have a password that is known to be.',
      action: 'Look at the user pool’s advanced security log; block the addresses, reset the accounts.',
      metrics: {
        high: risk('AccountTakeoverRisk', 'high'),
        medium: risk('AccountTakeoverRisk', 'medium'),
        low: risk('AccountTakeoverRisk', 'low'),
        compromised: risk('CompromisedCredentialRisk', 'high'),
      },
      expression: 'FILL(high, 0) + FILL(medium, 0) + FILL(low, 0) + FILL(compromised, 0)',
      periodSeconds: hourSeconds,
      evaluationPeriods: 1,
      threshold: Math.max(3, Math.ceil(signInsPerHour(usage) * riskyShare)),
    },
  ];
}
