import { each, numberOf, type Policy } from '../policy.js';

export const apiThrottled: Policy = {
  id: 'api-throttled',
  severity: 'error',
  promise: 'The API lets through what was planned for, and not the account’s whole quota.',
  safeguards: ['164.308(a)(7)(i)'],
  publicRules: ['APIGWDefaultThrottling'],
  mend: 'Set api.throttleRequestsPerSecond and api.throttleBurst.',
  check: each('aws:apigatewayv2/stage:Stage', (stage) => {
    const limits = ['throttlingRateLimit', 'throttlingBurstLimit'].map((name) =>
      numberOf(stage, `defaultRouteSettings.${name}`),
    );
    return limits.every((limit) => limit > 0) ? undefined : 'has no throttle';
  }),
};
