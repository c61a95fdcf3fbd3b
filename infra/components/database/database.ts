import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import { allowSecretRead, Component, type Grantee, type LogArgs } from '../component.js';
import type { Place } from '../place.js';
import { buildDatabaseUserArn, DatabaseProxy } from './database-proxy.js';
import { buildClusterParameters } from './parameters.js';

type MajorVersion = StackConfig['database']['majorVersion'];

export interface DatabaseClusterArgs {
  readonly place: Place;
  /** Isolated subnets in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly dataKeyArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
  readonly majorVersion: MajorVersion;
  readonly minCapacityAcu: number;
  readonly maxCapacityAcu: number;
  readonly autoPauseSeconds: number | undefined;
  readonly readerCount: number;
  readonly readerPromotionTier: number;
  readonly storage: 'standard' | 'ioOptimized';
  readonly backupRetentionDays: number;
  /** UTC, HH:MM. */
  readonly backupStartsAt: string;
  readonly maintenanceWindow: string;
  readonly deletionProtection: boolean;
  readonly snapshotOnDelete: boolean;
  readonly proxy: boolean;
  readonly dataApi: boolean;
  readonly insights: 'standard' | 'advanced';
  readonly log: LogArgs;
}

const port = 5432;

/** The certificate authority of new instances, valid until 2061 and included in Lambda's runtime. */
const certificateAuthority = 'rds-ca-rsa2048-g1';

/** Retention of each mode of Database Insights: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.html */
const insightsRetentionDays = { standard: 7, advanced: 465 } as const;

/** Returns the backup window: half an hour, the least that Aurora accepts. */
function backupWindow(startsAt: string): string {
  const [hours = 0, minutes = 0] = startsAt.split(':').map(Number);
  const end = (hours * 60 + minutes + 30) % (24 * 60);
  return `${startsAt}-${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`;
}

/**
 * Aurora PostgreSQL Serverless v2: one writer, readers and, if configured, a proxy. Only functions can connect, with IAM
 * tokens; only the function that migrates the database uses the administrator's password, which RDS manages and rotates.
 */
export class DatabaseCluster extends Component<DatabaseClusterArgs> {
  /** Host that functions connect to: the writer or the proxy in front of it. */
  readonly host: pulumi.Output<string>;
  /** Host of the writer, for the administrator: the proxy accepts only the users granted to it. */
  readonly clusterHost: pulumi.Output<string>;
  readonly readerHost: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly databaseName = 'clinic';
  /** The administrator, whose password is in the master secret. */
  readonly masterUsername = 'administrator';
  readonly masterSecretArn: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly clusterIdentifier: pulumi.Output<string>;
  readonly clusterResourceId: pulumi.Output<string>;

  private readonly proxy: DatabaseProxy | undefined;

  constructor(name: string, args: DatabaseClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:database:Database', name, args, opts);
    // The log group's name contains the cluster's before the cluster exists.
    const log = this.createLogGroup('log', args.log, `/aws/rds/cluster/${this.namePrefix}/postgresql`);
    const cluster = this.createCluster(this.createSubnetGroup(), this.createParameterGroup(), log);
    const instances = this.createInstances(cluster);
    this.proxy = args.proxy ? this.createProxy(cluster, instances) : undefined;
    this.host = this.proxy?.host ?? cluster.endpoint;
    this.clusterHost = cluster.endpoint;
    this.readerHost = cluster.readerEndpoint;
    this.port = cluster.port;
    this.masterSecretArn = cluster.masterUserSecrets.apply(([secret]) => {
      if (secret === undefined) throw new Error(`RDS has no master secret for the cluster ${this.namePrefix}.`);
      return secret.secretArn;
    });
    this.clusterArn = cluster.arn;
    this.clusterIdentifier = cluster.clusterIdentifier;
    this.clusterResourceId = cluster.clusterResourceId;
    this.registerOutputs({ host: this.host, clusterArn: this.clusterArn });
  }

  grantConnect({ name, role }: Grantee, databaseUser: string): void {
    this.proxy?.allowUser(databaseUser);
    const resourceId = this.proxy?.resourceId ?? this.clusterResourceId;
    this.allow(role, `connect-${databaseUser}-${name}`, [
      {
        Sid: 'SignInToDatabase',
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: buildDatabaseUserArn(this.args.place, resourceId, databaseUser),
      },
    ]);
  }

  grantMasterSecret({ name, role }: Grantee): void {
    const { place, secretsKeyArn: keyArn } = this.args;
    const sids = ['ReadMasterSecret', 'DecryptMasterSecret'] as const;
    this.allow(
      role,
      `master-secret-${name}`,
      allowSecretRead({ place, secretArn: this.masterSecretArn, keyArn, sids }),
    );
  }

  private createSubnetGroup(): aws.rds.SubnetGroup {
    return new aws.rds.SubnetGroup(
      `${this.name}-subnets`,
      { description: 'Isolated subnets: no route to the internet', subnetIds: this.args.subnetIds },
      { parent: this },
    );
  }

