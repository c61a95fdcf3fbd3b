import { filterByType, readInput } from '../../../policies/policy.js';
import type { PlannedResource } from '../../../preview/planned-resource.js';
import type { ComponentName } from '../../line.js';
import { formatQuantity } from '../amounts.js';

/** What of a plan decides the price of a component, or what it is good for. */
interface Setting {
  readonly label: string;
  readonly type: string;
  /** Further types of the same thing. */
  readonly others?: readonly string[];
  /** Of the resources' inputs; without one, how many there are. */
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
    { label: 'Least capacity', type: cluster, path: 'serverlessv2ScalingConfiguration.minCapacity', unit: 'ACU' },
    { label: 'Most capacity', type: cluster, path: 'serverlessv2ScalingConfiguration.maxCapacity', unit: 'ACU' },
    { label: 'Storage type', type: cluster, path: 'storageType' },
    { label: 'Backups are kept', type: cluster, path: 'backupRetentionPeriod', unit: 'days' },
    { label: 'Encrypted', type: cluster, path: 'storageEncrypted' },
    { label: 'Proxies', type: 'aws:rds/proxy:Proxy' },
  ],
  'Amazon Cognito': [
    { label: 'Feature plan', type: pool, path: 'userPoolTier' },
    { label: 'Threat protection', type: pool, path: 'userPoolAddOns.advancedSecurityMode' },
    { label: 'Second factor', type: pool, path: 'mfaConfiguration' },
  ],
  'AWS Lambda': [
    { label: 'Functions', type: lambda },
    { label: 'Processor', type: lambda, path: 'architectures' },
    { label: 'Runtime', type: lambda, path: 'runtime' },
    { label: 'Memory', type: lambda, path: 'memorySize', unit: 'MB' },
    { label: 'Longest run', type: lambda, path: 'timeout', unit: 's' },
    {
      label: 'Functions kept warm',
      type: 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig',
      others: ['aws:appautoscaling/target:Target'],
    },
  ],
  'VPC and NAT': [
    { label: 'NAT gateways', type: 'aws:ec2/natGateway:NatGateway' },
    { label: 'Endpoints', type: endpoint },
    { label: 'Endpoint of', type: endpoint, path: 'serviceName' },
    { label: 'Kind of endpoint', type: endpoint, path: 'vpcEndpointType' },
    { label: 'Subnets', type: 'aws:ec2/subnet:Subnet' },
    { label: 'Zone', type: 'aws:ec2/subnet:Subnet', path: 'availabilityZone' },
  ],
  'API Gateway': [
    { label: 'APIs', type: 'aws:apigatewayv2/api:Api' },
    { label: 'Protocol', type: 'aws:apigatewayv2/api:Api', path: 'protocolType' },
    { label: 'Throttle', type: stage, path: 'defaultRouteSettings.throttlingRateLimit', unit: 'requests a second' },
    { label: 'Throttle, burst', type: stage, path: 'defaultRouteSettings.throttlingBurstLimit', unit: 'requests' },
  ],
  'Secrets Manager and KMS': [
    { label: 'Secrets', type: 'aws:secretsmanager/secret:Secret' },
    { label: 'Master password managed by RDS', type: cluster, path: 'manageMasterUserPassword' },
    { label: 'Keys', type: key },
    { label: 'Key for', type: key, path: 'description' },
    { label: 'Keys rotate', type: key, path: 'enableKeyRotation' },
  ],
  'CloudWatch and CloudTrail': [
    { label: 'Log groups', type: logGroup },
    { label: 'Logs are kept', type: logGroup, path: 'retentionInDays', unit: 'days' },
    { label: 'Flow logs', type: 'aws:ec2/flowLog:FlowLog' },
    { label: 'Alarms', type: 'aws:cloudwatch/metricAlarm:MetricAlarm' },
    { label: 'Dashboards', type: 'aws:cloudwatch/dashboard:Dashboard' },
    { label: 'Trails', type: trail },
    { label: 'Trail of all regions', type: trail, path: 'isMultiRegionTrail' },
    { label: 'Trail’s files are validated', type: trail, path: 'enableLogFileValidation' },
  ],
  ECR: [
    { label: 'Repositories', type: repository },
    { label: 'Scanned on push', type: repository, path: 'imageScanningConfiguration.scanOnPush' },
    { label: 'Tags', type: repository, path: 'imageTagMutability' },
  ],
  'Amazon S3': [
    { label: 'Buckets', type: bucket },
    { label: 'Object lock', type: bucket, path: 'objectLockEnabled' },
    { label: 'With lifecycle', type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration' },
  ],
  'Amazon Bedrock': [
    { label: 'Model', type: lambda, path: 'environment.variables.MODEL_ID' },
    { label: 'Embedding model', type: lambda, path: 'environment.variables.EMBEDDING_MODEL_ID' },
  ],
  Messaging: [
    { label: 'Queues', type: queue },
    { label: 'Messages are kept', type: queue, path: 'messageRetentionSeconds', unit: 's' },
    { label: 'Topics', type: 'aws:sns/topic:Topic' },
  ],
  'Data transfer': [{ label: 'VPCs', type: 'aws:ec2/vpc:Vpc' }],
};

function formatValue(value: unknown, unit: string | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return unit === undefined ? formatQuantity(value) : `${formatQuantity(value)} ${unit}`;
  return Array.isArray(value) ? value.map((each) => formatValue(each, unit)).join(', ') : String(value);
}

/** Each value that resources have, the most frequent first, with how many have it where not all do. */
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
    .map(([text, count]) => (count === resources.length || count === 1 ? text : `${text} (${count} of them)`))
    .join('; ');
}

/** What a plan sets for a component: a label and what is set. What is left to AWS is left out. */
export function listSettingRows(component: ComponentName, plan: readonly PlannedResource[]): [string, string][] {
  return componentSettings[component].flatMap((setting): [string, string][] => {
    const resources = filterByType(plan, setting.type, ...(setting.others ?? []));
    if (setting.path === undefined) return [[setting.label, formatQuantity(resources.length)]];
    const values = summarizeValues(resources, setting);
    return values === '' ? [] : [[setting.label, values]];
  });
}
