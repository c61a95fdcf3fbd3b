import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Component, type LogArgs } from '../component.js';
import { buildArn, type Place } from '../place.js';

export interface DatabaseProxyArgs {
  readonly place: Place;
  readonly cluster: aws.rds.Cluster;
  /** RDS rejects a target without instances. */
  readonly instances: readonly aws.rds.ClusterInstance[];
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The cluster's group, which the proxy joins. */
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: number;
  readonly log: LogArgs;
}

/**
 * Returns the ARN of a database user, as `rds-db:connect` needs it.
 * @param resourceId of the cluster or the proxy
 */
export const buildDatabaseUserArn = (place: Place, resourceId: pulumi.Input<string>, user: string) =>
  pulumi.output(resourceId).apply((id) => buildArn(place, 'rds-db', `dbuser:${id}/${user}`));

/**
 * An RDS Proxy with end-to-end IAM authentication: it accepts a caller's token and signs in to the cluster with its own, so
 * it needs no password. It can sign in only as users granted with `allowUser`.
 */
export class DatabaseProxy extends Component<DatabaseProxyArgs> {
  readonly host: pulumi.Output<string>;
  /** The resource id in callers' permission to connect, such as `prx-0123456789abcdef0`. */
  readonly resourceId: pulumi.Output<string>;

  private readonly role: aws.iam.Role;
  private readonly allowedUsers = new Set<string>();

  constructor(name: string, args: DatabaseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:database:DatabaseProxy', name, args, opts);
    this.role = this.createServiceRole('role', {
      service: 'rds.amazonaws.com',
      description: 'RDS Proxy: signs in to the cluster',
    });
    this.allowClusterTraffic();
    const proxy = this.createProxy();
    this.registerTarget(proxy);
    this.host = proxy.endpoint;
    this.resourceId = proxy.arn.apply((arn) => arn.split(':').at(-1) ?? '');
    this.registerOutputs({ host: this.host, resourceId: this.resourceId });
  }

  /** Lets the proxy sign in to the cluster as a database user. */
  allowUser(databaseUser: string): void {
    if (this.allowedUsers.has(databaseUser)) return;
    this.allowedUsers.add(databaseUser);
    const { place, cluster } = this.args;
    this.allow(this.role, `connect-${databaseUser}`, [
      {
        Sid: 'ConnectToCluster',
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: buildDatabaseUserArn(place, cluster.clusterResourceId, databaseUser),
      },
    ]);
  }

  /** Proxy and cluster share a security group, but members of a group can't reach each other without rules. */
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

  private createProxy(): aws.rds.Proxy {
    const { subnetIds, securityGroupId } = this.args;
    const name = `${this.namePrefix}-proxy`;
    const log = this.createLogGroup('log', this.args.log, `/aws/rds/proxy/${name}`);
    return new aws.rds.Proxy(
      this.name,
      {
        name,
        engineFamily: 'POSTGRESQL',
        defaultAuthScheme: 'IAM_AUTH',
        requireTls: true,
        roleArn: this.role.arn,
        vpcSubnetIds: subnetIds,
        vpcSecurityGroupIds: [securityGroupId],
        idleClientTimeout: 900,
        // Debug logs contain the values of statements: patient data.
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
        // Leaves connections for administrators, who bypass the proxy. Functions give up within a minute.
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
