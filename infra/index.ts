import { fileURLToPath } from 'node:url';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { computeMaxConcurrency } from '../config/demand/concurrency.js';
import { getUsagePreset } from '../config/demand/presets.js';
import { resolveUsage } from '../config/demand/usage.js';
import { metricsNamespace as getMetricsNamespace } from '../config/metrics.js';
import { loadStackConfig } from '../config/settings/load.js';
import { Alerts } from './components/alerts/alerts.js';
import { Api } from './components/api/api.js';
import { Audit, buildTrailArn } from './components/audit/audit.js';
import { Budgets } from './components/budgets/budgets.js';
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
import { Registry } from './components/registry/registry.js';
import { Secrets } from './components/secrets/secrets.js';
import { Storage } from './components/storage/storage.js';

/** Relative to this file: Pulumi's engine runs the program in the folder of its entry point. */
const migrationsFolder = fileURLToPath(new URL('../db/migrations', import.meta.url));

/**
 * The stack on one page: configuration, components in the order of their dependencies, outputs. Each component is passed
 * exactly the arguments that it reads; a setting has the same name here as in config/settings.
 */
export default async function stack() {
  const { config, region } = loadStackConfig();
  const namePrefix = `${pulumi.getProject()}-${pulumi.getStack()}`;
  const metricsNamespace = getMetricsNamespace(namePrefix);
  const tags = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const provider = new aws.Provider('aws', { region, defaultTags: { tags } });
  const options = { providers: [provider] };
  const place = await findPlace(region, provider);
  const trailArn = buildTrailArn(place, namePrefix);
  const availabilityZoneNames =
    config.network.availabilityZoneNames ??
    (await findAvailabilityZones(config.network.availabilityZoneCount, provider));
  const bundles = await bundleStack();

  const { keyDeletionWindowDays } = config.encryption;
  const { dataKeyArn, secretsKeyArn, auditKeyArn } = new Encryption(
    'encryption',
    { place, keyDeletionWindowDays },
    options,
  );

  const network = new Network(
    'network',
    {
      place,
      availabilityZoneNames,
      cidrBlock: config.network.cidrBlock,
      natStrategy: config.network.natStrategy,
      dualStack: config.network.dualStack,
      interfaceEndpoints: config.network.interfaceEndpoints,
      flowLog: {
        retentionDays: config.network.flowLogRetentionDays,
        logClass: config.network.flowLogClass,
        auditKeyArn,
      },
    },
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
      forceDestroy: config.storage.forceDestroy,
      corsAllowedOrigins: config.api.corsAllowedOrigins,
      trailArn,
      dataKeyArn,
      auditKeyArn,
    },
    options,
  );

  const { emails } = config.alerts;
  const { topicArn } = new Alerts('alerts', { place, namePrefix, dataKeyArn, emails }, options);
  const audit = new Audit(
    'audit',
    {
      place,
      namePrefix,
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
  new Budgets(
    'budgets',
    {
      namePrefix,
      monthlyUsd: config.budgets.monthlyUsd,
      services: config.budgets.services,
      anomalyMonitor: config.budgets.anomalyMonitor,
      anomalyUsd: config.budgets.anomalyUsd,
      emails,
      topicArn,
    },
    options,
  );

  const registry = new Registry(
    'registry',
    { dataKeyArn, keptImageCount: config.registry.keptImageCount, forceDestroy: config.storage.forceDestroy },
    options,
  );
  const models = new Models(
    'models',
    {
      place,
      embeddingModelId: config.assistant.embeddingModelId,
      modelId: config.assistant.modelId,
      guardrail: config.assistant.guardrail,
    },
    options,
  );

  const database = new DatabaseCluster(
    'database',
    {
      place,
      namePrefix,
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
      deletionProtection: config.database.deletionProtection,
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
      namePrefix,
      tier: config.identity.tier,
      threatProtection: config.identity.threatProtection,
      secondFactor: config.identity.secondFactor,
      passwordMinimumLength: config.identity.passwordMinimumLength,
      accessTokenMinutes: config.identity.accessTokenMinutes,
      refreshTokenHours: config.identity.refreshTokenHours,
      domainPrefix: config.identity.domainPrefix,
      callbackUrls: config.identity.callbackUrls,
      deletionProtection: config.database.deletionProtection,
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
    embeddingModelId: config.assistant.embeddingModelId,
    modelId: config.assistant.modelId,
    guardrail: config.assistant.guardrail,
    clinic: config.clinic,
    accountAccessesPerMinute: config.api.accountAccessesPerMinute,
    metricsNamespace,
    release: (name) => bundles.functions[name].hash,
    dualStack: config.network.dualStack,
  });
  const functions = new Functions(
    'functions',
    {
      place,
      namePrefix,
      architecture: config.functions.architecture,
      log: functionLog,
      overrides: config.functions.overrides,
      timeZone: config.clinic.timeZone,
      interfaceEndpoints: config.network.interfaceEndpoints,
      isolatedNetwork: network.isolatedFunctions,
      egressNetwork: network.egressFunctions,
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

  const { throttleRequestsPerSecond, throttleBurst, throttles } = config.api;
  const accessLog = {
    retentionDays: config.api.accessLogRetentionDays,
    logClass: config.api.accessLogClass,
    auditKeyArn,
  };
  const peopleApi = new Api(
    'people-api',
    {
      audience: 'people',
      functions: published,
      issuer: identity.issuer,
      clientIds: [identity.clientId],
      throttleRequestsPerSecond,
      throttleBurst,
      throttles,
      corsAllowedOrigins: config.api.corsAllowedOrigins,
      domain: config.api.domain,
      accessLog,
    },
    options,
  );
  const machinesApi = new Api(
    'machines-api',
    {
      audience: 'machines',
      functions: published,
      throttleRequestsPerSecond,
      throttleBurst,
      throttles,
      accessLog,
    },
    options,
  );

  const observability = new Observability(
    'observability',
    {
      region,
      namePrefix,
      metricsNamespace,
      topicArn,
      usage: resolveUsage(getUsagePreset(config.usage.preset), config.usage),
      alarms: config.observability.alarms,
      errorPercent: config.observability.errorPercent,
      capacityPercent: config.observability.capacityPercent,
      latencyMilliseconds: config.observability.latencyMilliseconds,
      maxConcurrency: computeMaxConcurrency(config.functions),
      databaseSettings: config.database,
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
    userPoolClientId: identity.clientId,
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
