import { checkEach, mustBe, type Policy } from '../policy.js';

export const domainTls: Policy = {
  id: 'domain-tls',
  severity: 'error',
  promise: 'The API answers under its own name over TLS 1.2 or later alone.',
  safeguards: ['164.312(e)(1)', '164.312(e)(2)(ii)'],
  publicRules: ['apigatewayv2.DomainName.configureDomainNameSecurityPolicy'],
  fix: 'Set domainNameConfiguration.securityPolicy to TLS_1_2.',
  check: checkEach(
    'aws:apigatewayv2/domainName:DomainName',
    mustBe('domainNameConfiguration.securityPolicy', 'TLS_1_2'),
  ),
};
