import type { Policy } from '../policy.js';
import { checkParameterGroup, readParameter } from './parameters.js';

export const databaseChangesLogged: Policy = {
  id: 'database-changes-logged',
  severity: 'error',
  promise: 'Who changes the schema or a role, and who connects, is on the database’s log.',
  safeguards: ['164.312(b)'],
  publicRules: ['CKV2_AWS_27'],
  fix: 'Preload pgaudit, set pgaudit.log to ddl,role, and log_connections to 1.',
  check: checkParameterGroup((group) => {
    const audited = (readParameter(group, 'pgaudit.log') ?? '').split(',');
    if (!(readParameter(group, 'shared_preload_libraries') ?? '').split(',').includes('pgaudit')) {
      return 'doesn’t preload pgaudit';
    }
    if (!audited.includes('ddl') || !audited.includes('role')) return 'has no ddl and role in pgaudit.log';
    return readParameter(group, 'log_connections') === '1' ? undefined : 'doesn’t log connections';
  }),
};
