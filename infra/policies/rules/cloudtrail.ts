import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { toArray } from '../../preview/policy-statements.js';
import {
  checkAll,
  checkEach,
  filterByType,
  findParts,
  mustBe,
  mustHave,
  mustHaveCustomerKey,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
  readInputNumber,
  type Violation,
} from '../policy.js';

const trailType = 'aws:cloudtrail/trail:Trail';
const bucketType = 'aws:s3/bucket:Bucket';
const logGroupType = 'aws:cloudwatch/logGroup:LogGroup';

/** Six years: 45 CFR 164.316(b)(2)(i). */
const minimumRetentionDays = 2192;

/** CloudTrail's AdvancedEventSelector. */
interface TrailSelector {
  readonly fieldSelectors?: readonly FieldSelector[];
}

interface FieldSelector {
  readonly field: string;
  readonly equals?: readonly string[];
  readonly startsWiths?: readonly string[];
}

const findField = ({ fieldSelectors = [] }: TrailSelector, field: string): FieldSelector | undefined =>
  fieldSelectors.find((selector) => selector.field === field);

const acceptsValue = (selector: TrailSelector, field: string, value: string): boolean => {
  const { equals = [], startsWiths = [] } = findField(selector, field) ?? {};
  return equals.includes(value) || startsWiths.includes(value);
};

/** Returns the prefixes that a field can have; the empty prefix where the selector doesn't filter by it. */
const readFieldPrefixes = (selector: TrailSelector, field: string): readonly string[] => {
  const found = findField(selector, field);
  return found === undefined ? [''] : toArray(found.startsWiths);
};

/** Tells whether a selector records reads and writes of a category, by every caller. */
const selectsAll = (selector: TrailSelector, category: 'Data' | 'Management'): boolean =>
  acceptsValue(selector, 'eventCategory', category) &&
  (selector.fieldSelectors ?? []).every(({ field }) =>
    ['eventCategory', 'resources.type', 'resources.ARN'].includes(field),
  );

