/** One setting of PostgreSQL as a cluster's parameter group has it. */
export interface ClusterParameter {
  readonly name: string;
  readonly value: string;
  /** Static parameters take effect when the instances restart. */
  readonly applyMethod: 'immediate' | 'pending-reboot';
}

const minutesInMilliseconds = (count: number): string => String(count * 60_000);

/**
 * What holds for every connection that does not set its own; functions set shorter times for theirs. A migration may
 * run for as long as `db_initialization` may.
 */
const timeouts = {
  statement_timeout: minutesInMilliseconds(5),
  idle_in_transaction_session_timeout: minutesInMilliseconds(1),
};

/** RDS Proxy keeps idle connections on purpose; without it an abandoned session is ended. */
const sessionTimeout = { idle_session_timeout: minutesInMilliseconds(15) };

const transport = { 'rds.force_ssl': '1', ssl_min_protocol_version: 'TLSv1.2' };

/**
 * Who connected, who changed the schema or a role, and what was slow or locked. The values of statements are patient
 * data: they stay out as parameters, and `terse` keeps out the details of errors, which quote rows. Who read which
 * patient is on the API's own audit trail.
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

/** The parameters of the cluster, by name. */
export function clusterParameters({ proxy }: { readonly proxy: boolean }): ClusterParameter[] {
  const toParameters = (values: Readonly<Record<string, string>>, applyMethod: ClusterParameter['applyMethod']) =>
    Object.entries(values).map(([name, value]) => ({ name, value, applyMethod }));
  return [
    ...toParameters({ ...transport, ...timeouts, ...(proxy ? {} : sessionTimeout), ...logging }, 'immediate'),
    ...toParameters(preloadedLibraries, 'pending-reboot'),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
}
