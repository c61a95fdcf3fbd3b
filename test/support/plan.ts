import { previewPlace } from '../../infra/preview/cloud/responder.js';
import type { PlannedResource } from '../../infra/preview/planned-resource.js';
import { recordProgram } from '../../infra/preview/record.js';

/** Pulumi's types of the AWS resources that policies check. */
export const types = {
  alarm: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  apiRoute: 'aws:apigatewayv2/route:Route',
  bucket: 'aws:s3/bucket:Bucket',
  bucketPolicy: 'aws:s3/bucketPolicy:BucketPolicy',
  client: 'aws:cognito/userPoolClient:UserPoolClient',
  cluster: 'aws:rds/cluster:Cluster',
  defaultGroup: 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  egressRule: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
  encryption: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  filter: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  ingressRule: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  instance: 'aws:rds/clusterInstance:ClusterInstance',
  key: 'aws:kms/key:Key',
  lambda: 'aws:lambda/function:Function',
  legacyRule: 'aws:ec2/securityGroupRule:SecurityGroupRule',
  lifecycle: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  lock: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  logGroup: 'aws:cloudwatch/logGroup:LogGroup',
  networkRoute: 'aws:ec2/route:Route',
  permission: 'aws:lambda/permission:Permission',
  pool: 'aws:cognito/userPool:UserPool',
  queue: 'aws:sqs/queue:Queue',
  queuePolicy: 'aws:sqs/queuePolicy:QueuePolicy',
  repository: 'aws:ecr/repository:Repository',
  risk: 'aws:cognito/riskConfiguration:RiskConfiguration',
  role: 'aws:iam/role:Role',
  rolePolicy: 'aws:iam/rolePolicy:RolePolicy',
  rotation: 'aws:secretsmanager/secretRotation:SecretRotation',
  secret: 'aws:secretsmanager/secret:Secret',
  secretVersion: 'aws:secretsmanager/secretVersion:SecretVersion',
  securityGroup: 'aws:ec2/securityGroup:SecurityGroup',
  stage: 'aws:apigatewayv2/stage:Stage',
  topic: 'aws:sns/topic:Topic',
  topicPolicy: 'aws:sns/topicPolicy:TopicPolicy',
  trail: 'aws:cloudtrail/trail:Trail',
} as const;

/** A change that a test makes to a plan before it checks the policies. */
export type PlanChange = (resources: readonly PlannedResource[]) => PlannedResource[];

/** Returns the resources that a program registers. */
export async function planProgram(program: () => unknown): Promise<readonly PlannedResource[]> {
  const { resources } = await recordProgram(
    async () => {
      await program();
      return {};
    },
    {
      project: 'healthcare-backend',
      stack: 'test',
      place: previewPlace,
      config: { 'aws:region': previewPlace.region },
    },
  );
  return resources;
}

/** Returns the resources of a type, ordered by name. */
export const listByType = (plan: readonly PlannedResource[], type: string): PlannedResource[] =>
  plan.filter((resource) => resource.type === type).sort((one, other) => one.name.localeCompare(other.name));

/** Returns the only resource of a type, or of a type and name. */
export function findOnly(plan: readonly PlannedResource[], type: string, name?: string): PlannedResource {
  const [resource, ...others] = listByType(plan, type).filter(
    (candidate) => name === undefined || candidate.name === name,
  );
  if (resource === undefined || others.length > 0) {
    throw new Error(`Expected one resource ${type} ${name ?? ''} (found ${others.length + (resource ? 1 : 0)}).`);
  }
  return resource;
}
