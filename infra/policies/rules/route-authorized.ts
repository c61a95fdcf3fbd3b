import { each, inputOf, type Policy } from '../policy.js';

export const routeAuthorized: Policy = {
  id: 'route-authorized',
  severity: 'error',
  promise: 'Every route of the API asks who calls.',
  safeguards: ['164.312(a)(1)', '164.312(d)'],
  publicRules: ['AwsSolutions-APIG4', 'CKV_AWS_309'],
  mend: 'Give the route an authorizer in config/functions.ts.',
  check: each('aws:apigatewayv2/route:Route', (route) =>
    ['JWT', 'AWS_IAM'].includes(String(inputOf(route, 'authorizationType')))
      ? undefined
      : `answers ${inputOf(route, 'routeKey')} to everybody`,
  ),
};
