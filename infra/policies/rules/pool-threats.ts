import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import {
  checkAll,
  checkEach,
  findParts,
  mustBe,
  type Policy,
  type ResourceCheck,
  readInput,
  readInputList,
} from '../policy.js';

/** What is done must be said as well: threat protection that enforces, enforces what the pool's risk configuration asks for. */
const checkRiskConfiguration: ResourceCheck = (pool, resources) => {
  const configurations = findParts(pool, 'aws:cognito/riskConfiguration:RiskConfiguration', resources);
  // One that names a client is for that client alone, and in the place of the pool's.
  if (!configurations.some((configuration) => readInput(configuration, 'clientId') === undefined))
    return 'says nothing of what is done about a risk';
  return configurations.every(refusesRisks)
    ? undefined
    : 'lets sign-ins of a high risk, or with stolen passwords, go on';
};

function refusesRisks(configuration: PlannedResource): boolean {
  const events = readInputList(configuration, 'compromisedCredentialsRiskConfiguration.eventFilters');
  const matchesAny = (path: string, ...values: readonly string[]) =>
    [...values, unknownMark].includes(String(readInput(configuration, path)));
  return (
    matchesAny('compromisedCredentialsRiskConfiguration.actions.eventAction', 'BLOCK') &&
    (events.length === 0 || events.includes('SIGN_IN') || events.includes(unknownMark)) &&
    matchesAny('accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'BLOCK', 'MFA_REQUIRED')
  );
}

/** Flows in which Cognito sees the password, which it must to know it for a stolen one; with SRP it doesn't. */
const inspectedFlows = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  unknownMark,
];

/** A client that may choose, may choose SRP; one that names no flows has it. */
const checkPasswordFlows: ResourceCheck = (pool, resources) => {
  const blind = findParts(pool, 'aws:cognito/userPoolClient:UserPoolClient', resources).find((client) => {
    const flows = readInputList<string>(client, 'explicitAuthFlows');
    return flows.length === 0 || flows.some((flow) => !inspectedFlows.includes(flow));
  });
  return blind && `doesn’t see the passwords of ${blind.name}`;
};

export const poolThreats: Policy = {
  id: 'pool-threats',
  severity: 'error',
  promise: 'Sign-ins that look stolen are refused.',
  safeguards: ['164.308(a)(5)(ii)(C)', '164.312(d)'],
  publicRules: ['AwsSolutions-COG3', 'AwsSolutions-COG8'],
  fix: 'Set identity.tier to plus and identity.threatProtection to enforced; the pool then has its risk configuration, and its clients no SRP.',
  check: checkEach(
    'aws:cognito/userPool:UserPool',
    checkAll(
      mustBe('userPoolTier', 'PLUS'),
      mustBe('userPoolAddOns.advancedSecurityMode', 'ENFORCED'),
      checkRiskConfiguration,
      checkPasswordFlows,
    ),
  ),
};
