import { checkAll, type Policy } from '../policy.js';
import { checkParameterGroup, parameterMustBe } from './parameters.js';

export const databaseLogsWithoutValues: Policy = {
  id: 'database-logs-without-values',
  severity: 'error',
  promise: 'The database’s log tells what ran and never the values, which are patients’ data.',
  safeguards: ['164.312(a)(1)', '164.502(b)'],
  publicRules: [],
  fix: 'Set log_parameter_max_length, log_parameter_max_length_on_error and pgaudit.log_parameter to 0, and log_error_verbosity to terse.',
  check: checkParameterGroup(
    checkAll(
      parameterMustBe('log_parameter_max_length', '0'),
      parameterMustBe('log_parameter_max_length_on_error', '0'),
      parameterMustBe('pgaudit.log_parameter', '0'),
      parameterMustBe('log_error_verbosity', 'terse'),
    ),
  ),
};
