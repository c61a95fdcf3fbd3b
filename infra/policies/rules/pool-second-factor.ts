import { anyOf, each, inputOf, type Judge, mustBe, type Policy } from '../policy.js';

/** Somebody refuses who has no factor: Cognito itself, or the trigger. */
const isAskedFor: Judge = (pool) => {
  if (inputOf(pool, 'mfaConfiguration') === 'ON') return undefined;
  const isRefused = inputOf(pool, 'lambdaConfig.preTokenGenerationConfig.lambdaArn') !== undefined;
  return inputOf(pool, 'mfaConfiguration') === 'OPTIONAL' && isRefused
    ? undefined
    : `has mfaConfiguration ${inputOf(pool, 'mfaConfiguration')} and nobody who refuses`;
};

export const poolSecondFactor: Policy = {
  id: 'pool-second-factor',
  severity: 'error',
  promise: 'Whoever works for the clinic signs in with a second factor.',
  safeguards: ['164.312(d)'],
  publicRules: ['AwsSolutions-COG2', 'F78'],
  mend: 'Set identity.secondFactor to required: mfaConfiguration ON, or OPTIONAL with a trigger that refuses tokens, and softwareTokenMfaConfiguration.',
  check: each(
    'aws:cognito/userPool:UserPool',
    // An app, and not text messages: those go to whoever has taken the number over.
    anyOf(isAskedFor, mustBe('softwareTokenMfaConfiguration.enabled', true)),
  ),
};
