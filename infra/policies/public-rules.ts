/** Rules of public catalogs that no policy implements, and why. */
export interface PublicRuleDecision {
  readonly publicRules: readonly string[];
  /**
   * `exception`: our resources break the rule on purpose. `elsewhere`: something outside of the stack's resources serves the
   * same purpose. `account`: the rule is about the whole AWS account. `absent`: the stack has nothing that the rule checks.
   */
  readonly kind: 'exception' | 'elsewhere' | 'account' | 'absent';
  readonly reason: string;
}

/** Decisions on the public rules for our resource types that no policy lists. */
export const publicRuleDecisions: readonly PublicRuleDecision[] = [
  {
    kind: 'exception',
    publicRules: [
      'AURORA_RESOURCES_PROTECTED_BY_BACKUP_PLAN',
      'BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK',
      'BACKUP_RECOVERY_POINT_ENCRYPTED',
      'BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED',
      'RDS_IN_BACKUP_PLAN',
      'HIPAA.Security-RDSInBackupPlan',
      'CKV2_AWS_8',
      'CKV_AWS_166',
    ],
    reason:
      'Aurora keeps continuous backups for up to 35 days, encrypted with our key (database-backed-up). An AWS Backup plan would be a second, paid copy in the same region.',
  },
  {
    kind: 'exception',
    publicRules: [
      'S3_BUCKET_REPLICATION_ENABLED',
      'HIPAA.Security-S3BucketReplicationEnabled',
      'CKV_AWS_144',
      's3.Bucket.enableReplicationConfiguration',
    ],
    reason:
      'S3 stores each object in three zones. A second region would double the cost of storage, and nothing requires it.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'S3_BUCKET_LOGGING_ENABLED',
      'HIPAA.Security-S3BucketLoggingEnabled',
      'AwsSolutions-S1',
      'CKV_AWS_18',
      's3_bucket_server_access_logging_enabled',
      'W35',
      's3-bucket-logging-enabled',
    ],
    reason:
      'CloudTrail data events record access to files (trail-data-events). S3 delivers access logs on a best-effort basis, and cannot encrypt them with our key or write them to a locked bucket.',
  },
  {
    kind: 'exception',
    publicRules: ['S3_EVENT_NOTIFICATIONS_ENABLED', 'CKV2_AWS_62'],
    reason: 'Nothing consumes S3 events: clients report completed uploads, and operators start the loading of records.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'API_GW_ASSOCIATED_WITH_WAF',
      'WAFV2_LOGGING_ENABLED',
      'HIPAA.Security-WAFv2LoggingEnabled',
      'AwsSolutions-APIG3',
      'CKV2_AWS_29',
      'CKV2_AWS_31',
      'CKV_AWS_175',
      'CKV_AWS_192',
      'CKV_AWS_342',
    ],
    reason:
      'AWS WAF cannot be attached to an HTTP API. Requests pass an authorizer, a throttle, a limit per account and a schema; operators can add a CloudFront distribution with WAF.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'API_GW_EXECUTION_LOGGING_ENABLED',
      'HIPAA.Security-APIGWExecutionLoggingEnabled',
      'AwsSolutions-APIG6',
    ],
    reason:
      "HTTP APIs have no execution log; the access log (api-logged) and the functions' logs contain the same information.",
  },
  {
    kind: 'absent',
    publicRules: [
      'API_GW_SSL_ENABLED',
      'HIPAA.Security-APIGWCacheEnabledAndEncrypted',
      'HIPAA.Security-APIGWSSLEnabled',
      'AwsSolutions-APIG2',
      'AwsSolutions-COG4',
    ],
    reason:
      'These rules are about REST APIs. HTTP APIs have no cache and invoke functions with IAM; schemas in the functions reject invalid requests, and route-authorized requires an authorizer.',
  },
  {
    kind: 'exception',
    publicRules: ['CKV2_AWS_51'],
    reason:
      'Clients are browsers and phones without client certificates. People send tokens, and machines sign their requests.',
  },
  {
    kind: 'exception',
    publicRules: [
      'LambdaTracing',
      'CKV_AWS_50',
      'APIGWXrayEnabled',
      'HIPAA.Security-APIGWXrayEnabled',
      'lambda.Function.enableTracingConfig',
      'lambda.Function.configureTracingConfig',
    ],
    reason:
      'A request is one function and one transaction, and its log line has the request id, durations and outcomes. Traces would cost more than the functions.',
  },
  {
    kind: 'exception',
    publicRules: ['CKV_AWS_272'],
    reason:
      'The deployment builds the bundles from this repository and plans their hashes; nothing else can publish versions.',
  },
  {
    kind: 'exception',
    publicRules: ['CKV_AWS_252'],
    reason:
      "The trail's events go to a log group with metric filters and alarms; a notification for each log file would help no one.",
  },
  {
    kind: 'exception',
    publicRules: ['AwsSolutions-RDS11'],
    reason: "Another port than PostgreSQL's would hide nothing: the security group admits only the functions.",
  },
  {
    kind: 'elsewhere',
    publicRules: ['AwsSolutions-RDS13', 'AwsSolutions-RDS8'],
    reason: 'These rules are about instances outside of a cluster; database-backed-up and no-open-ingress cover ours.',
  },
  {
    kind: 'absent',
    publicRules: ['AwsSolutions-RDS14'],
    reason: 'Backtrack exists only for Aurora MySQL.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['AwsSolutions-VPC3', 'ec2_networkacl_allow_ingress_any_port'],
    reason: 'Network ACLs keep their defaults, because security groups control access by source (no-open-ingress).',
  },
  {
    kind: 'absent',
    publicRules: ['EventBusDLQ', 'SNSRedrivePolicy', 'SQSRedrivePolicy'],
    reason: 'The stack has no event bus and no subscription that can fail; its only queue is the dead-letter queue.',
  },
  {
    kind: 'exception',
    publicRules: ['cloudtrail_bedrock_logging_enabled'],
    reason:
      "Bedrock's invocation log would be a second copy of patients' questions. The assistant's messages are in the database, under row-level security, and in the audit trail.",
  },
  {
    kind: 'exception',
    publicRules: ['AwsSolutions-IAM5'],
    reason:
      'The rule asks for evidence for each `*`. A bare `*` is only for actions that IAM cannot restrict (wildcardExceptions); a `*` after an ARN of ours means the objects of a bucket or the streams of a log group.',
  },
  {
    kind: 'absent',
    publicRules: ['CKV_AWS_358', 'CKV_AWS_393'],
    reason: "No role of the stack trusts GitHub; deployments sign in as the operator's account prescribes.",
  },
  {
    kind: 'elsewhere',
    publicRules: ['W58'],
    reason:
      "Each function's role can write only to the function's log group (infra/components/functions/policies.ts); functions.test.ts checks the exact statements.",
  },
  {
    kind: 'exception',
    publicRules: ['W5'],
    reason:
      'AWS services have no fixed addresses that a rule could name. Functions can leave the VPC only through TCP 443 (egress-by-port), and VPC endpoints have policies.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['W9'],
    reason: 'Ingress rules name security groups, not addresses; infra/components/network/network.test.ts checks it.',
  },
  {
    kind: 'absent',
    publicRules: ['F1000'],
    reason:
      'A group without egress rules allows nothing out: the provider removes the default rule that CloudFormation leaves.',
  },
  {
    kind: 'exception',
    publicRules: ['s3.Bucket.enableServerSideEncryptionBucketKey'],
    reason: "A bucket key saves KMS requests but protects nothing; the plan's cost shows where it pays off.",
  },
  {
    kind: 'exception',
    publicRules: ['kms.Key.missingDescription', 'lambda.Function.missingDescription'],
    reason: 'The alias of a key and the name of a function state their purpose; a description would protect nothing.',
  },
  {
    kind: 'absent',
    publicRules: ['security-group-no-rule-management-conflicts', 'iam-role-no-policy-management-conflicts'],
    reason:
      'Security group rules and role policies are separate resources; none is also written inside its group or role.',
  },
  {
    kind: 'account',
    publicRules: [
      'S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC',
      'GUARDDUTY_ENABLED_CENTRALIZED',
      'SECURITYHUB_ENABLED',
      'RDS_SNAPSHOTS_PUBLIC_PROHIBITED',
      'RDS_SNAPSHOT_ENCRYPTED',
      'IAM_PASSWORD_POLICY',
      'IAM_ROOT_ACCESS_KEY_CHECK',
      'ROOT_ACCOUNT_MFA_ENABLED',
      'ROOT_ACCOUNT_HARDWARE_MFA_ENABLED',
      'MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS',
      'IAM_USER_MFA_ENABLED',
      'ACCESS_KEYS_ROTATED',
      'IAM_USER_UNUSED_CREDENTIALS_CHECK',
      'IAM_USER_NO_POLICIES_CHECK',
      'EC2_EBS_ENCRYPTION_BY_DEFAULT',
      'AWS_CONFIG_PROCESS_CHECK',
      'ACM_CERTIFICATE_EXPIRATION_CHECK',
      'acm_certificates_expiration_check',
      'guardduty_is_enabled',
      'securityhub_enabled',
      'config_recorder_all_regions_enabled',
      'rds_snapshots_public_access',
    ],
    reason:
      'This setting applies to the whole account, which other stacks share; docs/deploy.md lists it for the operator.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'adding-not-nullable-field',
      'adding-required-field',
      'ban-drop-column',
      'ban-drop-not-null',
      'ban-drop-table',
      'changing-column-type',
      'disallowed-unique-constraint',
      'renaming-column',
      'renaming-table',
    ],
    reason:
      'db/upgrade.test.ts fails for a migration that removes or newly requires something that an older release uses, unless its list of contracts says when and why.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'adding-foreign-key-constraint',
      'ban-drop-database',
      'ban-truncate-cascade',
      'ban-uncommitted-transaction',
      'constraint-missing-not-valid',
      'transaction-nesting',
    ],
    reason:
      'db/migration-rules.test.ts searches the migrations for them, and lists constraints added to empty tables before the first release.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'adding-serial-primary-key-field',
      'ban-alter-domain-with-add-constraint',
      'ban-char-field',
      'ban-create-domain-with-constraint',
      'identifier-too-long',
      'prefer-identity',
      'prefer-text-field',
      'prefer-timestamptz',
      'require-concurrent-partition-detach',
      'require-enum-value-ordering',
    ],
    reason: 'db/migration-rules.test.ts checks that the migrated schema has none of these types and no truncated name.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['require-lock-timeout', 'require-statement-timeout'],
    reason:
      "The migrator sets a lock timeout for each migration and retries (db/migrate.ts); the cluster's parameter group cancels statements after five minutes (infra/components/database/parameters.ts).",
  },
  {
    kind: 'exception',
    publicRules: [
      'ban-concurrent-index-creation-in-transaction',
      'require-concurrent-index-creation',
      'require-concurrent-index-deletion',
      'require-concurrent-reindex',
    ],
    reason:
      'A migration is one transaction, so that it never applies in part, and PostgreSQL rejects CONCURRENTLY in transactions. Create an index on a large table in a quiet hour (docs/migrations.md).',
  },
  {
    kind: 'exception',
    publicRules: ['adding-field-with-default', 'prefer-robust-stmts', 'require-table-schema'],
    reason:
      'Since PostgreSQL 11 a constant default does not rewrite the table. A migration runs once, in one transaction, under a lock; its role has a fixed search path.',
  },
  {
    kind: 'exception',
    publicRules: ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'],
    reason: 'Integers are versions, minutes and sizes with a CHECK constraint; keys are UUIDs.',
  },
  {
    kind: 'absent',
    publicRules: ['prefer-repack'],
    reason: 'No migration runs CLUSTER or VACUUM FULL; autovacuum is enough.',
  },
];
