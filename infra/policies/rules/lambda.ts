import { unknownMark } from '../../preview/planned-resource.js';
import { isForeignAccount, parseAccountId } from '../accounts.js';
import {
  checkAll,
  checkEach,
  filterByType,
  isCustomerKey,
  mustBe,
  mustBeAtLeast,
  mustHave,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
} from '../policy.js';

const functionType = 'aws:lambda/function:Function';

/** Runtimes that AWS patches (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). */
const supportedRuntimes = ['nodejs22.x', 'nodejs24.x'];

const checkFailureDestination: ResourceCheck = (config, resources) => {
  if (readInput(config, 'destinationConfig.onFailure.destination') !== undefined) return undefined;
  const hasDeadLetterQueue = filterByType(resources, functionType).some(
    (lambda) =>
      readInput(lambda, 'name') === readInput(config, 'functionName') &&
      readInput(lambda, 'deadLetterConfig.targetArn') !== undefined,
  );
  return hasDeadLetterQueue ? undefined : 'loses failed events';
};

const checkPrincipal: ResourceCheck = (permission, resources) => {
  const principal = String(readInput(permission, 'principal'));
  if (principal === '*') return 'lets everyone invoke the function';
  const account = parseAccountId(principal);
  return account === undefined || !isForeignAccount(account, resources)
    ? undefined
    : `lets ${principal} invoke the function, outside of the account`;
};

/** A source without any account, not even a wildcard, is not an ARN; bucket ARNs have an empty account. */
function isForeignSource(source: unknown, resources: Parameters<ResourceCheck>[1]): boolean {
  if (source === undefined || source === unknownMark) return false;
  const account = parseAccountId(String(source));
  return account === undefined || (account !== '' && isForeignAccount(account, resources));
}

const checkSource: ResourceCheck = (permission, resources) => {
  const sources = ['sourceArn', 'sourceAccount'].map((input) => readInput(permission, input));
  if (sources.every((source) => source === undefined)) return 'lets a service invoke the function for any account';
  const foreign = sources.find((source) => isForeignSource(source, resources));
  return foreign === undefined
    ? undefined
    : `lets a service invoke the function for ${foreign}, outside of the account`;
};

const secretNamePattern = /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY|CREDENTIAL/i;

/** Names of references to secrets, and of settings about tokens. */
const harmlessNamePattern = /(ARN|URI|URL|ID|IDS|NAME|ISSUER|SECONDS|MILLISECONDS)$/;

/** An access key, a private key, and a URL with a password. */
const secretValuePatterns = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
];

const isSecretVariable = (name: string, value: unknown): boolean =>
  (secretNamePattern.test(name) && !harmlessNamePattern.test(name)) ||
  secretValuePatterns.some((pattern) => pattern.test(String(value)));

const checkVariables: ResourceCheck = (lambda) => {
  const path = 'environment.variables';
  // Pulumi encrypts a secret in its state, but Lambda shows it to everyone who can read the function's configuration.
  const hidden = lambda.secretInputs.find((input) => input.startsWith(`${path}.`))?.slice(path.length + 1);
  const variables = Object.entries((readInput(lambda, path) ?? {}) as Record<string, unknown>);
  const name = hidden ?? variables.find((variable) => isSecretVariable(...variable))?.[0];
  return name === undefined ? undefined : `has a secret in the environment variable ${name}`;
};

/** Names the variables with which `agent_integration` calls a model (config/environment.ts). */
const checkGuardrail: ResourceCheck = (lambda) => {
  const read = (name: string) => readInput(lambda, `environment.variables.${name}`);
  const callsModel = read('MODEL') === undefined ? read('MODEL_ID') !== undefined : read('MODEL') !== 'extractive';
  if (!callsModel) return undefined;
  const missing = ['GUARDRAIL_ID', 'GUARDRAIL_VERSION'].find((name) => read(name) === undefined);
  return missing && `calls a model without a guardrail: it has no ${missing}`;
};

