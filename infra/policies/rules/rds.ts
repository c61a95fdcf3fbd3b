import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import {
  checkAll,
  checkEach,
  filterByType,
  findParts,
  mustBe,
  mustBeAtLeast,
  mustBePositive,
  mustHaveCustomerKey,
  type Policy,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
} from '../policy.js';

const clusterType = 'aws:rds/cluster:Cluster';
const instanceType = 'aws:rds/clusterInstance:ClusterInstance';
const parameterGroupType = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

/** The minimum of the public rules. */
const minimumBackupDays = 7;

const minimumInstances = 2;

/** The limit for idle sessions, inside and outside of a transaction. */
const maximumIdleMilliseconds = 15 * 60_000;

/** Up to these minor versions, log_fdw lets readers escape their database: AWS security bulletin AWS-2022-004. */
const lastVulnerableMinor: Readonly<Record<number, number>> = { 13: 3, 14: 1 };

const minimumMajorVersion = 13;

/**
 * The last day of Aurora's standard support (https://endoflife.date/amazon-aurora-postgresql, read in September 2026). Newer
 * versions have no date yet.
 */
const supportedUntil: Readonly<Record<number, string>> = {
  13: '2026-02-28',
  14: '2027-02-28',
  15: '2028-02-29',
  16: '2029-02-28',
  17: '2030-02-28',
  18: '2031-02-28',
};

function findVersionFault(version: string, today: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  // The negation also rejects NaN.
  if (!(major >= minimumMajorVersion)) return `runs ${version}, which is not supported`;
  if (minor <= (lastVulnerableMinor[major] ?? -1)) return `runs ${version}, which has the log_fdw vulnerability`;
  const lastDay = supportedUntil[major];
  return lastDay !== undefined && today > lastDay
    ? `runs ${version}, whose standard support ended on ${lastDay}`
    : undefined;
}

const checkZones: ResourceCheck = (cluster, resources) => {
  const instances = findParts(cluster, instanceType, resources);
  const { length } = instances;
  if (length < minimumInstances)
    return `has ${length} instance${length === 1 ? '' : 's'}; the minimum is ${minimumInstances}`;
  // Aurora spreads instances without a zone over the zones.
  const zones = new Set(instances.map((instance) => readInput(instance, 'availabilityZone')));
  const [zone] = zones;
  return zones.size > 1 || zone === undefined || zone === unknownMark
    ? undefined
    : `has all ${length} instances in ${zone}`;
};

function readParameter(group: PlannedResource, name: string): string | undefined {
  const parameters = readInputList<{ name: string; value: string }>(group, 'parameters');
  return parameters.find((parameter) => parameter.name === name)?.value;
}

const parameterMustBe =
  (name: string, value: string): ResourceCheck =>
  (group) => {
    const found = readParameter(group, name);
    return found === value ? undefined : `has the parameter ${name} ${found ?? 'unset'}; it must be ${value}`;
  };

const parameterMustList =
  (name: string, ...values: readonly string[]): ResourceCheck =>
  (group) => {
    const listed = (readParameter(group, name) ?? '').split(',');
    const missing = values.filter((value) => !listed.includes(value));
    return missing.length === 0 ? undefined : `has the parameter ${name} without ${missing.join(', ')}`;
  };

const checkIdleTimeout =
  (parameter: string): ResourceCheck =>
  (group) => {
    const milliseconds = Number(readParameter(group, parameter) ?? 0);
    return milliseconds > 0 && milliseconds <= maximumIdleMilliseconds
      ? undefined
      : `has the parameter ${parameter} ${milliseconds} ms; it must be from 1 to ${maximumIdleMilliseconds}`;
  };

/** RDS Proxy keeps idle connections open on purpose, and ends its clients' idle sessions itself. */
const isBehindProxy = (group: PlannedResource, resources: readonly PlannedResource[]): boolean =>
  filterByType(resources, clusterType)
    .filter((cluster) => cluster.dependencies.includes(group.urn))
    .some((cluster) => findParts(cluster, 'aws:rds/proxyTarget:ProxyTarget', resources).length > 0);

const checkIdleSessions: ResourceCheck = (group, resources, today) =>
  isBehindProxy(group, resources) ? undefined : checkIdleTimeout('idle_session_timeout')(group, resources, today);

/** Checks the parameter group of each cluster. */
const checkParameters = (...checks: readonly ResourceCheck[]): Policy['check'] =>
  checkEach(clusterType, (cluster, resources, today) => {
    const group = filterByType(resources, parameterGroupType).find(({ urn }) => cluster.dependencies.includes(urn));
    if (group === undefined || readInput(cluster, 'dbClusterParameterGroupName') === undefined)
      return "uses AWS's default parameters";
    return checkAll(...checks)(group, resources, today);
  });

