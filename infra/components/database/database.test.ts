import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { createGrantee, buildKeyArn as key, parseStatements, resolveOutput, testPlace } from '../testing.js';
import { DatabaseCluster, type DatabaseClusterArgs } from './database.js';
import { buildClusterParameters } from './parameters.js';

const production: DatabaseClusterArgs = {
  place: testPlace,
  subnetIds: ['subnet-i1', 'subnet-i2'],
  securityGroupId: 'sg-database',
  dataKeyArn: key('data'),
  secretsKeyArn: key('secrets'),
  majorVersion: 17,
  minCapacityAcu: 0.5,
  maxCapacityAcu: 40,
  autoPauseSeconds: undefined,
  readerCount: 1,
  readerPromotionTier: 2,
  storage: 'standard',
  backupRetentionDays: 35,
  backupStartsAt: '07:00',
  maintenanceWindow: 'sun:08:30-sun:09:30',
  deletionProtection: true,
  snapshotOnDelete: true,
  proxy: false,
  dataApi: true,
  insights: 'standard',
  log: { retentionDays: 365, auditKeyArn: key('audit') },
};

/** Each switch on its other side. */
const opposite: DatabaseClusterArgs = {
  ...production,
  majorVersion: 15,
  minCapacityAcu: 0,
  maxCapacityAcu: 2,
  autoPauseSeconds: 300,
  readerCount: 0,
  storage: 'ioOptimized',
  backupRetentionDays: 1,
  backupStartsAt: '23:45',
  deletionProtection: false,
  snapshotOnDelete: false,
  dataApi: false,
  insights: 'advanced',
};

const clusterType = 'aws:rds/cluster:Cluster';
const instanceType = 'aws:rds/clusterInstance:ClusterInstance';
const policyType = 'aws:iam/rolePolicy:RolePolicy';

const parseNames = (urns: readonly string[]) => urns.map((urn) => urn.split('::').at(-1)).sort();

const clusterArn = 'arn:aws:rds:us-east-1:123456789012:cluster:healthcare-backend-test';

let plan: readonly PlannedResource[];
let database: DatabaseCluster;
beforeAll(async () => {
  plan = await planProgram(() => {
    database = new DatabaseCluster('database', production);
    database.grantConnect(createGrantee('patients'), 'app');
    database.grantConnect(createGrantee('medics'), 'app');
    database.grantMasterSecret(createGrantee('initialization'));
  });
});

