import type { Policy } from '../policy.js';
import { eachParameters, parameterMustBe } from './parameters.js';

export const databaseTlsOnly: Policy = {
  id: 'database-tls-only',
  severity: 'error',
  promise: 'The database takes encrypted connections alone.',
  safeguards: ['164.312(e)(1)', '164.312(e)(2)(ii)'],
  publicRules: [],
  mend: 'Set the parameter rds.force_ssl to 1.',
  check: eachParameters(parameterMustBe('rds.force_ssl', '1')),
};
