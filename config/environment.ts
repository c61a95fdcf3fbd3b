import * as z from 'zod';
import { Clinic, defaultClinic } from './clinic.js';
import type { FunctionName } from './functions.js';

/** JSON in a variable: Lambda's environment holds strings only. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const port = z.coerce.number().int().min(1).max(65_535);

/**
 * How a function reaches PostgreSQL. Node in Lambda trusts the cluster's certificate only with
 * `NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem`, which Node itself reads. `DATABASE_URL` wins where it is set (a
 * developer's machine, an emulator); in AWS the cluster's host is given, and the password is an IAM token or comes from
 * a secret.
 */
const database = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_HOST: z.string().min(1).optional(),
  DATABASE_PORT: port.default(5432),
  DATABASE_NAME: z.string().min(1).default('clinic'),
  DATABASE_USER: z.string().min(1).default('app'),
  /**
   * With a secret: its ARN; `password` is read from it, and for an administrator's connection `username`. Without: an IAM
   * token is signed.
   */
  DATABASE_SECRET_ARN: z.string().min(1).optional(),
  /** Connections of one execution environment. A Lambda answers one request at a time. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(50).default(2),
  /** Longest that one SQL statement may run, in milliseconds; the server stops it after that. */
  DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(100).default(10_000),
  AWS_REGION: z.string().min(1).default('us-east-1'),
};

const clinic = {
  CLINIC_TIME_ZONE: Clinic.shape.timeZone.default(defaultClinic.timeZone),
  CLINIC_WORKING_HOURS: json(Clinic.shape.workingHours).default(defaultClinic.workingHours),
};

/**
 * Where an access token is verified by the function itself, because no API Gateway stands before it (a developer's
 * machine, an emulator). Behind API Gateway they stay unset and its JWT authorizer has done the work.
 */
const token = {
  TOKEN_ISSUER: z.url().optional(),
  TOKEN_JWKS_URI: z.url().optional(),
  TOKEN_CLIENT_IDS: z
    .string()
    .transform((text) => text.split(',').map((id) => id.trim()))
    .optional(),
};

/** Unset, an account is not limited: right for a developer's machine, where one account runs all the tests. */
const limits = { ACCOUNT_ACCESSES_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).optional() };

/** Unset, nothing is counted: a developer's machine has nobody who looks. */
const metrics = { METRICS_NAMESPACE: z.string().min(1).optional() };

const release = { RELEASE: z.string().min(1).default('development') };

/** Variables of every function that answers HTTP requests. */
export const ApiEnvironment = z.object({ ...database, ...clinic, ...token, ...limits, ...metrics, ...release });
export type ApiEnvironment = z.infer<typeof ApiEnvironment>;

/** The types of documents that a clinic exchanges. */
const defaultContentTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'application/dicom',
  'text/plain',
];

const mediaType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/;

const fileRules = {
  /** Media types that may be uploaded, separated by commas. Files of a type that is taken out stay downloadable. */
  FILES_CONTENT_TYPES: z
    .string()
    .transform((text) => text.split(',').map((type) => type.trim().toLowerCase()))
    .pipe(z.array(z.string().regex(mediaType, 'must be media types such as image/png, separated by commas')))
    .default(defaultContentTypes),
  /** How long the URL of an upload can be used, in seconds. */
  FILES_UPLOAD_URL_SECONDS: z.coerce.number().int().min(60).max(3600).default(900),
  /** How long the URL of a download can be used, in seconds. */
  FILES_DOWNLOAD_URL_SECONDS: z.coerce.number().int().min(30).max(3600).default(300),
};

/** What may be uploaded and for how long; the part of the files' variables that knows no bucket. */
export const FileRules = z.object(fileRules);
export type FileRules = z.infer<typeof FileRules>;

/** Variables of `files`. */
export const FilesEnvironment = z.object({
  ...ApiEnvironment.shape,
  ...fileRules,
  FILES_BUCKET: z.string().min(3).max(63),
  /** The key that uploads must be encrypted with; without it they are under the bucket's own default. */
  FILES_KMS_KEY_ARN: z.string().min(1).optional(),
  /** An emulator in AWS's place. */
  AWS_ENDPOINT_URL: z.url().optional(),
});
export type FilesEnvironment = z.infer<typeof FilesEnvironment>;