describe('the database in production', () => {
  it('is a cluster with exactly these settings', () => {
    const { inputs, parent, dependencies, secretInputs } = findOnly(plan, clusterType, 'database-cluster');
    expect(inputs).toEqual({
      clusterIdentifier: 'healthcare-backend-test',
      engine: 'aurora-postgresql',
      engineMode: 'provisioned',
      engineVersion: '17',
      allowMajorVersionUpgrade: true,
      engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 40 },
      storageType: 'aurora',
      storageEncrypted: true,
      kmsKeyId: key('data'),
      databaseName: 'clinic',
      port: 5432,
      masterUsername: 'administrator',
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: key('secrets'),
      iamDatabaseAuthenticationEnabled: true,
      enableHttpEndpoint: true,
      dbSubnetGroupName: expect.stringMatching(/^database-subnets-/),
      vpcSecurityGroupIds: ['sg-database'],
      dbClusterParameterGroupName: expect.stringMatching(/^database-parameters-/),
      enabledCloudwatchLogsExports: ['postgresql'],
      databaseInsightsMode: 'standard',
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key('data'),
      performanceInsightsRetentionPeriod: 7,
      backupRetentionPeriod: 35,
      preferredBackupWindow: '07:00-07:30',
      preferredMaintenanceWindow: 'sun:08:30-sun:09:30',
      copyTagsToSnapshot: true,
      deletionProtection: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: expect.stringMatching(/^healthcare-backend-test-database-subnets-[0-9a-f]{7}$/),
      applyImmediately: true,
    });
    expect(secretInputs).toEqual([]);
    expect(parent).toBe(findOnly(plan, 'clinic:database:Database', 'database').urn);
    expect(parseNames(dependencies)).toEqual(['database-log', 'database-parameters', 'database-subnets']);
  });

  it('has a writer, and a reader that is created after it and scales independently', () => {
    const instance = {
      clusterIdentifier: 'healthcare-backend-test',
      engine: 'aurora-postgresql',
      instanceClass: 'db.serverless',
      publiclyAccessible: false,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      autoMinorVersionUpgrade: true,
      preferredMaintenanceWindow: 'sun:08:30-sun:09:30',
      copyTagsToSnapshot: true,
      applyImmediately: true,
    };
    const instances = listByType(plan, instanceType);
    expect(instances.map(({ name, inputs }) => ({ name, inputs }))).toEqual([
      {
        name: 'database-reader-1',
        inputs: { ...instance, identifier: 'healthcare-backend-test-reader-1', promotionTier: 2 },
      },
      {
        name: 'database-writer',
        inputs: { ...instance, identifier: 'healthcare-backend-test-writer', promotionTier: 0 },
      },
    ]);
    expect(instances.map(({ dependencies }) => parseNames(dependencies))).toEqual([
      ['database-cluster', 'database-writer'],
      ['database-cluster'],
    ]);
  });

  it('uses the given subnets and the parameters of its major version', () => {
    expect(findOnly(plan, 'aws:rds/subnetGroup:SubnetGroup', 'database-subnets').inputs).toEqual({
      description: 'Isolated subnets: no route to the internet',
      subnetIds: ['subnet-i1', 'subnet-i2'],
    });
    expect(findOnly(plan, 'aws:rds/clusterParameterGroup:ClusterParameterGroup', 'database-parameters').inputs).toEqual(
      {
        description: 'TLS, timeouts and logging',
        family: 'aurora-postgresql17',
        parameters: buildClusterParameters({ proxy: false }),
      },
    );
  });

  it('creates its log group, with key and retention, before RDS would', () => {
    expect(findOnly(plan, 'aws:cloudwatch/logGroup:LogGroup').inputs).toEqual({
      name: '/aws/rds/cluster/healthcare-backend-test/postgresql',
      retentionInDays: 365,
      kmsKeyId: key('audit'),
    });
  });

  it('lets each function sign in as one database user of this cluster', async () => {
    const user = `arn:aws:rds-db:us-east-1:123456789012:dbuser:${await resolveOutput(database.clusterResourceId)}/app`;
    expect(user).toMatch(/:dbuser:cluster-[A-Z0-9]{26}\/app$/);
    for (const name of ['patients', 'medics']) {
      const policy = findOnly(plan, policyType, `database-connect-app-${name}`);
      expect(policy.inputs.role).toMatch(new RegExp(`^${name}-role-`));
      expect(parseStatements(policy)).toEqual([
        { Sid: 'SignInToDatabase', Effect: 'Allow', Action: 'rds-db:connect', Resource: user },
      ]);
    }
  });

  it('lets grantees read the master secret, and use the key for it alone', async () => {
    const secretArn = await resolveOutput(database.masterSecretArn);
    expect(secretArn).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!cluster-/);
    expect(parseStatements(findOnly(plan, policyType, 'database-master-secret-initialization'))).toEqual([
      { Sid: 'ReadMasterSecret', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretArn },
      {
        Sid: 'DecryptMasterSecret',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: key('secrets'),
        Condition: {
          StringEquals: {
            'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
            'kms:EncryptionContext:SecretARN': secretArn,
          },
        },
      },
    ]);
  });

  it('outputs its hosts and identifiers', async () => {
    expect(await resolveOutput(database.host)).toMatch(
      /^healthcare-backend-test\.cluster-[0-9a-f]{12}\.us-east-1\.rds\.amazonaws\.com$/,
    );
    expect(await resolveOutput(database.clusterHost)).toBe(await resolveOutput(database.host));
    expect(await resolveOutput(database.readerHost)).toMatch(/^healthcare-backend-test\.cluster-ro-/);
    expect(await resolveOutput(database.port)).toBe(5432);
    expect(await resolveOutput(database.clusterArn)).toBe(clusterArn);
    expect(await resolveOutput(database.clusterIdentifier)).toBe('healthcare-backend-test');
  });

  it('consists of exactly these resources', () => {
    const own = plan.filter(({ type, isCustom }) => isCustom && !type.startsWith('aws:iam/'));
    expect(parseNames(own.map(({ urn }) => urn))).toEqual([
      'database-cluster',
      'database-log',
      'database-parameters',
      'database-reader-1',
      'database-subnets',
      'database-writer',
    ]);
  });
});

describe('a database without data worth keeping', () => {
  let other: readonly PlannedResource[];
  beforeAll(async () => {
    other = await planProgram(() => new DatabaseCluster('database', opposite));
  });

  it('differs in exactly these settings', () => {
    const { inputs } = findOnly(other, clusterType);
    const { finalSnapshotIdentifier: _absent, ...kept } = findOnly(plan, clusterType).inputs;
    expect(inputs).toEqual({
      ...kept,
      engineVersion: '15',
      serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 300 },
      storageType: 'aurora-iopt1',
      enableHttpEndpoint: false,
      databaseInsightsMode: 'advanced',
      performanceInsightsRetentionPeriod: 465,
      backupRetentionPeriod: 1,
      preferredBackupWindow: '23:45-00:15',
      deletionProtection: false,
      deleteAutomatedBackups: true,
      skipFinalSnapshot: true,
    });
    expect(findOnly(other, 'aws:rds/clusterParameterGroup:ClusterParameterGroup').inputs.family).toBe(
      'aurora-postgresql15',
    );
  });

  it('has only a writer', () => {
    expect(listByType(other, instanceType).map(({ name }) => name)).toEqual(['database-writer']);
  });
});

