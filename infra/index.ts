import { fileURLToPath } from 'node:url';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { computeMaxConcurrency } from '../config/demand/concurrency.js';
import { computeIoBreakEvenMillions, computeMaxConnections } from '../config/demand/database-capacity.js';
import { getUsagePreset } from '../config/demand/presets.js';
import { resolveUsage } from '../config/demand/usage.js';
import { metricsNamespace as getMetricsNamespace } from '../config/metrics.js';
import { loadStackConfig } from '../config/settings/load.js';
import { Alerts } from './components/alerts/alerts.js';
import { Api } from './components/api/api.js';
import { Audit, buildTrailArn } from './components/audit/audit.js';
import { Budgets } from './components/budgets/budgets.js';
import { getNamePrefix } from './components/component.js';
import { DatabaseCluster } from './components/database/database.js';
import { Encryption } from './components/encryption/encryption.js';
import { bundleStack } from './components/functions/bundle.js';
import { createEnvironments } from './components/functions/environment.js';
import { Functions } from './components/functions/functions.js';
import { Identity } from './components/identity/identity.js';
import { hashSchema, Migration } from './components/migration/migration.js';
import { Models } from './components/models/models.js';
import { Network } from './components/network/network.js';
import { Observability } from './components/observability/observability.js';
import { findAvailabilityZones, findPlace } from './components/place.js';
import { protectRecords } from './components/protection.js';
import { Registry } from './components/registry/registry.js';
import { Secrets } from './components/secrets/secrets.js';
import { Storage } from './components/storage/storage.js';

/** Relative to this file: Pulumi's engine runs the program in the folder of its entry point. */
const migrationsFolder = fileURLToPath(new URL('../db/migrations', import.meta.url));

/**
 * The stack in one file: configuration, components in the order of their dependencies, outputs. Each component is passed
 * exactly the arguments that it reads; a setting has the same name here as in config/settings.
 */
