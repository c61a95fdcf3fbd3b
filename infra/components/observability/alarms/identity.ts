import type { PlannedUsage } from '../../../../config/demand/usage.js';
import type { StackConfig } from '../../../../config/settings/stack.js';
import { type AlarmDefinition, hourSeconds, selectMetrics } from '../../alarm.js';
import type { Identity } from '../../identity/identity.js';

export interface WatchedIdentity {
  readonly identity: Pick<Identity, 'userPoolId' | 'clientId'>;
  readonly threatProtection: StackConfig['identity']['threatProtection'];
  readonly usage: PlannedUsage;
}

const hourly = { periodSeconds: hourSeconds, evaluationPeriods: 1 };

/** Share of sign-ins at risk that needs no attention. */
const riskyShare = 0.001;

const businessHoursPerMonth = 360;

/** A share of fewer attempts within an hour is noise. */
const minimumAttempts = 20;

const signInsPerHour = ({ users }: PlannedUsage): number =>
  (users.activePerMonth * users.sessionsPerActiveUser) / businessHoursPerMonth;

export function identityAlarms({ identity, threatProtection, usage }: WatchedIdentity): AlarmDefinition[] {
  const { userPoolId, clientId } = identity;
  const metric = selectMetrics('AWS/Cognito', { UserPool: userPoolId, UserPoolClient: clientId });
  // Cognito publishes risks only by level, and CloudWatch doesn't aggregate over omitted dimensions.
  const risk = (name: string, level: 'high' | 'medium' | 'low') =>
    selectMetrics('AWS/Cognito', { UserPoolId: userPoolId, Operation: 'SignIn', RiskLevel: level })(name, 'Sum');
  const signIns: AlarmDefinition = {
    id: 'sign-in-success',
    meaning:
      'Over half of the sign-ins within an hour failed. Users may be locked out, or someone is guessing passwords.',
    action: "Check the token trigger's log for errors, then look for a single address that tries many accounts.",
    // The metric is 1 for a success and 0 for a failure, so its average is the share of successes.
    metrics: { success: metric('SignInSuccesses', 'Average'), attempts: metric('SignInSuccesses', 'SampleCount') },
    expression: `IF(attempts >= ${minimumAttempts}, success, 1)`,
    ...hourly,
    threshold: 0.5,
    comparison: 'LessThanThreshold',
  };
  if (threatProtection === 'off') return [signIns];
  return [
    signIns,
    {
      id: 'sign-in-risk',
      meaning: 'More sign-ins than usual look like account takeovers or use compromised passwords.',
      action: "Look at the user's event history in the user pool; block the addresses and reset the accounts.",
      metrics: {
        high: risk('AccountTakeoverRisk', 'high'),
        medium: risk('AccountTakeoverRisk', 'medium'),
        low: risk('AccountTakeoverRisk', 'low'),
        compromised: risk('CompromisedCredentialRisk', 'high'),
      },
      expression: 'FILL(high, 0) + FILL(medium, 0) + FILL(low, 0) + FILL(compromised, 0)',
      ...hourly,
      threshold: Math.max(3, Math.ceil(signInsPerHour(usage) * riskyShare)),
    },
  ];
}
