import { checkEach, type Policy, readInputNumber } from '../policy.js';

export const apiThrottled: Policy = {
  id: 'api-throttled',
  severity: 'error',
  promise: 'The API lets through what was planned for, and not the account’s whole quota.',
  safeguards: ['164.308(a)(7)(i)'],
  publicRules: ['APIGWDefaultThrottling'],
  fix: 'Set api.throttleRequestsPerSecond and api.throttleBurst.',
  check: checkEach('aws:apigatewayv2/stage:Stage', (stage) => {
    const limits = ['throttlingRateLimit', 'throttlingBurstLimit'].map((name) =>
      readInputNumber(stage, `defaultRouteSettings.${name}`),
    );
    return limits.every((limit) => limit > 0) ? undefined : 'has no throttle';
  }),
};
