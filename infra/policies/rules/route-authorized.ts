import { checkEach, mustHave, type Policy, readInput } from '../policy.js';

export const routeAuthorized: Policy = {
  id: 'route-authorized',
  severity: 'error',
  promise: 'Every route of the API asks who calls.',
  safeguards: ['164.312(a)(1)', '164.312(d)'],
  publicRules: ['AwsSolutions-APIG4', 'CKV_AWS_309'],
  fix: 'Give the route an authorizer in config/functions.ts.',
  check: checkEach('aws:apigatewayv2/route:Route', (route, resources) => {
    const kind = readInput(route, 'authorizationType');
    // IAM is its own authorizer; whether a token is good, somebody must say.
    if (kind === 'JWT') return mustHave('authorizerId')(route, resources);
    return kind === 'AWS_IAM' ? undefined : `answers ${readInput(route, 'routeKey')} to everybody`;
  }),
};