/** Pulumi generates a bucket's name unless it is an input; the bucket's parts have the name as an input. */
function findBucketName(bucket: PlannedResource, resources: readonly PlannedResource[]): unknown {
  const [block] = findParts(bucket, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', resources);
  return readInput(bucket, 'bucket') ?? (block && readInput(block, 'bucket'));
}

/** Finds the buckets with patients' files by their logical name. */
const findFilesBuckets = (resources: readonly PlannedResource[]): readonly PlannedResource[] =>
  filterByType(resources, bucketType).filter(({ name }) => name.endsWith('-files-bucket'));

const coversBucket = (prefix: string, bucketName: unknown): boolean =>
  prefix === unknownMark || `${bucketName}/`.startsWith(prefix.replace(/^arn:[^:]+:s3:::/, ''));

const recordsAllObjects = (selector: TrailSelector, bucketName: unknown): boolean =>
  selectsAll(selector, 'Data') &&
  acceptsValue(selector, 'resources.type', 'AWS::S3::Object') &&
  readFieldPrefixes(selector, 'resources.ARN').some((prefix) => coversBucket(prefix, bucketName));

/** Events that need an alarm, with the filter pattern that finds them. */
const watchedEvents = {
  'root user activity': /userIdentity\.type\s*=\s*"?Root\b/,
  'failed sign-ins': /errorMessage\s*=\s*"Failed authentication"/,
  'network ACL changes': /eventName\s*=\s*CreateNetworkAclEntry\b/,
  'gateway changes': /eventName\s*=\s*AttachInternetGateway\b/,
  'route changes': /eventName\s*=\s*CreateRoute\b/,
  'VPC changes': /eventName\s*=\s*ModifyVpcAttribute\b/,
};

const readAlarmMetric = (alarm: PlannedResource): string =>
  `${readInput(alarm, 'namespace')}/${readInput(alarm, 'metricName')}`;

const readFilterMetric = (filter: PlannedResource): string =>
  `${readInput(filter, 'metricTransformation.namespace')}/${readInput(filter, 'metricTransformation.name')}`;

const parseLogGroupName = (trail: PlannedResource): string | undefined =>
  /:log-group:([^:]+)/.exec(String(readInput(trail, 'cloudWatchLogsGroupArn')))?.[1];

/** Returns the names that filters on the trail's log group can have. */
function findLogGroupNames(trail: PlannedResource, resources: readonly PlannedResource[]): unknown[] {
  const name = parseLogGroupName(trail);
  if (name !== undefined) return [name];
  // A preview doesn't know the ARN, but it knows the name where Pulumi generates it.
  const groups = filterByType(resources, logGroupType).filter(({ urn }) => trail.dependencies.includes(urn));
  return groups.map((group) => readInput(group, 'name') ?? unknownMark);
}

const checkAccountAlarms: ResourceCheck = (trail, resources) => {
  const alarms = new Set(filterByType(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(readAlarmMetric));
  const logGroupNames = findLogGroupNames(trail, resources);
  // A filter counts only if it reads the trail's log and an alarm reads its metric.
  const patterns = filterByType(resources, 'aws:cloudwatch/logMetricFilter:LogMetricFilter')
    .filter((filter) => logGroupNames.includes(readInput(filter, 'logGroupName')))
    .filter((filter) => alarms.has(readFilterMetric(filter)))
    .map((filter) => String(readInput(filter, 'pattern')));
  const unwatched = Object.entries(watchedEvents).filter(
    ([, event]) => !patterns.some((pattern) => event.test(pattern)),
  );
  return unwatched.length === 0 ? undefined : `has no alarm for ${unwatched.map(([name]) => name).join(', ')}`;
};

function findLockFault(bucket: PlannedResource, resources: readonly PlannedResource[]): string | undefined {
  const lockType = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
  const [lock] = findParts(bucket, lockType, resources);
  if (lock === undefined || readInput(bucket, 'objectLockEnabled') !== true)
    return 'stores the trail without object lock';
  const days = readInputNumber(lock, 'rule.defaultRetention.days');
  if (!(days >= minimumRetentionDays)) return `locks objects for ${days} days; the minimum is ${minimumRetentionDays}`;
  const mode = readInput(lock, 'rule.defaultRetention.mode');
  return mode === 'COMPLIANCE' ? undefined : `has the lock mode ${mode}, which privileged users can bypass`;
}

function findUnlockedBuckets(trail: PlannedResource, resources: readonly PlannedResource[]): Violation[] {
  const name = readInput(trail, 's3BucketName');
  const buckets = filterByType(resources, bucketType).filter((bucket) => findBucketName(bucket, resources) === name);
  if (buckets.length === 0) return [{ resource: trail, detail: 'writes to a bucket outside of the stack' }];
  const faults = buckets.flatMap((bucket) => {
    const detail = findLockFault(bucket, resources);
    return detail === undefined ? [] : [{ resource: bucket, detail }];
  });
  // While names are unknown, all buckets match the trail's: one locked bucket is enough.
  return name === unknownMark && faults.length < buckets.length ? [] : faults;
}

/** A trail with selectors records nothing but what they select. */
const checkManagementEvents: ResourceCheck = (trail) => {
  const selectors = readInputList<TrailSelector>(trail, 'advancedEventSelectors');
  return selectors.length === 0 || selectors.some((selector) => selectsAll(selector, 'Management'))
    ? undefined
    : "doesn't record all management events";
};

const checkDataEvents: ResourceCheck = (trail, resources) => {
  const selectors = readInputList<TrailSelector>(trail, 'advancedEventSelectors');
  const buckets = findFilesBuckets(resources);
  const isRecorded = (bucket: PlannedResource) =>
    selectors.some((selector) => recordsAllObjects(selector, findBucketName(bucket, resources)));
  return buckets.length > 0 && buckets.every(isRecorded) ? undefined : "doesn't record all access to files";
};

/** Finds the trail's log group by its name, or by the trail's dependencies if either name is generated. */
const findLogGroups = (trail: PlannedResource, resources: readonly PlannedResource[]): readonly PlannedResource[] =>
  filterByType(resources, logGroupType).filter((group) => {
    const [name, expected] = [readInput(group, 'name'), parseLogGroupName(trail)];
    return name === undefined || expected === undefined ? trail.dependencies.includes(group.urn) : name === expected;
  });

function* findRetentionFaults(trail: PlannedResource, resources: readonly PlannedResource[]): Generator<Violation> {
  const groups = findLogGroups(trail, resources);
  if (readInput(trail, 'cloudWatchLogsGroupArn') === undefined || groups.length === 0)
    yield { resource: trail, detail: 'writes to no log group of the stack' };
  for (const group of groups) {
    // Unset and 0 mean forever, which log-retained reports.
    const days = readInputNumber(group, 'retentionInDays') || Number.POSITIVE_INFINITY;
    if (days < minimumRetentionDays)
      yield { resource: group, detail: `keeps the trail for ${days} days; the minimum is ${minimumRetentionDays}` };
  }
}

export const cloudTrailPolicies: readonly PolicyDefinition[] = [
  {
    id: 'account-watched',
    description: 'Alarms fire on root user activity, failed sign-ins and network changes.',
    safeguards: ['164.308(a)(6)(i)', '164.308(a)(6)(ii)', '164.308(a)(5)(ii)(C)'],
    publicRules: [
      'cloudwatch_changes_to_network_acls_alarm_configured',
      'cloudwatch_changes_to_network_gateways_alarm_configured',
      'cloudwatch_changes_to_network_route_tables_alarm_configured',
      'cloudwatch_changes_to_vpcs_alarm_configured',
      'cloudwatch_log_metric_filter_authentication_failures',
      'cloudwatch_log_metric_filter_root_usage',
    ],
    fix: 'Set audit.accountAlarms to true.',
    check: checkEach(trailType, checkAccountAlarms),
  },
  {
    id: 'audit-bucket-locked',
    description: 'The trail’s log files cannot be deleted or changed for six years.',
    safeguards: ['164.312(b)', '164.312(c)(1)', '164.316(b)(2)(i)'],
    publicRules: ['S3_BUCKET_DEFAULT_LOCK_ENABLED', 'CKV_AWS_143'],
    fix: `Set storage.auditLockMode to compliance and storage.auditLockDays to ${minimumRetentionDays} or more.`,
    check: (resources) => filterByType(resources, trailType).flatMap((trail) => findUnlockedBuckets(trail, resources)),
  },
  {
    id: 'trail-complete',
    description: 'The trail records all regions, validates its files, and is encrypted with a customer managed key.',
    safeguards: ['164.308(a)(1)(ii)(D)', '164.312(b)', '164.312(c)(1)'],
    publicRules: [
      'MULTI_REGION_CLOUD_TRAIL_ENABLED',
      'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED',
      'CLOUD_TRAIL_ENCRYPTION_ENABLED',
      'CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED',
      'HIPAA.Security-CloudTrailCloudWatchLogsEnabled',
      'HIPAA.Security-CloudTrailEncryptionEnabled',
      'HIPAA.Security-CloudTrailLogFileValidationEnabled',
      'CKV_AWS_35',
      'CKV_AWS_36',
      'CKV_AWS_67',
      'CKV_AWS_251',
      'CKV2_AWS_10',
      'cloudtrail_cloudwatch_logging_enabled',
      'cloudtrail_kms_encryption_enabled',
      'cloudtrail_log_file_validation_enabled',
      'cloudtrail_multi_region_enabled',
    ],
    fix: 'Set isMultiRegionTrail, enableLogFileValidation, kmsKeyId and cloudWatchLogsGroupArn on the trail.',
    check: checkEach(
      trailType,
      checkAll(
        mustBe('enableLogging', true, undefined),
        mustBe('isMultiRegionTrail', true),
        mustBe('enableLogFileValidation', true),
        mustHaveCustomerKey('kmsKeyId'),
        mustHave('cloudWatchLogsGroupArn'),
        checkManagementEvents,
      ),
    ),
  },
  {
    id: 'trail-data-events',
    description: "The trail records all access to patients' files.",
    safeguards: ['164.312(b)', '164.308(a)(1)(ii)(D)'],
    publicRules: [
      'CLOUDTRAIL_S3_DATAEVENTS_ENABLED',
      'cloudtrail_s3_dataevents_read_enabled',
      'cloudtrail_s3_dataevents_write_enabled',
    ],
    fix: 'Add files to audit.dataEvents.',
    check: checkEach(trailType, checkDataEvents),
  },
  {
    id: 'trail-exists',
    description: 'A trail records the activity in the account.',
    safeguards: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    publicRules: ['CLOUD_TRAIL_ENABLED'],
    fix: 'Add an aws.cloudtrail.Trail.',
    check: (resources) => {
      const [database] = filterByType(resources, 'aws:rds/cluster:Cluster');
      if (database === undefined || filterByType(resources, trailType).length > 0) return [];
      return [{ resource: database, detail: 'is in a stack without a trail' }];
    },
  },
  {
    id: 'trail-log-retained',
    description: "The trail's log group is kept for six years.",
    safeguards: ['164.312(b)', '164.316(b)(2)(i)'],
    fix: `Set audit.logRetentionDays to ${minimumRetentionDays} or more.`,
    check: (resources) =>
      filterByType(resources, trailType).flatMap((trail) => [...findRetentionFaults(trail, resources)]),
  },
];
