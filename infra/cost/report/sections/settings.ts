import { formatNumber } from '../../../../config/format.js';
import { filterByType, readInput } from '../../../policies/policy.js';
import type { PlannedResource } from '../../../preview/planned-resource.js';
import type { ComponentName } from '../../line.js';

/** A setting that affects the price or the quality of a component. */
interface Setting {
  readonly label: string;
  readonly type: string;
  /** Other resource types that count too. */
  readonly others?: readonly string[];
  /** The path of an input; without it, the row counts the resources. */
  readonly path?: string;
  readonly unit?: string;
}

const cluster = 'aws:rds/cluster:Cluster';
const pool = 'aws:cognito/userPool:UserPool';
const lambda = 'aws:lambda/function:Function';
const stage = 'aws:apigatewayv2/stage:Stage';
const endpoint = 'aws:ec2/vpcEndpoint:VpcEndpoint';
const key = 'aws:kms/key:Key';
const trail = 'aws:cloudtrail/trail:Trail';
const logGroup = 'aws:cloudwatch/logGroup:LogGroup';
const repository = 'aws:ecr/repository:Repository';
const bucket = 'aws:s3/bucket:Bucket';
const queue = 'aws:sqs/queue:Queue';

export const componentSettings: Readonly<Record<ComponentName, readonly Setting[]>> = {
  'Aurora PostgreSQL': [
    { label: 'Engine', type: cluster, path: 'engine' },
    { label: 'Engine version', type: cluster, path: 'engineVersion' },
    { label: 'Instances', type: 'aws:rds/clusterInstance:ClusterInstance' },
    { label: 'Instance class', type: 'aws:rds/clusterInstance:ClusterInstance', path: 'instanceClass' },
    { label: 'Minimum capacity', type: cluster, path: 'serverlessv2ScalingConfiguration.minCapacity', unit: 'ACU' },
    { label: 'Maximum capacity', type: cluster, path: 'serverlessv2ScalingConfiguration.maxCapacity', unit: 'ACU' },
    { label: 'Storage type', type: cluster, path: 'storageType' },
    { label: 'Backup retention', type: cluster, path: 'backupRetentionPeriod', unit: 'days' },
    { label: 'Encrypted', type: cluster, path: 'storageEncrypted' },
    { label: 'Proxies', type: 'aws:rds/proxy:Proxy' },
  ],
  'Amazon Cognito': [
    { label: 'Feature plan', type: pool, path: 'userPoolTier' },
    { label: 'Threat protection', type: pool, path: 'userPoolAddOns.advancedSecurityMode' },
    { label: 'MFA', type: pool, path: 'mfaConfiguration' },
  ],
  'AWS Lambda': [
    { label: 'Functions', type: lambda },
    { label: 'Architecture', type: lambda, path: 'architectures' },
    { label: 'Runtime', type: lambda, path: 'runtime' },
    { label: 'Memory', type: lambda, path: 'memorySize', unit: 'MB' },
    { label: 'Timeout', type: lambda, path: 'timeout', unit: 's' },
    {
      label: 'Functions with provisioned concurrency',
      type: 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig',
      others: ['aws:appautoscaling/target:Target'],
    },
  ],
  'VPC and NAT': [
    { label: 'NAT gateways', type: 'aws:ec2/natGateway:NatGateway' },
    { label: 'Endpoints', type: endpoint },
    { label: 'Endpoint service', type: endpoint, path: 'serviceName' },
    { label: 'Endpoint type', type: endpoint, path: 'vpcEndpointType' },
    { label: 'Subnets', type: 'aws:ec2/subnet:Subnet' },
    { label: 'Availability zone', type: 'aws:ec2/subnet:Subnet', path: 'availabilityZone' },
  ],
  'API Gateway': [
    { label: 'APIs', type: 'aws:apigatewayv2/api:Api' },
    { label: 'Protocol', type: 'aws:apigatewayv2/api:Api', path: 'protocolType' },
    { label: 'Throttle', type: stage, path: 'defaultRouteSettings.throttlingRateLimit', unit: 'requests a second' },
    { label: 'Throttle burst', type: stage, path: 'defaultRouteSettings.throttlingBurstLimit', unit: 'requests' },
  ],
  'Secrets Manager and KMS': [
    { label: 'Secrets', type: 'aws:secretsmanager/secret:Secret' },
    { label: 'Master password managed by RDS', type: cluster, path: 'manageMasterUserPassword' },
    { label: 'Keys', type: key },
    { label: 'Key purpose', type: key, path: 'description' },
    { label: 'Key rotation', type: key, path: 'enableKeyRotation' },
  ],
  'CloudWatch and CloudTrail': [
    { label: 'Log groups', type: logGroup },
    { label: 'Log retention', type: logGroup, path: 'retentionInDays', unit: 'days' },
    { label: 'Flow logs', type: 'aws:ec2/flowLog:FlowLog' },
    { label: 'Alarms', type: 'aws:cloudwatch/metricAlarm:MetricAlarm' },
    { label: 'Dashboards', type: 'aws:cloudwatch/dashboard:Dashboard' },
    { label: 'Trails', type: trail },
    { label: 'Multi-region trail', type: trail, path: 'isMultiRegionTrail' },
    { label: 'Log file validation', type: trail, path: 'enableLogFileValidation' },
  ],
  ECR: [
    { label: 'Repositories', type: repository },
    { label: 'Scan on push', type: repository, path: 'imageScanningConfiguration.scanOnPush' },
    { label: 'Tag mutability', type: repository, path: 'imageTagMutability' },
  ],
  'Amazon S3': [
    { label: 'Buckets', type: bucket },
    { label: 'Object lock', type: bucket, path: 'objectLockEnabled' },
    { label: 'Lifecycle configurations', type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration' },
  ],
  'Amazon Bedrock': [
    { label: 'Model', type: lambda, path: 'environment.variables.MODEL_ID' },
    { label: 'Embedding model', type: lambda, path: 'environment.variables.EMBEDDING_MODEL_ID' },
  ],
  Messaging: [
    { label: 'Queues', type: queue },
    { label: 'Message retention', type: queue, path: 'messageRetentionSeconds', unit: 's' },
    { label: 'Topics', type: 'aws:sns/topic:Topic' },
  ],
  'Data transfer': [{ label: 'VPCs', type: 'aws:ec2/vpc:Vpc' }],
};

function formatValue(value: unknown, unit: string | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return unit === undefined ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
  return Array.isArray(value) ? value.map((each) => formatValue(each, unit)).join(', ') : String(value);
}

/** Lists the values of a setting, the most frequent first, with a count if they differ. */
function summarizeValues(resources: readonly PlannedResource[], { path = '', unit }: Setting): string {
  const counts = new Map<string, number>();
  for (const resource of resources) {
    const value = readInput(resource, path);
    if (value === undefined || value === null) continue;
    const text = formatValue(value, unit);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([text, count]) =>
      count === resources.length || count === 1 ? text : `${text} (${count} of ${resources.length})`,
    )
    .join('; ');
}

/** Lists the settings of a component in a plan, without those left to AWS's default. */
export function listSettingRows(component: ComponentName, plan: readonly PlannedResource[]): [string, string][] {
  return componentSettings[component].flatMap((setting): [string, string][] => {
    const resources = filterByType(plan, setting.type, ...(setting.others ?? []));
    if (setting.path === undefined) return [[setting.label, formatNumber(resources.length)]];
    const values = summarizeValues(resources, setting);
    return values === '' ? [] : [[setting.label, values]];
  });
}
