import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { checkAll, checkEach, type Policy, type ResourceCheck, readInput } from '../policy.js';
import { isForeignAccount, parseAccountId } from './accounts.js';

const checkPrincipal: ResourceCheck = (permission, resources) => {
  const principal = String(readInput(permission, 'principal'));
  if (principal === '*') return 'lets everybody call a function';
  const account = parseAccountId(principal);
  return account === undefined || !isForeignAccount(account, resources)
    ? undefined
    : `lets ${principal} call a function, who is of another account`;
};

/** What names no account, not even by a wildcard, is no ARN; a bucket's ARN has an empty one. */
function isForeignSource(source: unknown, resources: readonly PlannedResource[]): boolean {
  if (source === undefined || source === unknownMark) return false;
  const account = parseAccountId(String(source));
  return account === undefined || (account !== '' && isForeignAccount(account, resources));
}

const checkSource: ResourceCheck = (permission, resources) => {
  const sources = ['sourceArn', 'sourceAccount'].map((input) => readInput(permission, input));
  if (sources.every((source) => source === undefined)) return 'lets a service call a function for everybody';
  const open = sources.find((source) => isForeignSource(source, resources));
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
  fix: 'Name the principal, and the ARN that it may call for.',
  check: checkEach('aws:lambda/permission:Permission', checkAll(checkPrincipal, checkSource)),
};
