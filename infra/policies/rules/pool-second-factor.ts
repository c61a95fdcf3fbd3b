import { checkAll, checkEach, mustBe, type Policy, type ResourceCheck, readInput } from '../policy.js';

/** Somebody refuses who has no factor: Cognito itself, or the trigger. */
const checkEnforcement: ResourceCheck = (pool) => {
  if (readInput(pool, 'mfaConfiguration') === 'ON') return undefined;
  const isRefused = readInput(pool, 'lambdaConfig.preTokenGenerationConfig.lambdaArn') !== undefined;
  return readInput(pool, 'mfaConfiguration') === 'OPTIONAL' && isRefused
    ? undefined
    : `has mfaConfiguration ${readInput(pool, 'mfaConfiguration')} and nobody who refuses`;
};

export const poolSecondFactor: Policy = {
  id: 'pool-second-factor',
  severity: 'error',
  promise: 'Whoever works for the clinic signs in with a second factor.',
  safeguards: ['164.312(d)'],
  publicRules: ['AwsSolutions-COG2', 'F78'],
  fix: 'Set identity.secondFactor to required: mfaConfiguration ON, or OPTIONAL with a trigger that refuses tokens, and softwareTokenMfaConfiguration.',
  check: checkEach(
    'aws:cognito/userPool:UserPool',
    // An app, and not text messages: those go to whoever has taken the number over.
    checkAll(checkEnforcement, mustBe('softwareTokenMfaConfiguration.enabled', true)),
  ),
};
