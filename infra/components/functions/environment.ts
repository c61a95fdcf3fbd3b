import * as pulumi from '@pulumi/pulumi';
import type * as z from 'zod';
import type { Clinic } from '../../../config/clinic.js';
import type { FunctionEnvironment, specialEnvironments, undeployedVariables } from '../../../config/environment.js';
import { type FunctionCall, type FunctionName, getFunctionDefinition } from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { DatabaseCluster } from '../database/database.js';
import type { Storage } from '../storage/storage.js';

/** The settings and the outputs of other components that functions read as environment variables. */
export interface EnvironmentSources {
  readonly database: Pick<
    DatabaseCluster,
    'host' | 'clusterHost' | 'port' | 'databaseName' | 'masterUsername' | 'masterSecretArn'
  >;
  readonly storage: Pick<Storage, 'filesBucketName' | 'filesKeyArn'>;
  readonly bedrockUserSecretArn: pulumi.Input<string>;
  readonly statementTimeoutMilliseconds: number;
  /** Media types that can be uploaded. */
  readonly allowedContentTypes: readonly string[];
  readonly embeddingModelId: string;
  /** The model that answers. */
  readonly modelId: string;
  readonly guardrail: StackConfig['assistant']['guardrail'];
  readonly clinic: Clinic;
  readonly accountAccessesPerMinute: number;
  readonly metricsNamespace: string;
  /** Returns the hash of a function's code, which `GET /v1/health` reports. */
  readonly release: (name: FunctionName) => string;
  /** True if the private subnets have IPv6. */
  readonly dualStack: boolean;
}

type LeftOut<Name extends FunctionName> =
  | (typeof undeployedVariables)[number]
  // Functions sign in with IAM tokens; only the administrator has a password. Migrations have no statement timeout.
  | (Name extends 'db_initialization' ? 'DATABASE_STATEMENT_TIMEOUT_MILLISECONDS' : 'DATABASE_SECRET_ARN');

/** Variables of optional parts of a stack. */
type Optional = 'GUARDRAIL_ID' | 'GUARDRAIL_VERSION';

type Known<Name extends FunctionName> = keyof z.input<FunctionEnvironment<Name>>;

/** Every variable of the function's schema that a deployment sets. Leaving one out doesn't compile. */
type Variables<Name extends FunctionName> = {
  readonly [Variable in Exclude<Known<Name>, LeftOut<Name> | Optional>]: pulumi.Input<string>;
} & { readonly [Variable in Extract<Known<Name>, Optional>]?: pulumi.Input<string> };

/** Returns variables for Node and the AWS SDK, which are in no schema. */
function runtimeVariables(name: FunctionName, dualStack: boolean): Record<string, string> {
  const { calls = [] } = getFunctionDefinition(name);
  const callsAny = (...some: FunctionCall[]) => calls.some((call) => some.includes(call));
  // Without a NAT gateway, functions leave the VPC over IPv6, which the SDK uses only if told to. Bedrock has no dual-stack
  // endpoints: functions that call it must keep the host names that the interface endpoint answers to.
  const isIpv6 = dualStack && callsAny('masterSecret', 'bedrockUserSecret') && !callsAny('embeddings', 'model');
  return {
    // Node doesn't trust the certificates of RDS by default; Lambda's runtime includes them.
    NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
    ...(isIpv6 && { AWS_USE_DUALSTACK_ENDPOINT: 'true' }),
  };
}

/** Returns a function that lists the environment variables of a Lambda function. */
export function createEnvironments(
  sources: EnvironmentSources,
): (name: FunctionName) => Record<string, pulumi.Input<string>> {
  const { database, storage, clinic, guardrail, dualStack } = sources;
  const connection = {
    DATABASE_PORT: pulumi.interpolate`${database.port}`,
    DATABASE_NAME: database.databaseName,
  };
  const work = {
    ...connection,
    DATABASE_HOST: database.host,
    DATABASE_USER: 'app',
    DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: String(sources.statementTimeoutMilliseconds),
    CLINIC_TIME_ZONE: clinic.timeZone,
    CLINIC_WORKING_HOURS: JSON.stringify(clinic.workingHours),
    CLINIC_BOOKING_HORIZON_DAYS: String(clinic.bookingHorizonDays),
  };
  const embeddings = { EMBEDDER: 'bedrock', EMBEDDING_MODEL_ID: sources.embeddingModelId };
  const api = (name: FunctionName): Variables<'patients'> => ({
    ...work,
    ACCOUNT_ACCESSES_PER_MINUTE: String(sources.accountAccessesPerMinute),
    METRICS_NAMESPACE: sources.metricsNamespace,
    RELEASE: sources.release(name),
  });
  const special: { readonly [Name in keyof typeof specialEnvironments]: Variables<Name> } = {
    files: {
      ...api('files'),
      FILES_BUCKET: storage.filesBucketName,
      FILES_KMS_KEY_ARN: storage.filesKeyArn,
      FILES_CONTENT_TYPES: sources.allowedContentTypes.join(','),
    },
    agent_integration: {
      ...api('agent_integration'),
      ...embeddings,
      MODEL: 'bedrock',
      MODEL_ID: sources.modelId,
      ...(guardrail && { GUARDRAIL_ID: guardrail.id, GUARDRAIL_VERSION: guardrail.version }),
    },
    db_initialization: {
      ...connection,
      DATABASE_HOST: database.clusterHost,
      DATABASE_USER: database.masterUsername,
      DATABASE_SECRET_ARN: database.masterSecretArn,
      BEDROCK_USER_SECRET_ARN: sources.bedrockUserSecretArn,
    },
    data_loader: { ...work, ...embeddings },
  };
  const variables: Readonly<Partial<Record<FunctionName, Readonly<Record<string, pulumi.Input<string>>>>>> = special;
  return (name) => ({ ...(variables[name] ?? api(name)), ...runtimeVariables(name, dualStack) });
}
