import { each, listOf, type Policy } from '../policy.js';

export const apiOriginsNamed: Policy = {
  id: 'api-origins-named',
  severity: 'error',
  promise: 'Pages of named origins alone may call the API.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['CKV2_AWS_75'],
  mend: 'Name the origins in api.corsAllowedOrigins.',
  check: each('aws:apigatewayv2/api:Api', (api) =>
    listOf<string>(api, 'corsConfiguration.allowOrigins').some((origin) => origin.includes('*'))
      ? 'lets pages of every origin call it'
      : undefined,
  ),
};
