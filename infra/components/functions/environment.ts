import * as pulumi from '@pulumi/pulumi';
import type * as z from 'zod';
import type { Clinic } from '../../../config/clinic.js';
import type { functionEnvironments, undeployedVariables } from '../../../config/environment.js';
import { type FunctionCall, type FunctionName, getFunctionDefinition } from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';

/** What the functions' variables are made of: settings, and what other components know once they exist. */
export interface EnvironmentSources {
  readonly database: {
    /** What functions connect to: the cluster's writer, or a proxy before it. */
    readonly host: pulumi.Input<string>;
    /** What the schema is prepared through: always the writer itself. */
    readonly clusterHost: pulumi.Input<string>;
    readonly port: pulumi.Input<number | string>;
    readonly name: pulumi.Input<string>;
    /** Who the schema is prepared as, and the secret with that account's password. */
    readonly administrator: pulumi.Input<string>;
    readonly administratorSecretArn: pulumi.Input<string>;
    readonly statementTimeoutMilliseconds: number;
  };
  readonly bedrockUserSecretArn: pulumi.Input<string>;
  readonly files: {
    readonly bucketName: pulumi.Input<string>;
    readonly keyArn: pulumi.Input<string>;
    /** Media types that may be uploaded. */
    readonly contentTypes: readonly string[];
  };
  readonly embeddingModelId: string;
  /** Of the model that answers, and what its questions and answers pass through. */
  readonly modelId: string;
  readonly guardrail?: StackConfig['assistant']['guardrail'];
  readonly clinic: Clinic;
  readonly accountAccessesPerMinute: number;
  readonly metricsNamespace: string;
  /** What a function's code is known by; `GET /v1/health` tells it. */
  readonly release: (name: FunctionName) => string;
  /** Whether the private subnets have IPv6. */
  readonly dualStack: boolean;
}

type LeftOut<Name extends FunctionName> =
  | (typeof undeployedVariables)[number]
  // Functions sign in with IAM tokens; only the account that RDS made has a password. Migrations take as long as they take.
  | (Name extends 'db_initialization' ? 'DATABASE_STATEMENT_TIMEOUT_MILLISECONDS' : 'DATABASE_SECRET_ARN');

/** Variables of what an environment may have or not. */
type Optional = 'GUARDRAIL_ID' | 'GUARDRAIL_VERSION';

type Known<Name extends FunctionName> = keyof z.input<(typeof functionEnvironments)[Name]>;

/** Every variable that the function's schema knows and a deployment sets: leaving one out doesn't compile. */
type Variables<Name extends FunctionName> = {
  readonly [Variable in Exclude<Known<Name>, LeftOut<Name> | Optional>]: pulumi.Input<string>;
} & { readonly [Variable in Extract<Known<Name>, Optional>]?: pulumi.Input<string> };

/** What Node and AWS's clients read, and no schema of ours. */
function runtimeVariables(name: FunctionName, dualStack: boolean): Record<string, string> {
  const { calls = [] } = getFunctionDefinition(name);
  const callsAny = (...some: FunctionCall[]) => calls.some((call) => some.includes(call));
  // Without a NAT gateway the way out is IPv6, which the clients take only when told. Bedrock's names have no IPv6: it has
  // an interface endpoint, and a function that calls it must keep asking for the names that the endpoint answers to.
  const isIpv6 = dualStack && callsAny('masterSecret', 'bedrockUserSecret') && !callsAny('embeddings', 'model');
  return {
    // The certificates of RDS, which Node doesn't trust by itself; Lambda's runtime brings them.
    NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
    ...(isIpv6 && { AWS_USE_DUALSTACK_ENDPOINT: 'true' }),
  };
}

/** The environment variables of each function. */
export function createEnvironments(
  sources: EnvironmentSources,
): (name: FunctionName) => Record<string, pulumi.Input<string>> {
  const { database, clinic, dualStack } = sources;
  const connection = {
    DATABASE_PORT: pulumi.interpolate`${database.port}`,
    DATABASE_NAME: database.name,
  };
  const work = {
    ...connection,
    DATABASE_HOST: database.host,
    DATABASE_USER: 'app',
    DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: String(database.statementTimeoutMilliseconds),
    CLINIC_TIME_ZONE: clinic.timeZone,
    CLINIC_WORKING_HOURS: JSON.stringify(clinic.workingHours),
  };
  const embeddings = { EMBEDDER: 'bedrock', EMBEDDING_MODEL_ID: sources.embeddingModelId };
  const api = (name: FunctionName) => ({
    ...work,
    ACCOUNT_ACCESSES_PER_MINUTE: String(sources.accountAccessesPerMinute),
    METRICS_NAMESPACE: sources.metricsNamespace,
    RELEASE: sources.release(name),
  });
  const variables: { readonly [Name in FunctionName]: Variables<Name> } = {
    patients: api('patients'),
    medics: api('medics'),
    exams: api('exams'),
    reservations: api('reservations'),
    files: {
      ...api('files'),
      FILES_BUCKET: sources.files.bucketName,
      FILES_KMS_KEY_ARN: sources.files.keyArn,
      FILES_CONTENT_TYPES: sources.files.contentTypes.join(','),
    },
    agent_integration: {
      ...api('agent_integration'),
      ...embeddings,
      MODEL: 'bedrock',
      MODEL_ID: sources.modelId,
      ...(sources.guardrail && {
        GUARDRAIL_ID: sources.guardrail.id,
        GUARDRAIL_VERSION: sources.guardrail.version,
      }),
    },
    patient_lookup: api('patient_lookup'),
    db_initialization: {
      ...connection,
      DATABASE_HOST: database.clusterHost,
      DATABASE_USER: database.administrator,
      DATABASE_SECRET_ARN: database.administratorSecretArn,
      BEDROCK_USER_SECRET_ARN: sources.bedrockUserSecretArn,
    },
    data_loader: { ...work, ...embeddings },
  };
  return (name) => ({ ...variables[name], ...runtimeVariables(name, dualStack) });
}