export const lambdaPolicies: readonly PolicyDefinition[] = [
  {
    id: 'function-concurrency-limited',
    severity: 'warning',
    description: "No function can use up the account's concurrency or the database's connections.",
    safeguards: ['164.308(a)(7)(i)'],
    publicRules: ['LAMBDA_CONCURRENCY_CHECK', 'HIPAA.Security-LambdaConcurrency', 'CKV_AWS_115', 'W92'],
    fix: 'Set functions.overrides.<name>.reservedConcurrency. In a new account, ask AWS to raise the quota first.',
    check: checkEach(functionType, mustBeAtLeast('reservedConcurrentExecutions', 1)),
  },
  {
    id: 'function-environment-encrypted',
    description: 'Environment variables are encrypted with a customer managed key.',
    safeguards: ['164.312(a)(2)(iv)'],
    publicRules: ['CKV_AWS_173'],
    fix: 'Set kmsKeyArn on the function.',
    check: checkEach(functionType, (lambda) =>
      readInput(lambda, 'environment') === undefined || isCustomerKey(readInput(lambda, 'kmsKeyArn'))
        ? undefined
        : "has environment variables under Lambda's own key",
    ),
  },
  {
    id: 'function-failures-kept',
    description: 'Events that an asynchronous function cannot process are kept.',
    safeguards: ['164.312(c)(1)'],
    publicRules: [
      'LAMBDA_DLQ_CHECK',
      'HIPAA.Security-LambdaDLQ',
      'AwsSolutions-SQS3',
      'CKV_AWS_116',
      'LambdaDLQ',
      'LambdaAsyncFailureDestination',
    ],
    fix: 'Give the function a dead-letter queue or a destination for failed events.',
    check: checkEach('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', checkFailureDestination),
  },
  {
    id: 'function-in-vpc',
    description: 'Functions run in the VPC, which limits what they can reach.',
    safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
    publicRules: ['LAMBDA_INSIDE_VPC', 'HIPAA.Security-LambdaInsideVPC', 'CKV_AWS_117', 'W89'],
    fix: 'Set vpcConfig.',
    check: checkEach(functionType, (lambda) =>
      readInputList(lambda, 'vpcConfig.subnetIds').length > 0 ? undefined : 'runs outside of the VPC',
    ),
  },
  {
    id: 'function-log-structured',
    description: 'Functions write JSON logs to a log group in the stack.',
    safeguards: ['164.312(b)'],
    publicRules: ['LambdaLogging'],
    fix: 'Set loggingConfig with the logFormat JSON and the log group.',
    check: checkEach(
      functionType,
      checkAll(mustBe('loggingConfig.logFormat', 'JSON'), mustHave('loggingConfig.logGroup')),
    ),
  },
  {
    id: 'function-model-guarded',
    description: 'A guardrail checks the questions to a model and its answers.',
    safeguards: ['164.308(a)(1)(ii)(B)'],
    fix: 'Create a Bedrock guardrail and set assistant.guardrail to its id and version.',
    check: checkEach(functionType, checkGuardrail),
  },
  {
    id: 'function-not-public',
    description: 'Only principals of the account, and AWS services on its behalf, can invoke functions.',
    safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
    publicRules: [
      'LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED',
      'HIPAA.Security-LambdaFunctionPublicAccessProhibited',
      'CKV_AWS_301',
      'CKV_AWS_364',
      'awslambda_function_not_publicly_accessible',
      'F13',
      'lambda.Permission.configureSourceArn',
    ],
    fix: 'Set principal, and for a service sourceArn or sourceAccount.',
    check: checkEach('aws:lambda/permission:Permission', checkAll(checkPrincipal, checkSource)),
  },
  {
    id: 'function-runtime-supported',
    description: 'Functions use a runtime that AWS supports.',
    safeguards: ['164.308(a)(5)(ii)(B)'],
    publicRules: ['AwsSolutions-L1', 'CKV_AWS_363', 'LambdaLatestVersion'],
    fix: 'Upgrade the runtime.',
    check: checkEach(functionType, mustBe('runtime', ...supportedRuntimes)),
  },
  {
    id: 'function-sized',
    severity: 'warning',
    description: "Functions set their memory and timeout instead of relying on Lambda's defaults.",
    publicRules: ['LambdaDefaultMemorySize', 'LambdaDefaultTimeout'],
    fix: 'Set memorySize and timeout.',
    check: checkEach(functionType, checkAll(mustHave('memorySize'), mustHave('timeout'))),
  },
  {
    id: 'function-url-closed',
    description: 'Function URLs require IAM authentication.',
    safeguards: ['164.312(a)(1)'],
    publicRules: ['CKV_AWS_258', 'LambdaFunctionUrlAuth', 'awslambda_function_url_public'],
    fix: 'Set authorizationType to AWS_IAM.',
    check: checkEach('aws:lambda/functionUrl:FunctionUrl', mustBe('authorizationType', 'AWS_IAM')),
  },
  {
    id: 'function-without-secrets',
    description: 'Environment variables contain no secrets; functions read them from Secrets Manager.',
    safeguards: ['164.312(d)'],
    publicRules: ['CKV_AWS_45'],
    fix: "Pass the secret's ARN and let the function read the secret.",
    check: checkEach(functionType, checkVariables),
  },
];
