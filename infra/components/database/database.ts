import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Grantee } from '../grantee.js';
import { DatabaseProxy } from './database-proxy.js';
import { engineVersions, type MajorVersion } from './engine-versions.js';
import { clusterParameters } from './parameters.js';

export interface DatabaseClusterArgs {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Names the cluster; the log group must carry it before the cluster exists. A change makes a new, empty cluster. */
  readonly namePrefix: string;
  /** Isolated ones, in two zones at least. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly dataKeyArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
  readonly auditKeyArn: pulumi.Input<string>;
  readonly majorVersion: MajorVersion;
  readonly minCapacityAcu: number;
  readonly maxCapacityAcu: number;
  readonly autoPauseSeconds?: number | undefined;
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
  readonly logRetentionDays: number;
}

const port = 5432;

/** Of Aurora's certificate authorities the one that new instances get; it is in Lambda's bundle of them, until 2061. */
const certificateAuthority = 'rds-ca-rsa2048-g1';

/** What each mode of Database Insights keeps: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.html */
const insightsRetentionDays = { standard: 7, advanced: 465 } as const;

/** The half hour that Aurora needs, from this time of day. */
function backupWindow(startsAt: string): string {
  const [hours = 0, minutes = 0] = startsAt.split(':').map(Number);
  const end = (hours * 60 + minutes + 30) % (24 * 60);
  return `${startsAt}-${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`;
}

/**
 * Aurora PostgreSQL Serverless v2: one writer, readers, and a proxy where it is asked for. Functions sign in with IAM
 * tokens; the administrator's password is made, kept and rotated by RDS.
 */
export class DatabaseCluster extends pulumi.ComponentResource {
  /** Where functions connect to: the writer, or the proxy before it. */
  readonly host: pulumi.Output<string>;
  /** The writer itself, for the administrator: the proxy lets only the users in that it was allowed. */
  readonly clusterHost: pulumi.Output<string>;
  readonly readerHost: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly databaseName = 'clinic';
  /** The administrator; its password is in the master secret. */
  readonly masterUsername = 'administrator';
  readonly masterSecretArn: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly clusterIdentifier: pulumi.Output<string>;
  readonly clusterResourceId: pulumi.Output<string>;

  private readonly name: string;
  private readonly args: DatabaseClusterArgs;
  private readonly proxy: DatabaseProxy | undefined;

  constructor(name: string, args: DatabaseClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:database:Database', name, {}, opts);
    this.name = name;
    this.args = args;
    const cluster = this.createCluster(this.createSubnetGroup(), this.createParameterGroup(), this.createLog());
    const instances = this.createInstances(cluster);
    this.proxy = args.proxy ? this.createProxy(cluster, instances) : undefined;
    this.host = this.proxy?.host ?? cluster.endpoint;
    this.clusterHost = cluster.endpoint;
    this.readerHost = cluster.readerEndpoint;
    this.port = cluster.port;
    this.masterSecretArn = cluster.masterUserSecrets.apply(([secret]) => {
      if (secret === undefined) throw new Error(`RDS keeps no secret for the administrator of ${args.namePrefix}.`);
      return secret.secretArn;
    });
    this.clusterArn = cluster.arn;
    this.clusterIdentifier = cluster.clusterIdentifier;
    this.clusterResourceId = cluster.clusterResourceId;
    this.registerOutputs({ host: this.host, clusterArn: this.clusterArn });
  }

  /** Lets a role sign in as this database user, with a token of its own. */
  grantConnect(grantee: Grantee, databaseUser: string): void {
    const { partition, region, accountId } = this.args;
    this.proxy?.allowUser(databaseUser);
    const resourceId = this.proxy?.resourceId ?? this.clusterResourceId;
    this.grant(grantee, `connect-${databaseUser}`, [
      {
        Sid: 'SignInToDatabase',
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: pulumi.interpolate`arn:${partition}:rds-db:${region}:${accountId}:dbuser:${resourceId}/${databaseUser}`,
      },
    ]);
  }

