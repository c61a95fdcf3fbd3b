import type { Policy } from '../policy.js';
import { checkParameterGroup, parameterMustBe } from './parameters.js';

export const databaseTlsOnly: Policy = {
  id: 'database-tls-only',
  severity: 'error',
  promise: 'The database takes encrypted connections alone.',
  safeguards: ['164.312(e)(1)', '164.312(e)(2)(ii)'],
  publicRules: [],
  fix: 'Set the parameter rds.force_ssl to 1.',
  check: checkParameterGroup(parameterMustBe('rds.force_ssl', '1')),
};