describe('a database behind a proxy', () => {
  let other: readonly PlannedResource[];
  let proxied: DatabaseCluster;
  beforeAll(async () => {
    other = await planProgram(() => {
      proxied = new DatabaseCluster('database', { ...production, proxy: true });
      proxied.grantConnect(createGrantee('patients'), 'app');
      proxied.grantConnect(createGrantee('medics'), 'app');
    });
  });

  it('accepts tokens over TLS and needs no password', () => {
    const { inputs, dependencies, parent } = findOnly(other, 'aws:rds/proxy:Proxy', 'database-proxy');
    expect(inputs).toEqual({
      name: 'healthcare-backend-test-proxy',
      engineFamily: 'POSTGRESQL',
      defaultAuthScheme: 'IAM_AUTH',
      requireTls: true,
      roleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\/database-proxy-role-/),
      vpcSubnetIds: ['subnet-i1', 'subnet-i2'],
      vpcSecurityGroupIds: ['sg-database'],
      idleClientTimeout: 900,
      debugLogging: false,
    });
    expect(parseNames(dependencies)).toEqual(['database-proxy-log', 'database-proxy-role']);
    expect(parent).toBe(findOnly(other, 'clinic:database:DatabaseProxy', 'database-proxy').urn);
    expect(findOnly(other, 'aws:cloudwatch/logGroup:LogGroup', 'database-proxy-log').inputs).toEqual({
      name: '/aws/rds/proxy/healthcare-backend-test-proxy',
      retentionInDays: 365,
      kmsKeyId: key('audit'),
    });
  });

  it('pools connections to the cluster after its instances exist', () => {
    expect(findOnly(other, 'aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup').inputs).toEqual({
      dbProxyName: 'healthcare-backend-test-proxy',
      connectionPoolConfig: { maxConnectionsPercent: 90, maxIdleConnectionsPercent: 50, connectionBorrowTimeout: 10 },
    });
    const target = findOnly(other, 'aws:rds/proxyTarget:ProxyTarget');
    expect(target.inputs).toEqual({
      dbProxyName: 'healthcare-backend-test-proxy',
      targetGroupName: 'default',
      dbClusterIdentifier: 'healthcare-backend-test',
    });
    expect(parseNames(target.dependencies)).toEqual(expect.arrayContaining(['database-reader-1', 'database-writer']));
  });

  it('lets functions sign in to the proxy, and the proxy to the cluster, as the same user', async () => {
    const policies = listByType(other, policyType);
    expect(policies.map(({ name }) => name)).toEqual([
      'database-connect-app-medics',
      'database-connect-app-patients',
      'database-proxy-connect-app',
    ]);
    const resources = policies.map((policy) => parseStatements(policy)[0]?.Resource);
    const prefix = 'arn:aws:rds-db:us-east-1:123456789012:dbuser:';
    expect(resources[0]).toMatch(new RegExp(`^${prefix}prx-[0-9a-f]{17}/app$`));
    expect(resources[1]).toBe(resources[0]);
    expect(resources[2]).toBe(`${prefix}${await resolveOutput(proxied.clusterResourceId)}/app`);
    expect(policies[2]?.inputs.role).toMatch(/^database-proxy-role-/);
    const { description, assumeRolePolicy } = findOnly(other, 'aws:iam/role:Role', 'database-proxy-role').inputs;
    expect(description).toBe('RDS Proxy: signs in to the cluster');
    expect(JSON.parse(String(assumeRolePolicy))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'rds.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  it('is what functions connect to; the administrator connects to the cluster', async () => {
    expect(await resolveOutput(proxied.host)).toMatch(/^healthcare-backend-test-proxy\.proxy-/);
    expect(await resolveOutput(proxied.clusterHost)).toMatch(/^healthcare-backend-test\.cluster-/);
  });

  it("opens only the database's port, between members of its group", () => {
    const rule = {
      description: 'RDS Proxy to the cluster',
      securityGroupId: 'sg-database',
      referencedSecurityGroupId: 'sg-database',
      ipProtocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
    };
    const rules = other.filter(({ type }) => type.startsWith('aws:vpc/'));
    expect(rules.map(({ type, inputs }) => [type, inputs])).toEqual([
      ['aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', rule],
      ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', rule],
    ]);
  });

  it('leaves idle sessions to the proxy', () => {
    expect(findOnly(other, 'aws:rds/clusterParameterGroup:ClusterParameterGroup').inputs.parameters).toEqual(
      buildClusterParameters({ proxy: true }),
    );
  });
});
