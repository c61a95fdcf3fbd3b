import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface DatabaseProxyArgs {
  /** Physical; its log group is named after it. */
  readonly proxyName: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly cluster: aws.rds.Cluster;
  /** A target can be registered only when there is an instance behind it. */
  readonly instances: readonly aws.rds.ClusterInstance[];
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The cluster's own group, which the proxy joins. */
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: number;
  readonly logRetentionDays: number;
  readonly auditKeyArn: pulumi.Input<string>;
}

/**
 * RDS Proxy with IAM authentication from end to end: it takes a caller's token and signs in to the cluster with one of
 * its own, so no password of a database user has to be kept for it. It may sign in only as the users that are allowed.
 */
export class DatabaseProxy extends pulumi.ComponentResource {
  readonly host: pulumi.Output<string>;
  /** Such as `prx-0123456789abcdef0`: what callers' permission to connect names. */
  readonly resourceId: pulumi.Output<string>;

  private readonly name: string;
  private readonly args: DatabaseProxyArgs;
  private readonly role: aws.iam.Role;
  private readonly allowedUsers = new Set<string>();

  constructor(name: string, args: DatabaseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:database:DatabaseProxy', name, {}, opts);
    this.name = name;
    this.args = args;
    this.role = this.createRole();
    this.allowClusterTraffic();
    const proxy = this.createProxy(this.createLog());
    this.registerTarget(proxy);
    this.host = proxy.endpoint;
    this.resourceId = proxy.arn.apply((arn) => arn.split(':').at(-1) ?? '');
    this.registerOutputs({ host: this.host, resourceId: this.resourceId });
  }

  /** Lets the proxy sign in to the cluster as this user. */
  allowUser(databaseUser: string): void {
    if (this.allowedUsers.has(databaseUser)) return;
    this.allowedUsers.add(databaseUser);
    const { partition, region, accountId, cluster } = this.args;
    new aws.iam.RolePolicy(
      `${this.name}-connect-${databaseUser}`,
      {
        role: this.role.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'ConnectToCluster',
              Effect: 'Allow',
              Action: 'rds-db:connect',
              Resource: pulumi.interpolate`arn:${partition}:rds-db:${region}:${accountId}:dbuser:${cluster.clusterResourceId}/${databaseUser}`,
            },
          ],
        }),
      },
      { parent: this },
    );
  }

  private createRole(): aws.iam.Role {
    return new aws.iam.Role(
      `${this.name}-role`,
      {
        description: 'RDS Proxy: signs in to the cluster',
        assumeRolePolicy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'rds.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      },
      { parent: this },
    );
  }

  /** Proxy and cluster share a security group, which alone does not let its members reach each other. */
  private allowClusterTraffic(): void {
    const { securityGroupId, port } = this.args;
    const selfRule = {
      description: 'RDS Proxy to the cluster',
      securityGroupId,
      referencedSecurityGroupId: securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    };
    new aws.vpc.SecurityGroupIngressRule(`${this.name}-ingress`, selfRule, { parent: this });
    new aws.vpc.SecurityGroupEgressRule(`${this.name}-egress`, selfRule, { parent: this });
  }

  /** RDS would make the group itself, without a key and for ever. */
  private createLog(): aws.cloudwatch.LogGroup {
    const { proxyName, logRetentionDays, auditKeyArn } = this.args;
    return new aws.cloudwatch.LogGroup(
      `${this.name}-log`,
      { name: `/aws/rds/proxy/${proxyName}`, retentionInDays: logRetentionDays, kmsKeyId: auditKeyArn },
      { parent: this },
    );
  }

  private createProxy(log: aws.cloudwatch.LogGroup): aws.rds.Proxy {
    const { proxyName, subnetIds, securityGroupId } = this.args;
    return new aws.rds.Proxy(
      this.name,
      {
        name: proxyName,
        engineFamily: 'POSTGRESQL',
        defaultAuthScheme: 'IAM_AUTH',
        requireTls: true,
        roleArn: this.role.arn,
        vpcSubnetIds: subnetIds,
        vpcSecurityGroupIds: [securityGroupId],
        idleClientTimeout: 900,
        // The statements in a debug log would have their values.
        debugLogging: false,
      },
      { parent: this, dependsOn: [log] },
    );
  }

  private registerTarget(proxy: aws.rds.Proxy): void {
    const group = new aws.rds.ProxyDefaultTargetGroup(
      `${this.name}-targets`,
      {
        dbProxyName: proxy.name,
        // Some are left for administrators, who connect to the cluster itself. A function gives up sooner than a minute.
        connectionPoolConfig: { maxConnectionsPercent: 90, maxIdleConnectionsPercent: 50, connectionBorrowTimeout: 10 },
      },
      { parent: this },
    );
    new aws.rds.ProxyTarget(
      `${this.name}-cluster`,
      {
        dbProxyName: proxy.name,
        targetGroupName: group.name,
        dbClusterIdentifier: this.args.cluster.clusterIdentifier,
      },
      { parent: this, dependsOn: [...this.args.instances] },
    );
  }
}
