import { describe, expect, it } from 'vitest';
import { buildClusterParameters } from './parameters.js';

const readValues = (proxy: boolean) =>
  Object.fromEntries(buildClusterParameters({ proxy }).map(({ name, value }) => [name, value]));

describe("the cluster's parameters", () => {
  it('are exactly these', () => {
    expect(readValues(false)).toEqual({
      'rds.force_ssl': '1',
      ssl_min_protocol_version: 'TLSv1.2',
      statement_timeout: '300000',
      idle_in_transaction_session_timeout: '60000',
      idle_session_timeout: '900000',
      log_connections: '1',
      log_disconnections: '1',
      log_statement: 'none',
      log_min_duration_statement: '1000',
      log_lock_waits: '1',
      log_error_verbosity: 'terse',
      log_min_error_statement: 'panic',
      log_parameter_max_length: '0',
      log_parameter_max_length_on_error: '0',
      'pgaudit.log': 'ddl,role',
      'pgaudit.log_catalog': '0',
      'pgaudit.log_parameter': '0',
      shared_preload_libraries: 'pg_stat_statements,pgaudit',
    });
  });

  it('keep idle connections only of a proxy', () => {
    const { idle_session_timeout: idle, ...others } = readValues(false);
    expect(idle).toBe('900000');
    expect(readValues(true)).toEqual(others);
  });

  it('wait for a restart only if PostgreSQL requires it', () => {
    const waiting = buildClusterParameters({ proxy: false }).filter(
      ({ applyMethod }) => applyMethod === 'pending-reboot',
    );
    expect(waiting.map(({ name }) => name)).toEqual(['shared_preload_libraries']);
  });

  it('are sorted, so that a plan shows only changes', () => {
    const names = buildClusterParameters({ proxy: false }).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });
});