  /** Lets a role read the administrator's password, and use the key for that secret alone. */
  grantMasterSecret(grantee: Grantee): void {
    const { region, secretsKeyArn } = this.args;
    this.grant(grantee, 'master-secret', [
      {
        Sid: 'ReadMasterSecret',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: this.masterSecretArn,
      },
      {
        Sid: 'DecryptMasterSecret',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: secretsKeyArn,
        Condition: {
          StringEquals: {
            'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
            'kms:EncryptionContext:SecretARN': this.masterSecretArn,
          },
        },
      },
    ]);
  }

  private grant(grantee: Grantee, purpose: string, statements: pulumi.Input<object>[]): void {
    new aws.iam.RolePolicy(
      `${this.name}-${purpose}-${grantee.name}`,
      { role: grantee.role.id, policy: pulumi.jsonStringify({ Version: '2012-10-17', Statement: statements }) },
      { parent: this },
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
        parameters: clusterParameters({ proxy }),
      },
      // One of another major version replaces it while the cluster is being upgraded and still uses this one.
      { parent: this, retainOnDelete: true },
    );
  }

  /** RDS would make the group itself, without a key and for ever. */
  private createLog(): aws.cloudwatch.LogGroup {
    const { namePrefix, logRetentionDays, auditKeyArn } = this.args;
    return new aws.cloudwatch.LogGroup(
      `${this.name}-log`,
      {
        name: `/aws/rds/cluster/${namePrefix}/postgresql`,
        retentionInDays: logRetentionDays,
        kmsKeyId: auditKeyArn,
      },
      { parent: this },
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
        clusterIdentifier: args.namePrefix,
        engine: aws.rds.EngineType.AuroraPostgresql,
        engineMode: aws.rds.EngineMode.Provisioned,
        engineVersion: engineVersions[args.majorVersion],
        // Raising database.majorVersion is the one way to ask for it.
        allowMajorVersionUpgrade: true,
        engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
        serverlessv2ScalingConfiguration: {
          minCapacity: args.minCapacityAcu,
          maxCapacity: args.maxCapacityAcu,
          secondsUntilAutoPause: args.autoPauseSeconds,
        },
        // Left out, `aurora` would not come back after `aurora-iopt1`.
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
        // Point-in-time copies outlive a cluster that is worth protecting.
        deleteAutomatedBackups: !args.snapshotOnDelete,
        skipFinalSnapshot: !args.snapshotOnDelete,
        // The subnet group's name is drawn anew with each stack, so a second last snapshot has a name of its own.
        finalSnapshotIdentifier: args.snapshotOnDelete
          ? pulumi.interpolate`${args.namePrefix}-${subnets.name}`
          : undefined,
        // Who deploys chose the moment. A change of the major version would otherwise wait for the maintenance window, and
        // leave its parameter group in use that is to be deleted.
        applyImmediately: true,
      },
      // Its identifier is fixed, so a replacement can't stand beside it.
      { parent: this, protect: args.deletionProtection, deleteBeforeReplace: true, dependsOn: [log] },
    );
  }

  /** The writer is the instance that is made first; after a failover it is another one, whatever its name says. */
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
    const { namePrefix, deletionProtection, maintenanceWindow } = this.args;
    return new aws.rds.ClusterInstance(
      `${this.name}-${role}`,
      {
        clusterIdentifier: cluster.id,
        identifier: `${namePrefix}-${role}`,
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
      { parent: this, protect: deletionProtection, deleteBeforeReplace: true, dependsOn },
    );
  }

  private createProxy(cluster: aws.rds.Cluster, instances: readonly aws.rds.ClusterInstance[]): DatabaseProxy {
    const { partition, region, accountId, namePrefix, subnetIds, securityGroupId, logRetentionDays, auditKeyArn } =
      this.args;
    return new DatabaseProxy(
      `${this.name}-proxy`,
      {
        proxyName: `${namePrefix}-proxy`,
        partition,
        region,
        accountId,
        cluster,
        instances,
        subnetIds,
        securityGroupId,
        port,
        logRetentionDays,
        auditKeyArn,
      },
      { parent: this },
    );
  }
}