export default async function stack() {
  const { config, region } = loadStackConfig();
  const metricsNamespace = getMetricsNamespace(getNamePrefix());
  const tags = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const provider = new aws.Provider('aws', { region, defaultTags: { tags } });
  const { deletionProtection } = config.database;
  const { forceDestroy } = config.storage;
  const options = {
    providers: [provider],
    transformations: [protectRecords({ deletionProtection, forceDestroy })],
  };
  const place = await findPlace(region, provider);
  const availabilityZoneNames =
    config.network.availabilityZoneNames ??
    (await findAvailabilityZones(config.network.availabilityZoneCount, provider));
  const bundles = await bundleStack();

  const { keyDeletionWindowDays } = config.encryption;
  const encryption = new Encryption('encryption', { place, keyDeletionWindowDays }, options);
  const { dataKeyArn, secretsKeyArn, auditKeyArn } = encryption;

  const { cidrBlock, natStrategy, dualStack, interfaceEndpoints, flowLogRetentionDays, flowLogClass } = config.network;
  const flowLog = { retentionDays: flowLogRetentionDays, logClass: flowLogClass, auditKeyArn };
  const network = new Network(
    'network',
    { place, availabilityZoneNames, cidrBlock, natStrategy, dualStack, interfaceEndpoints, flowLog },
    options,
  );

  const secrets = new Secrets('secrets', { place, secretsKeyArn, keyDeletionWindowDays }, options);
  const storage = new Storage(
    'storage',
    {
      place,
      abandonedUploadDays: config.storage.abandonedUploadDays,
      removedFileDays: config.storage.removedFileDays,
      auditLockDays: config.storage.auditLockDays,
      auditLockMode: config.storage.auditLockMode,
      forceDestroy,
      corsAllowedOrigins: config.api.corsAllowedOrigins,
      trailArn: buildTrailArn(place),
      dataKeyArn,
      auditKeyArn,
    },
    options,
  );

  const { emails } = config.alerts;
  const { topicArn } = new Alerts('alerts', { place, dataKeyArn, emails }, options);
  const audit = new Audit(
    'audit',
    {
      place,
      dataEvents: config.audit.dataEvents,
      accountAlarms: config.audit.accountAlarms,
      topicArn,
      logRetentionDays: config.audit.logRetentionDays,
      auditBucketName: storage.auditBucketName,
      filesBucketArn: storage.filesBucketArn,
      auditKeyArn,
      needs: [storage],
    },
    options,
  );
  const { monthlyUsd, services, anomalyMonitor, anomalyUsd } = config.budgets;
  new Budgets('budgets', { monthlyUsd, services, anomalyMonitor, anomalyUsd, emails, topicArn }, options);

  const { keptImageCount } = config.registry;
  const registry = new Registry('registry', { dataKeyArn, keptImageCount, forceDestroy }, options);
  const { embeddingModelId, modelId, guardrail } = config.assistant;
  const models = new Models('models', { place, embeddingModelId, modelId, guardrail }, options);

  const database = new DatabaseCluster(
    'database',
    {
      place,
      subnetIds: network.isolatedSubnetIds,
      securityGroupId: network.databaseSecurityGroupId,
      dataKeyArn,
      secretsKeyArn,
      majorVersion: config.database.majorVersion,
      minCapacityAcu: config.database.minCapacityAcu,
      maxCapacityAcu: config.database.maxCapacityAcu,
      autoPauseSeconds: config.database.autoPauseSeconds,
      readerCount: config.database.readerCount,
      readerPromotionTier: config.database.readerPromotionTier,
      storage: config.database.storage,
      backupRetentionDays: config.database.backupRetentionDays,
      backupStartsAt: config.database.backupStartsAt,
      maintenanceWindow: config.database.maintenanceWindow,
      deletionProtection,
      snapshotOnDelete: config.database.snapshotOnDelete,
      proxy: config.database.proxy,
      dataApi: config.database.dataApi,
      insights: config.database.insights,
      log: { retentionDays: config.database.logRetentionDays, auditKeyArn },
    },
    options,
  );

  const functionLog = { retentionDays: config.functions.logRetentionDays, auditKeyArn };
  const identity = new Identity(
    'identity',
    {
      place,
      tier: config.identity.tier,
      threatProtection: config.identity.threatProtection,
      secondFactor: config.identity.secondFactor,
      passwordMinimumLength: config.identity.passwordMinimumLength,
      accessTokenMinutes: config.identity.accessTokenMinutes,
      refreshTokenHours: config.identity.refreshTokenHours,
      domainPrefix: config.identity.domainPrefix,
      callbackUrls: config.identity.callbackUrls,
      deletionProtection,
      tokenTriggerCode: bundles.tokenTrigger.code,
      architecture: config.functions.architecture,
      log: functionLog,
    },
    options,
  );

  const environment = createEnvironments({
    database,
    storage,
    bedrockUserSecretArn: secrets.bedrockUserSecretArn,
    statementTimeoutMilliseconds: config.database.statementTimeoutMilliseconds,
    allowedContentTypes: config.storage.allowedContentTypes,
    embeddingModelId,
    modelId,
    guardrail,
    clinic: config.clinic,
    accountAccessesPerMinute: config.api.accountAccessesPerMinute,
    metricsNamespace,
    release: (name) => bundles.functions[name].hash,
    dualStack,
  });
  const functions = new Functions(
    'functions',
    {
      place,
      architecture: config.functions.architecture,
      log: functionLog,
      overrides: config.functions.overrides,
      timeZone: config.clinic.timeZone,
      interfaceEndpoints,
      network,
      dataKeyArn,
      environment,
      bundles: bundles.functions,
    },
    options,
  );
  functions.grantCalls({ database, secrets, storage, models });
  const migration = new Migration(
    'migration',
    {
      functionName: functions.function('db_initialization').functionName,
      schemaHash: hashSchema(migrationsFolder),
      databaseId: database.clusterResourceId,
      needs: [database, network, secrets],
    },
    options,
  );
  const published = functions.publish({ dependsOn: [migration, database, secrets, storage, models] });

  const { corsAllowedOrigins, domain, throttleRequestsPerSecond, throttleBurst, throttles } = config.api;
  const { accessLogRetentionDays, accessLogClass } = config.api;
  const accessLog = { retentionDays: accessLogRetentionDays, logClass: accessLogClass, auditKeyArn };
  const apiArgs = { functions: published, throttleRequestsPerSecond, throttleBurst, throttles, accessLog };
  const { issuer, clientId } = identity;
  const peopleApi = new Api(
    'people-api',
    { ...apiArgs, audience: 'people', issuer, clientId, corsAllowedOrigins, domain },
    options,
  );
  const machinesApi = new Api('machines-api', { ...apiArgs, audience: 'machines' }, options);

  const usage = resolveUsage(getUsagePreset(config.usage.preset), config.usage);
  const observability = new Observability(
    'observability',
    {
      region,
      metricsNamespace,
      topicArn,
      usage,
      alarms: config.observability.alarms,
      errorPercent: config.observability.errorPercent,
      capacityPercent: config.observability.capacityPercent,
      latencyMilliseconds: config.observability.latencyMilliseconds,
      maxConcurrency: computeMaxConcurrency(config.functions),
      maxConnections: computeMaxConnections(config.database),
      hasReaders: config.database.readerCount > 0,
      ioBreakEvenMillions:
        config.database.storage === 'standard' ? computeIoBreakEvenMillions(config, usage) : undefined,
      threatProtection: config.identity.threatProtection,
      database,
      functions,
      published,
      peopleApi,
      machinesApi,
      identity,
      trailLogGroupName: audit.logGroupName,
    },
    options,
  );

  return {
    apiUrl: peopleApi.url,
    machinesApiUrl: machinesApi.url,
    userPoolId: identity.userPoolId,
    userPoolClientId: clientId,
    enrolmentClientId: identity.enrolmentClientId,
    databaseClusterArn: database.clusterArn,
    databaseSecretArn: database.masterSecretArn,
    databaseName: database.databaseName,
    filesBucketName: storage.filesBucketName,
    recordsBucketName: storage.recordsBucketName,
    auditBucketName: storage.auditBucketName,
    dataLoaderName: functions.function('data_loader').functionName,
    agentRepositoryUrl: registry.repositoryUrl,
    dashboardUrl: observability.dashboardUrl,
  };
}
