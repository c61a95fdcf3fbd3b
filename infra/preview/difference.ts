import { isDeepStrictEqual } from 'node:util';
import type { PlannedResource } from './planned-resource.js';

/** A changed input; undefined means unset. */
export interface InputChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ChangedResource {
  readonly resource: PlannedResource;
  readonly changes: readonly InputChange[];
  /** AWS cannot apply the change, so Pulumi creates a new resource and deletes this one. */
  readonly isReplaced: boolean;
}

export interface PlanDifference {
  readonly created: readonly PlannedResource[];
  readonly deleted: readonly PlannedResource[];
  readonly changed: readonly ChangedResource[];
}

/**
 * Inputs that AWS cannot change (`ForceNew` in hashicorp/terraform-provider-aws), of types whose replacement loses data or
 * interrupts service. Only `pulumi preview` shows replacements of other types.
 */
const replacingInputs: Readonly<Record<string, readonly string[]>> = {
  'aws:rds/cluster:Cluster': [
    'clusterIdentifier',
    'databaseName',
    'dbSubnetGroupName',
    'engine',
    'engineMode',
    'kmsKeyId',
    'masterUsername',
    'storageEncrypted',
  ],
  'aws:rds/clusterInstance:ClusterInstance': ['clusterIdentifier', 'engine', 'identifier'],
  'aws:cognito/userPool:UserPool': ['aliasAttributes', 'usernameAttributes', 'usernameConfiguration'],
  'aws:cognito/userPoolDomain:UserPoolDomain': ['domain', 'userPoolId'],
  'aws:s3/bucket:Bucket': ['bucket', 'objectLockEnabled'],
  'aws:ec2/vpc:Vpc': ['cidrBlock'],
  'aws:ec2/subnet:Subnet': ['availabilityZone', 'cidrBlock', 'vpcId'],
  'aws:cloudwatch/logGroup:LogGroup': ['name'],
  'aws:ecr/repository:Repository': ['encryptionConfigurations', 'name'],
  'aws:secretsmanager/secret:Secret': ['name'],
  'aws:sqs/queue:Queue': ['name'],
  'aws:lambda/function:Function': ['name'],
};

const requiresReplacement = (type: string, path: string): boolean =>
  replacingInputs[type]?.includes(path.split('.')[0] ?? '') ?? false;

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Compares two values as deep as both have the same shape. */
function diffInputs(before: unknown, after: unknown, path = ''): InputChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isFields(before) || !isFields(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => diffInputs(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

/** Compares inputs, except those in `ignoreChanges`, and the options that decide about deletion. */
function diffResource(resource: PlannedResource, was: PlannedResource): ChangedResource | undefined {
  const { type, ignoredChanges } = resource;
  const inputs = diffInputs(was.inputs, resource.inputs).filter(
    ({ path }) => !ignoredChanges.includes(path.split('.')[0] ?? ''),
  );
  const changes = [
    ...inputs,
    ...diffInputs(was.isProtected, resource.isProtected, 'protect'),
    ...diffInputs(was.isRetainedOnDelete, resource.isRetainedOnDelete, 'retainOnDelete'),
  ];
  if (changes.length === 0) return undefined;
  return { resource, changes, isReplaced: inputs.some(({ path }) => requiresReplacement(type, path)) };
}

/** Compares a plan with an earlier one by URN, so a renamed resource is a new one. */
export function diffPlans(resources: readonly PlannedResource[], earlier: readonly PlannedResource[]): PlanDifference {
  const before = new Map(earlier.map((resource) => [resource.urn, resource]));
  const now = new Set(resources.map(({ urn }) => urn));
  return {
    created: resources.filter(({ urn }) => !before.has(urn)),
    deleted: earlier.filter(({ urn }) => !now.has(urn)),
    changed: resources.flatMap((resource) => {
      const was = before.get(resource.urn);
      if (was === undefined) return [];
      return diffResource(resource, was) ?? [];
    }),
  };
}
