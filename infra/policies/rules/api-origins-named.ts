import { checkEach, type Policy, readInputList } from '../policy.js';

export const apiOriginsNamed: Policy = {
  id: 'api-origins-named',
  severity: 'error',
  promise: 'Pages of named origins alone may call the API.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['CKV2_AWS_75'],
  fix: 'Name the origins in api.corsAllowedOrigins.',
  check: checkEach('aws:apigatewayv2/api:Api', (api) =>
    readInputList<string>(api, 'corsConfiguration.allowOrigins').some((origin) => origin.includes('*'))
      ? 'lets pages of every origin call it'
      : undefined,
  ),
};
