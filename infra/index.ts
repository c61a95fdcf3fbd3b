import { fileURLToPath } from 'node:url';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { getUsagePreset } from '../config/demand/presets.js';
import { resolveUsage } from '../config/demand/usage.js';
import { metricsNamespace } from '../config/metrics.js';
import { loadStackConfig } from '../config/settings/load.js';
import { Alerts } from './components/alerts/alerts.js';
import { Api } from './components/api/api.js';
import { Audit, buildTrailArn } from './components/audit/audit.js';
import { Budgets } from './components/budgets/budgets.js';
import { DatabaseCluster } from './components/database/database.js';
import { Encryption } from './components/encryption/encryption.js';
import { createEnvironments } from './components/functions/environment.js';
import { toEnvironmentSources } from './components/functions/environment-sources.js';
import { Functions } from './components/functions/functions.js';
import { grantCalls } from './components/functions/grants.js';
import { stackBundles } from './components/functions/stack-bundles.js';
import { Identity } from './components/identity/identity.js';
import { Migration } from './components/migration/migration.js';
import { hashSchema } from './components/migration/schema-hash.js';
import { Models } from './components/models/models.js';
import { Network } from './components/network/network.js';
import { Observability } from './components/observability/observability.js';
import { findAvailabilityZones, findPlace } from './components/place.js';
import { Registry } from './components/registry/registry.js';
import { Secrets } from './components/secrets/secrets.js';
import { Storage } from './components/storage/storage.js';

/** From here: Pulumi's engine runs the program in the folder of its entry point. */
const migrationsFolder = fileURLToPath(new URL('../db/migrations', import.meta.url));

/** The stack on one page: configuration, components in the order of their needs, outputs. */
export default async function stack() {
  const { config, region } = loadStackConfig();
  const { deletionProtection } = config.database;
  const namePrefix = `${pulumi.getProject()}-${pulumi.getStack()}`;
  const tags = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const provider = new aws.Provider('aws', { region, defaultTags: { tags } });
  const options = { providers: [provider] };
  const place = await findPlace(region, provider);
  const availabilityZoneNames = await findAvailabilityZones(config.network, provider);
  const { functions: bundles, tokenTrigger } = await stackBundles();

  const encryption = new Encryption('encryption', { ...place, ...config.encryption }, options);
  const common = { ...place, ...encryption.keys, namePrefix, trailArn: buildTrailArn(place, namePrefix) };
  const network = new Network('network', { ...common, ...config.network, availabilityZoneNames }, options);
  const secrets = new Secrets('secrets', { ...common, ...config.encryption }, options);
  const storage = new Storage('storage', { ...common, ...config.api, ...config.storage }, options);
  const { topicArn } = new Alerts('alerts', { ...common, ...config.alerts }, options);
  const audit = new Audit(
    'audit',
    { ...common, ...storage.auditTargets, ...config.audit, topicArn, needs: [storage] },
    options,
  );
  new Budgets('budgets', { ...common, ...config.alerts, ...config.budgets, topicArn }, options);
  const registry = new Registry('registry', { ...common, ...config.storage, ...config.registry }, options);
  const models = new Models('models', { ...common, ...config.assistant }, options);
  const database = new DatabaseCluster('database', { ...common, ...network.database, ...config.database }, options);
  const identity = new Identity(
    'identity',
    { ...common, ...config.functions, ...config.identity, deletionProtection, tokenTriggerCode: tokenTrigger.code },
    options,
  );

  const environment = createEnvironments(
    toEnvironmentSources(config, {
      database,
      secrets,
      storage,
      release: (name) => bundles[name].hash,
      metricsNamespace: metricsNamespace(namePrefix),
    }),
  );
  const functions = new Functions(
    'functions',
    { ...common, ...network.functions, ...config.functions, ...config.clinic, environment, bundles },
    options,
  );
  grantCalls(functions, { database, secrets, storage, models });
  const { functionName } = functions.function('db_initialization');
  const needs = [database, network, secrets];
  const migration = new Migration(
    'migration',
    { functionName, schemaHash: hashSchema(migrationsFolder), databaseId: database.clusterResourceId, needs },
    options,
  );
  const published = functions.publish({ dependsOn: [migration, database, secrets, storage, models] });

  const api = { ...common, ...config.api, functions: published };
  const { issuer, clientId } = identity;
  const peopleApi = new Api('people-api', { ...api, audience: 'people', issuer, clientIds: [clientId] }, options);
  const machinesApi = new Api('machines-api', { ...api, audience: 'machines' }, options);
  const usage = resolveUsage(getUsagePreset(config.usage.preset), config.usage);
  const watched = { database, functions, published, peopleApi, machinesApi, identity, audit, topicArn };
  const observability = new Observability('observability', { ...common, ...watched, config, usage }, options);

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
