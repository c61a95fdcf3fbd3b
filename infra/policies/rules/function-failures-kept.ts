import { checkEach, filterByType, type Policy, readInput } from '../policy.js';

export const functionFailuresKept: Policy = {
  id: 'function-failures-kept',
  severity: 'error',
  promise: 'An event that an asynchronous function can’t work off is kept.',
  safeguards: ['164.312(c)(1)'],
  publicRules: [
    'LAMBDA_DLQ_CHECK',
    'HIPAA.Security-LambdaDLQ',
    'AwsSolutions-SQS3',
    'CKV_AWS_116',
    'LambdaDLQ',
    'LambdaAsyncFailureDestination',
  ],
  fix: 'Give the function a dead-letter queue, or its event configuration a destination for failures.',
  check: checkEach('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', (events, resources) => {
    if (readInput(events, 'destinationConfig.onFailure.destination') !== undefined) return undefined;
    const isKept = filterByType(resources, 'aws:lambda/function:Function').some(
      (lambda) =>
        readInput(lambda, 'name') === readInput(events, 'functionName') &&
        readInput(lambda, 'deadLetterConfig.targetArn') !== undefined,
    );
    return isKept ? undefined : 'loses events that fail';
  }),
};
