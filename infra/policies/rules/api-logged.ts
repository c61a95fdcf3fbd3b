import { checkEach, type Policy, readInput } from '../policy.js';

export const apiLogged: Policy = {
  id: 'api-logged',
  severity: 'error',
  promise: 'Every request is on the access log, in JSON.',
  safeguards: ['164.312(b)'],
  publicRules: [
    'AwsSolutions-APIG1',
    'CKV_AWS_76',
    'W46',
    'APIGWAccessLogging',
    'APIGWStructuredLogging',
    'apigatewayv2.Stage.configureAccessLogging',
    'apigatewayv2.Stage.enableAccessLogging',
  ],
  fix: 'Set accessLogSettings with a format in JSON.',
  check: checkEach('aws:apigatewayv2/stage:Stage', (stage) => {
    if (readInput(stage, 'accessLogSettings.destinationArn') === undefined) return 'has no access log';
    const format = String(readInput(stage, 'accessLogSettings.format') ?? '');
    return format.startsWith('{') ? undefined : 'has an access log that is no JSON';
  }),
};
