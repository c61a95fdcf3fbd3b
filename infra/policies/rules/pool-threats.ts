import { anyOf, each, mustBe, type Policy } from '../policy.js';

export const poolThreats: Policy = {
  id: 'pool-threats',
  severity: 'error',
  promise: 'Sign-ins that look stolen are refused.',
  safeguards: ['164.308(a)(5)(ii)(C)', '164.312(d)'],
  publicRules: ['AwsSolutions-COG3', 'AwsSolutions-COG8'],
  mend: 'Set identity.tier to plus and identity.threatProtection to enforced.',
  check: each(
    'aws:cognito/userPool:UserPool',
    anyOf(mustBe('userPoolTier', 'PLUS'), mustBe('userPoolAddOns.advancedSecurityMode', 'ENFORCED')),
  ),
};
