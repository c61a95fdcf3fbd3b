import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { anyOf, each, inputOf, type Judge, type Policy } from '../policy.js';
import { accountOf, isAnother } from './accounts.js';

const isForSomebody: Judge = (permission, resources) => {
  const principal = String(inputOf(permission, 'principal'));
  if (principal === '*') return 'lets everybody call a function';
  const account = accountOf(principal);
  return account === undefined || !isAnother(account, resources)
    ? undefined
    : `lets ${principal} call a function, who is of another account`;
};

/** What names no account, not even by a wildcard, is no ARN; a bucket's ARN has an empty one. */
function isElsewhere(source: unknown, resources: readonly PlannedResource[]): boolean {
  if (source === undefined || source === unknownMark) return false;
  const account = accountOf(String(source));
  return account === undefined || (account !== '' && isAnother(account, resources));
}

const isForOneSource: Judge = (permission, resources) => {
  const sources = ['sourceArn', 'sourceAccount'].map((input) => inputOf(permission, input));
  if (sources.every((source) => source === undefined)) return 'lets a service call a function for everybody';
  const open = sources.find((source) => isElsewhere(source, resources));
  return open === undefined ? undefined : `lets a service call a function for ${open}, which is not of the own account`;
};

export const functionNotPublic: Policy = {
  id: 'function-not-public',
  severity: 'error',
  promise: 'Whoever may call a function is of the own account, or a service that may do so for one source of it alone.',
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
  mend: 'Name the principal, and the ARN that it may call for.',
  check: each('aws:lambda/permission:Permission', anyOf(isForSomebody, isForOneSource)),
};
