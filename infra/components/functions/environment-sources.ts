import type { StackConfig } from '../../../config/settings/stack.js';
import type { DatabaseCluster } from '../database/database.js';
import type { Secrets } from '../secrets/secrets.js';
import type { Storage } from '../storage/storage.js';
import type { EnvironmentSources } from './environment.js';

interface EnvironmentParts {
  readonly database: DatabaseCluster;
  readonly secrets: Secrets;
  readonly storage: Storage;
  readonly release: EnvironmentSources['release'];
  readonly metricsNamespace: string;
}

/** What functions are told of a stack's settings and of its other components. */
export function toEnvironmentSources(config: StackConfig, parts: EnvironmentParts): EnvironmentSources {
  const { database, secrets, storage, release, metricsNamespace } = parts;
  return {
    database: {
      host: database.host,
      clusterHost: database.clusterHost,
      port: database.port,
      name: database.databaseName,
      administrator: database.masterUsername,
      administratorSecretArn: database.masterSecretArn,
      statementTimeoutMilliseconds: config.database.statementTimeoutMilliseconds,
    },
    bedrockUserSecretArn: secrets.bedrockUserSecretArn,
    files: {
      bucketName: storage.filesBucketName,
      keyArn: storage.filesKeyArn,
      contentTypes: config.storage.allowedContentTypes,
    },
    embeddingModelId: config.assistant.embeddingModelId,
    modelId: config.assistant.modelId,
    ...(config.assistant.guardrail && { guardrail: config.assistant.guardrail }),
    clinic: config.clinic,
    accountAccessesPerMinute: config.api.accountAccessesPerMinute,
    metricsNamespace,
    release,
    dualStack: config.network.dualStack,
  };
}