/** How text becomes vectors: by Bedrock, or by the words in it alone, which needs no model. */
const embeddings = {
  EMBEDDER: z.enum(['bedrock', 'lexical']).default('lexical'),
  EMBEDDING_MODEL_ID: z.string().min(1).default('amazon.titan-embed-text-v2:0'),
  /** Longest that the embedding of one request's texts may take, in milliseconds. */
  EMBEDDING_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(100).max(9_000).default(6_000),
};

/** What answers in a conversation: a model of Bedrock, or rules that quote passages, which need no model. */
const assistant = {
  MODEL: z.enum(['bedrock', 'extractive']).default('extractive'),
  /** A model's id, or an inference profile's. */
  MODEL_ID: z.string().min(1).default('us.anthropic.claude-haiku-4-5-20251001-v1:0'),
  /** Both or neither: the guardrail that questions and answers pass through. */
  GUARDRAIL_ID: z.string().min(1).optional(),
  GUARDRAIL_VERSION: z.string().min(1).optional(),
  /**
   * Longest that one message may wait for its answer, tools included, in milliseconds. API Gateway gives up after 30 s, and
   * the answer must be stored before.
   */
  MODEL_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(100).max(20_000).default(18_000),
};

/** Variables of `agent_integration`. */
export const AgentEnvironment = z
  .object({
    ...ApiEnvironment.shape,
    ...embeddings,
    ...assistant,
    /** An emulator in AWS's place. */
    AWS_ENDPOINT_URL: z.url().optional(),
  })
  .refine((variables) => (variables.GUARDRAIL_ID === undefined) === (variables.GUARDRAIL_VERSION === undefined), {
    path: ['GUARDRAIL_VERSION'],
    error: 'must be set together with GUARDRAIL_ID',
  });
export type AgentEnvironment = z.infer<typeof AgentEnvironment>;

/** Variables of `db_initialization`. */
export const InitializationEnvironment = z.object({
  ...database,
  /** Secret with the password of `bedrock_user`; without it the role stays without a password. */
  BEDROCK_USER_SECRET_ARN: z.string().min(1).optional(),
});
export type InitializationEnvironment = z.infer<typeof InitializationEnvironment>;

/** Variables of `data_loader`. */
export const LoaderEnvironment = z.object({
  ...database,
  ...clinic,
  ...embeddings,
  /** An emulator in AWS's place. */
  AWS_ENDPOINT_URL: z.url().optional(),
});
export type LoaderEnvironment = z.infer<typeof LoaderEnvironment>;

/** The variables of every function: infra sets what the schema says, and the function's handler parses it. */
export const functionEnvironments = {
  patients: ApiEnvironment,
  medics: ApiEnvironment,
  exams: ApiEnvironment,
  reservations: ApiEnvironment,
  files: FilesEnvironment,
  agent_integration: AgentEnvironment,
  patient_lookup: ApiEnvironment,
  db_initialization: InitializationEnvironment,
  data_loader: LoaderEnvironment,
} as const satisfies Record<FunctionName, z.ZodObject>;

/**
 * Variables that no deployment sets: Lambda itself sets the region, API Gateway verifies the tokens, and the others belong
 * to a developer's machine or an emulator, or are right for a Lambda where they are left out.
 */
export const undeployedVariables = [
  'AWS_REGION',
  'AWS_ENDPOINT_URL',
  'DATABASE_URL',
  'DATABASE_POOL_SIZE',
  'TOKEN_ISSUER',
  'TOKEN_JWKS_URI',
  'TOKEN_CLIENT_IDS',
  'FILES_UPLOAD_URL_SECONDS',
  'FILES_DOWNLOAD_URL_SECONDS',
  'EMBEDDING_TIMEOUT_MILLISECONDS',
  'MODEL_TIMEOUT_MILLISECONDS',
] as const;

/** What every connection needs of the variables. */
export type DatabaseEnvironment = z.infer<z.ZodObject<typeof database>>;

/**
 * Parses the variables that a function was given.
 * @throws Error that lists every bad variable with its rule; values are not repeated, they may be secrets.
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment does not fit:\n${problems.join('\n')}`);
}