  private createParameterGroup(): aws.rds.ClusterParameterGroup {
    const { majorVersion, proxy } = this.args;
    return new aws.rds.ClusterParameterGroup(
      `${this.name}-parameters`,
      {
        description: 'TLS, timeouts and logging',
        family: `aurora-postgresql${majorVersion}`,
        parameters: buildClusterParameters({ proxy }),
      },
      // An upgrade of the major version replaces the group while the cluster still uses it.
      { parent: this, retainOnDelete: true },
    );
  }

  private createCluster(
    subnets: aws.rds.SubnetGroup,
    parameters: aws.rds.ClusterParameterGroup,
    log: aws.cloudwatch.LogGroup,
  ): aws.rds.Cluster {
    const { args } = this;
    return new aws.rds.Cluster(
      `${this.name}-cluster`,
      {
        // Another identifier creates a new, empty cluster.
        clusterIdentifier: this.namePrefix,
        engine: aws.rds.EngineType.AuroraPostgresql,
        engineMode: aws.rds.EngineMode.Provisioned,
        // Only the major version: Aurora upgrades minor versions by itself in the maintenance window, and AWS rejects the
        // downgrade that `up` would request for a stated minor version. The provider treats the stated version as a prefix of
        // the actual one. Every default minor version of these majors has pgvector 0.8.0 or later and can pause at 0 ACU
        // ("Extension versions for Amazon Aurora PostgreSQL", "Scaling to zero ACUs").
        engineVersion: String(args.majorVersion),
        // Only raising database.majorVersion triggers an upgrade.
        allowMajorVersionUpgrade: true,
        engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
        serverlessv2ScalingConfiguration: {
          minCapacity: args.minCapacityAcu,
          maxCapacity: args.maxCapacityAcu,
          secondsUntilAutoPause: args.autoPauseSeconds,
        },
        // If `aurora` were omitted, a cluster with `aurora-iopt1` would not change back.
        storageType: args.storage === 'ioOptimized' ? 'aurora-iopt1' : 'aurora',
        storageEncrypted: true,
        kmsKeyId: args.dataKeyArn,
        databaseName: this.databaseName,
        port,
        masterUsername: this.masterUsername,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: args.secretsKeyArn,
        iamDatabaseAuthenticationEnabled: true,
        enableHttpEndpoint: args.dataApi,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [args.securityGroupId],
        dbClusterParameterGroupName: parameters.name,
        enabledCloudwatchLogsExports: ['postgresql'],
        databaseInsightsMode: args.insights,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: args.dataKeyArn,
        performanceInsightsRetentionPeriod: insightsRetentionDays[args.insights],
        backupRetentionPeriod: args.backupRetentionDays,
        preferredBackupWindow: backupWindow(args.backupStartsAt),
        preferredMaintenanceWindow: args.maintenanceWindow,
        copyTagsToSnapshot: true,
        deletionProtection: args.deletionProtection,
        // Automated backups outlive a cluster whose data is worth a snapshot.
        deleteAutomatedBackups: !args.snapshotOnDelete,
        skipFinalSnapshot: !args.snapshotOnDelete,
        // Every new stack generates the subnet group's name, so final snapshots never have the same name.
        finalSnapshotIdentifier: args.snapshotOnDelete
          ? pulumi.interpolate`${this.namePrefix}-${subnets.name}`
          : undefined,
        // The operator chooses the moment. Otherwise an upgrade of the major version would wait for the maintenance window
        // and keep using its old parameter group.
        applyImmediately: true,
      },
      // The identifier is fixed, so the old cluster must be deleted before a replacement is created.
      { parent: this, deleteBeforeReplace: true, dependsOn: [log] },
    );
  }

  /** The first instance becomes the writer. After a failover another one is, regardless of its name. */
  private createInstances(cluster: aws.rds.Cluster): aws.rds.ClusterInstance[] {
    const { readerCount, readerPromotionTier } = this.args;
    const writer = this.createInstance(cluster, 'writer', 0);
    const readers = Array.from({ length: readerCount }, (_, index) =>
      this.createInstance(cluster, `reader-${index + 1}`, readerPromotionTier, [writer]),
    );
    return [writer, ...readers];
  }

  private createInstance(
    cluster: aws.rds.Cluster,
    role: string,
    promotionTier: number,
    dependsOn: aws.rds.ClusterInstance[] = [],
  ): aws.rds.ClusterInstance {
    const { maintenanceWindow } = this.args;
    return new aws.rds.ClusterInstance(
      `${this.name}-${role}`,
      {
        clusterIdentifier: cluster.id,
        identifier: `${this.namePrefix}-${role}`,
        engine: aws.rds.EngineType.AuroraPostgresql,
        instanceClass: 'db.serverless',
        promotionTier,
        publiclyAccessible: false,
        caCertIdentifier: certificateAuthority,
        autoMinorVersionUpgrade: true,
        preferredMaintenanceWindow: maintenanceWindow,
        copyTagsToSnapshot: true,
        applyImmediately: true,
      },
      { parent: this, deleteBeforeReplace: true, dependsOn },
    );
  }

  private createProxy(cluster: aws.rds.Cluster, instances: readonly aws.rds.ClusterInstance[]): DatabaseProxy {
    const { place, subnetIds, securityGroupId, log } = this.args;
    return new DatabaseProxy(
      `${this.name}-proxy`,
      { place, cluster, instances, subnetIds, securityGroupId, port, log },
      { parent: this },
    );
  }
}
