/**
 * Inputs that AWS can't change on what is there, of types whose loss would be felt: Pulumi makes another one and deletes
 * the first (`ForceNew` in hashicorp/terraform-provider-aws). For other types a plan doesn't tell; `pulumi preview` does.
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

/** Whether a change at a path of a resource's inputs makes another resource. */
export const requiresReplacement = (type: string, path: string): boolean =>
  replacingInputs[type]?.includes(path.split('.')[0] ?? '') ?? false;
