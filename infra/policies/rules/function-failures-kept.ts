import { each, inputOf, ofType, type Policy } from '../policy.js';

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
  mend: 'Give the function a dead-letter queue, or its event configuration a destination for failures.',
  check: each('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', (events, resources) => {
    if (inputOf(events, 'destinationConfig.onFailure.destination') !== undefined) return undefined;
    const isKept = ofType(resources, 'aws:lambda/function:Function').some(
      (lambda) =>
        inputOf(lambda, 'name') === inputOf(events, 'functionName') &&
        inputOf(lambda, 'deadLetterConfig.targetArn') !== undefined,
    );
    return isKept ? undefined : 'loses events that fail';
  }),
};
