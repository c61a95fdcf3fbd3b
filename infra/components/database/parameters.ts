export interface ClusterParameter {
  readonly name: string;
  readonly value: string;
  /** Static parameters take effect at the next restart. */
  readonly applyMethod: 'immediate' | 'pending-reboot';
}

const minutesInMilliseconds = (count: number): string => String(count * 60_000);

/**
 * Timeouts of connections that set none; functions set shorter ones. A statement of a migration can run for as long as
 * `db_initialization`.
 */
const timeouts = {
  statement_timeout: minutesInMilliseconds(5),
  idle_in_transaction_session_timeout: minutesInMilliseconds(1),
};

/** Ends abandoned sessions, except for RDS Proxy, which keeps idle connections on purpose. */
const sessionTimeout = { idle_session_timeout: minutesInMilliseconds(15) };

const transport = { 'rds.force_ssl': '1', ssl_min_protocol_version: 'TLSv1.2' };

/**
 * Logs connections, changes of schema and roles, and slow or blocked statements, without patient data: no values of
 * parameters, and no details of errors (`terse`), which quote rows. The API's audit trail records who read which patient.
 */
const logging = {
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
};

const preloadedLibraries = { shared_preload_libraries: 'pg_stat_statements,pgaudit' };

/** Returns the parameters of the cluster, sorted by name. */
export function buildClusterParameters({ proxy }: { readonly proxy: boolean }): ClusterParameter[] {
  const toParameters = (values: Readonly<Record<string, string>>, applyMethod: ClusterParameter['applyMethod']) =>
    Object.entries(values).map(([name, value]) => ({ name, value, applyMethod }));
  return [
    ...toParameters({ ...transport, ...timeouts, ...(proxy ? {} : sessionTimeout), ...logging }, 'immediate'),
    ...toParameters(preloadedLibraries, 'pending-reboot'),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
}