export const rdsPolicies: readonly PolicyDefinition[] = [
  {
    id: 'database-backed-up',
    description: `The database can be restored to any second of at least the last ${minimumBackupDays} days.`,
    safeguards: ['164.308(a)(7)(ii)(A)', '164.312(a)(2)(ii)'],
    publicRules: [
      'DB_INSTANCE_BACKUP_ENABLED',
      'HIPAA.Security-RDSInstanceBackupEnabled',
      'CKV_AWS_133',
      'rds_instance_backup_enabled',
      'rds.Cluster.configureBackupRetention',
      'rds.Cluster.enableBackupRetention',
      'rds-instance-backup-enabled',
    ],
    fix: 'Raise database.backupRetentionDays.',
    check: checkEach(clusterType, mustBeAtLeast('backupRetentionPeriod', minimumBackupDays)),
  },
  {
    id: 'database-changes-logged',
    description: 'The database logs connections and changes to its schema and roles.',
    safeguards: ['164.312(b)'],
    publicRules: ['CKV2_AWS_27'],
    fix: 'Add pgaudit to shared_preload_libraries, ddl and role to pgaudit.log, and set log_connections to 1.',
    check: checkParameters(
      parameterMustList('shared_preload_libraries', 'pgaudit'),
      parameterMustList('pgaudit.log', 'ddl', 'role'),
      parameterMustBe('log_connections', '1'),
    ),
  },
  {
    id: 'database-deletion-protected',
    description: 'The database is protected against accidental deletion, and a deletion leaves a final snapshot.',
    safeguards: ['164.308(a)(7)(ii)(A)', '164.312(a)(2)(ii)'],
    publicRules: [
      'RDS_CLUSTER_DELETION_PROTECTION_ENABLED',
      'HIPAA.Security-RDSInstanceDeletionProtectionEnabled',
      'AwsSolutions-RDS10',
      'CKV_AWS_139',
    ],
    fix: 'Set database.deletionProtection to true.',
    check: checkEach(
      clusterType,
      checkAll(mustBe('deletionProtection', true), mustBe('skipFinalSnapshot', false, undefined)),
    ),
  },
  {
    id: 'database-encrypted',
    description: 'The database and its backups are encrypted with a customer managed key.',
    safeguards: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    publicRules: [
      'RDS_STORAGE_ENCRYPTED',
      'HIPAA.Security-RDSStorageEncrypted',
      'AwsSolutions-RDS2',
      'CKV_AWS_96',
      'CKV_AWS_327',
      'rds_instance_storage_encrypted',
      'F26',
      'rds.Cluster.configureCustomerManagedKey',
      'rds.Cluster.disallowUnencryptedStorage',
      'rds-storage-encrypted',
    ],
    fix: 'Set storageEncrypted and kmsKeyId. Restore a snapshot of an unencrypted cluster into an encrypted one.',
    check: checkEach(clusterType, checkAll(mustBe('storageEncrypted', true), mustHaveCustomerKey('kmsKeyId'))),
  },
  {
    id: 'database-engine-current',
    description: 'AWS supports the database engine, and it is not affected by the log_fdw vulnerability.',
    safeguards: ['164.308(a)(5)(ii)(B)'],
    publicRules: ['CKV_AWS_250'],
    fix: 'Raise database.majorVersion.',
    check: checkEach(clusterType, (cluster, _resources, today) =>
      findVersionFault(String(readInput(cluster, 'engineVersion')), today),
    ),
  },
  {
    id: 'database-iam-sign-in',
    description: 'Functions sign in to the database with IAM tokens instead of a shared password.',
    safeguards: ['164.312(a)(2)(i)', '164.312(d)'],
    publicRules: ['AwsSolutions-RDS6', 'CKV_AWS_162'],
    fix: 'Set iamDatabaseAuthenticationEnabled to true.',
    check: checkEach(clusterType, mustBe('iamDatabaseAuthenticationEnabled', true)),
  },
  {
    id: 'database-in-two-zones',
    description: "Another instance takes over when the writer's zone fails.",
    safeguards: ['164.308(a)(7)(ii)(B)', '164.312(a)(2)(ii)'],
    publicRules: [
      'RDS_CLUSTER_MULTI_AZ_ENABLED',
      'RDS_MULTI_AZ_SUPPORT',
      'HIPAA.Security-RDSMultiAZSupport',
      'rds_instance_multi_az',
      'rds.Cluster.disallowSingleAvailabilityZone',
      'rds-instance-multi-az-enabled',
    ],
    fix: 'Set database.readerCount to 1 or more, and let Aurora choose the zones of the instances.',
    check: checkEach(clusterType, checkZones),
  },
  {
    id: 'database-insights-encrypted',
    description: 'Performance Insights, which shows statements, is on and encrypted with a customer managed key.',
    safeguards: ['164.312(a)(2)(iv)'],
    publicRules: [
      'CKV_AWS_353',
      'CKV_AWS_354',
      'rds.ClusterInstance.enablePerformanceInsights',
      'rds.ClusterInstance.disallowUnencryptedPerformanceInsights',
    ],
    fix: 'Set performanceInsightsEnabled and performanceInsightsKmsKeyId.',
    check: checkEach(
      clusterType,
      checkAll(mustBe('performanceInsightsEnabled', true), mustHaveCustomerKey('performanceInsightsKmsKeyId')),
    ),
  },
  {
    id: 'database-logs-exported',
    description: "The database's log is exported to CloudWatch Logs.",
    safeguards: ['164.312(b)'],
    publicRules: [
      'RDS_LOGGING_ENABLED',
      'HIPAA.Security-RDSLoggingEnabled',
      'AwsSolutions-RDS16',
      'CKV_AWS_324',
      'rds_instance_integration_cloudwatch_logs',
    ],
    fix: 'Add postgresql to enabledCloudwatchLogsExports.',
    check: checkEach(clusterType, (cluster) => {
      const exported = readInput(cluster, 'enabledCloudwatchLogsExports');
      return Array.isArray(exported) && exported.includes('postgresql') ? undefined : 'does not export its log';
    }),
  },
  {
    id: 'database-logs-without-values',
    description: "The database's log contains statements but not their values, which are patient data.",
    safeguards: ['164.312(a)(1)', '164.502(b)'],
    fix: 'Set log_parameter_max_length, log_parameter_max_length_on_error and pgaudit.log_parameter to 0, and log_error_verbosity to terse.',
    check: checkParameters(
      parameterMustBe('log_parameter_max_length', '0'),
      parameterMustBe('log_parameter_max_length_on_error', '0'),
      parameterMustBe('pgaudit.log_parameter', '0'),
      parameterMustBe('log_error_verbosity', 'terse'),
    ),
  },
  {
    id: 'database-minor-upgrades',
    description: 'The database installs minor versions automatically.',
    safeguards: ['164.308(a)(5)(ii)(B)'],
    publicRules: [
      'RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED',
      'HIPAA.Security-RDSAutomaticMinorVersionUpgradeEnabled',
      'CKV_AWS_226',
    ],
    fix: 'Set autoMinorVersionUpgrade to true.',
    check: checkEach(instanceType, mustBe('autoMinorVersionUpgrade', true)),
  },
  {
    id: 'database-monitored',
    severity: 'warning',
    description: 'Enhanced monitoring measures the operating system of each instance.',
    safeguards: ['164.312(b)'],
    publicRules: ['RDS_ENHANCED_MONITORING_ENABLED', 'HIPAA.Security-RDSEnhancedMonitoringEnabled', 'CKV_AWS_118'],
    fix: 'Set database.monitoringSeconds.',
    check: checkEach(instanceType, mustBePositive('monitoringInterval')),
  },
  {
    id: 'database-password-managed',
    description: "RDS creates, rotates and stores the administrator's password, encrypted with a customer managed key.",
    safeguards: ['164.312(d)'],
    publicRules: ['F34'],
    fix: 'Set manageMasterUserPassword and masterUserSecretKmsKeyId, and remove masterPassword.',
    check: checkEach(
      clusterType,
      checkAll(
        mustBe('manageMasterUserPassword', true),
        mustBe('masterPassword', undefined),
        mustHaveCustomerKey('masterUserSecretKmsKeyId'),
      ),
    ),
  },
  {
    id: 'database-private',
    description: 'Database instances have no public address.',
    safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
    publicRules: [
      'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
      'HIPAA.Security-RDSInstancePublicAccess',
      'CKV_AWS_17',
      'rds_instance_no_public_access',
      'rds.ClusterInstance.disallowPublicAccess',
      'rds-instance-public-access',
    ],
    fix: 'Set publiclyAccessible to false.',
    check: checkEach(instanceType, mustBe('publiclyAccessible', false)),
  },
  {
    id: 'database-sessions-end',
    description: 'Idle sessions and idle transactions end within 15 minutes.',
    safeguards: ['164.312(a)(2)(iii)'],
    fix: `Set idle_in_transaction_session_timeout and, without RDS Proxy, idle_session_timeout to ${maximumIdleMilliseconds} ms or less.`,
    check: checkParameters(checkIdleTimeout('idle_in_transaction_session_timeout'), checkIdleSessions),
  },
  {
    id: 'database-snapshots-tagged',
    severity: 'warning',
    description: "Snapshots have the cluster's tags.",
    publicRules: ['CKV_AWS_313'],
    fix: 'Set copyTagsToSnapshot to true.',
    check: checkEach(clusterType, mustBe('copyTagsToSnapshot', true)),
  },
  {
    id: 'database-tls-only',
    description: 'The database accepts only encrypted connections.',
    safeguards: ['164.312(e)(1)', '164.312(e)(2)(ii)'],
    fix: 'Set the parameter rds.force_ssl to 1.',
    check: checkParameters(parameterMustBe('rds.force_ssl', '1')),
  },
];
