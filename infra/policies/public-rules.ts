/** A rule of a public catalogue that no policy of ours holds, and why. */
export interface PublicRuleDecision {
  readonly publicRules: readonly string[];
  /**
   * `exception`: our resources don't keep it, on purpose. `elsewhere`: the same end is reached by something that isn't a
   * resource of the stack. `account`: it judges the whole account, which the stack is only a part of. `absent`: we have
   * nothing that it judges.
   */
  readonly kind: 'exception' | 'elsewhere' | 'account' | 'absent';
  readonly reason: string;
}

/** Public rules of our resource types beside those that the policies name. */
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
      'Aurora itself keeps every second of the last 35 days under our key, which database-backed-up holds. A plan of AWS Backup would be a second, priced copy of the same in the same region.',
  },
  {
    kind: 'exception',
    publicRules: [
      'S3_BUCKET_REPLICATION_ENABLED',
      'HIPAA.Security-S3BucketReplicationEnabled',
      'CKV_AWS_144',
      's3.Bucket.enableReplicationConfiguration',
    ],
    reason: 'S3 keeps each object in three zones. A second region doubles storage, and no requirement asks for it.',
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
      'Who touched a file is on CloudTrail’s data events (trail-data-events): S3’s own access logs come late or not at all, and can be written neither under our key nor into a locked bucket.',
  },
  {
    kind: 'exception',
    publicRules: ['S3_EVENT_NOTIFICATIONS_ENABLED', 'CKV2_AWS_62'],
    reason: 'Nothing waits for an event of S3: clients say when an upload is complete, operators when to load records.',
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
      'AWS WAF can’t be put before an HTTP API. Requests pass an authorizer, a throttle, a limit per account and a schema; a CloudFront distribution with WAF before it is an operator’s choice.',
  },
  {
    kind: 'elsewhere',
    publicRules: [
      'API_GW_EXECUTION_LOGGING_ENABLED',
      'HIPAA.Security-APIGWExecutionLoggingEnabled',
      'AwsSolutions-APIG6',
    ],
    reason: 'An HTTP API has no execution log; its access log (api-logged) and the functions’ lines tell the same.',
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
      'They judge REST APIs. An HTTP API caches nothing and calls functions by IAM; schemas in the functions refuse bad requests, and route-authorized asks for an authorizer.',
  },
  {
    kind: 'exception',
    publicRules: ['CKV2_AWS_51'],
    reason:
      'Clients are browsers and phones, which have no certificates to hand out; people bring tokens, machines sign.',
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
      'A request is one function and one transaction: its line has the request id, the duration and the outcome of both. Traces would cost more than the functions themselves.',
  },
  {
    kind: 'exception',
    publicRules: ['CKV_AWS_272'],
    reason:
      'Bundles are made from this repository by the deployment itself, and their hashes are in its plan; nobody else may publish versions.',
  },
  {
    kind: 'exception',
    publicRules: ['CKV_AWS_252'],
    reason:
      'The trail’s events are in a log group, where metric filters and alarms read them; a topic that tells of each file would tell nobody anything.',
  },
  {
    kind: 'exception',
    publicRules: ['AwsSolutions-RDS11'],
    reason: 'Another port than PostgreSQL’s hides nothing: the security group lets functions alone in.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['AwsSolutions-RDS13', 'AwsSolutions-RDS8'],
    reason: 'They judge instances that are no part of a cluster; database-backed-up and no-open-ingress hold ours.',
  },
  {
    kind: 'absent',
    publicRules: ['AwsSolutions-RDS14'],
    reason: 'Backtrack exists for MySQL alone.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['AwsSolutions-VPC3', 'ec2_networkacl_allow_ingress_any_port'],
    reason:
      'The network’s own lists are left as they come: security groups, which know who is who, decide (no-open-ingress).',
  },
  {
    kind: 'absent',
    publicRules: ['EventBusDLQ', 'SNSRedrivePolicy', 'SQSRedrivePolicy'],
    reason: 'There is no event bus and no subscription that could fail; the one queue is where failures end.',
  },
  {
    kind: 'exception',
    publicRules: ['cloudtrail_bedrock_logging_enabled'],
    reason:
      'Bedrock’s log of invocations would be a second place with what patients asked. Who asked what is in the assistant’s own messages, under row-level security, and on the audit trail.',
  },
  {
    kind: 'exception',
    publicRules: ['AwsSolutions-IAM5'],
    reason:
      'It asks for evidence at each `*`. One alone is for all that AWS has no name for (wildcardExceptions); one behind an ARN of ours is for the objects of a bucket, the streams of a log.',
  },
  {
    kind: 'absent',
    publicRules: ['CKV_AWS_358', 'CKV_AWS_393'],
    reason: 'No role of the stack trusts GitHub: who deploys signs in as the operator’s account has it.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['W58'],
    reason:
      'The role of each function may write its own log group and no other (infra/components/functions/policies.ts); functions.test.ts has the statements word for word.',
  },
  {
    kind: 'exception',
    publicRules: ['W5'],
    reason:
      'AWS’s services have no addresses that a rule could name; what functions send out of the VPC to call them is TCP 443 and no other port (egress-by-port), and what reaches an endpoint passes its policy.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['W9'],
    reason:
      'No rule lets an address in: each names the security group that may call, which infra/components/network/network.test.ts holds.',
  },
  {
    kind: 'absent',
    publicRules: ['F1000'],
    reason: 'A group without a rule lets nothing out here: the provider takes away the one that CloudFormation leaves.',
  },
  {
    kind: 'exception',
    publicRules: ['s3.Bucket.enableServerSideEncryptionBucketKey'],
    reason: 'It spares calls of KMS and protects nothing; the bill of the plan shows where it pays.',
  },
  {
    kind: 'exception',
    publicRules: ['kms.Key.missingDescription', 'lambda.Function.missingDescription'],
    reason: 'Keys have an alias and functions a name that say what they are for; a text besides would protect nothing.',
  },
  {
    kind: 'absent',
    publicRules: ['security-group-no-rule-management-conflicts', 'iam-role-no-policy-management-conflicts'],
    reason:
      'Rules of security groups and policies of roles are resources of their own: none is written into its group or role as well (iam-no-inline).',
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
    reason: 'One switch for the whole account, which other stacks share; docs/deploy.md names them for the operator.',
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
      'db/upgrade.test.ts fails for a migration that takes or newly demands what functions of an older release build on, unless its list of contracts says when and why.',
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
      'db/migration-rules.test.ts reads the files for them. A rule that was added to an empty table before the first release is in its list.',
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
    reason:
      'db/migration-rules.test.ts asks the schema that all migrations make: it has none of these types, and no name that was cut.',
  },
  {
    kind: 'elsewhere',
    publicRules: ['require-lock-timeout', 'require-statement-timeout'],
    reason:
      'The runner sets a lock timeout for every migration and comes again (db/migrate.ts); the cluster’s parameter group ends a statement after five minutes (infra/components/database/parameters.ts).',
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
      'A migration is one transaction, so that a half of one never stays, and PostgreSQL refuses CONCURRENTLY in it. An index on a large table is made in a quiet hour (docs/migrations.md).',
  },
  {
    kind: 'exception',
    publicRules: ['adding-field-with-default', 'prefer-robust-stmts', 'require-table-schema'],
    reason:
      'Since PostgreSQL 11 a constant default rewrites no table. A migration runs once, as a whole, under a lock; the role that runs it has one search path.',
  },
  {
    kind: 'exception',
    publicRules: ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'],
    reason: 'Integers are versions, minutes and sizes with a limit in a CHECK; keys are UUIDs.',
  },
  {
    kind: 'absent',
    publicRules: ['prefer-repack'],
    reason: 'No migration clusters or vacuums a table in full; autovacuum does what is needed.',
  },
];
