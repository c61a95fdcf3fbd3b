import { each, type Policy } from '../policy.js';
import { parameterGroupType, parameterMustBe } from './parameters.js';

export const databaseTlsOnly: Policy = {
  id: 'database-tls-only',
  severity: 'error',
  promise: 'The database takes encrypted connections alone.',
  safeguards: ['164.312(e)(1)', '164.312(e)(2)(ii)'],
  publicRules: [],
  mend: 'Set the parameter rds.force_ssl to 1.',
  check: each(parameterGroupType, parameterMustBe('rds.force_ssl', '1')),
};
