import * as z from 'zod';
import './issue-text.js';
import { Clinic, defaultClinic } from './clinic.js';
import type { FunctionName } from './functions.js';

/** A variable with JSON, because Lambda's environment variables are strings. */
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
 * Connection to PostgreSQL. `DATABASE_URL` takes precedence (a developer's machine, an emulator). In AWS, the host of the
 * cluster is set, and the password is an IAM token or comes from a secret. In Lambda, Node trusts the cluster's certificate
 * only with `NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem`.
 */
const database = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_HOST: z.string().min(1).optional(),
  DATABASE_PORT: port.default(5432),
  DATABASE_NAME: z.string().min(1).default('clinic'),
  DATABASE_USER: z.string().min(1).default('app'),
  /**
   * ARN of a secret with `password` and, for an administrator's connection, `username`. Without it, the function signs in
   * with an IAM token.
   */
  DATABASE_SECRET_ARN: z.string().min(1).optional(),
  /** Connections of one execution environment, which serves one request at a time. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(50).default(2),
  /** Timeout of one SQL statement, in milliseconds; the server cancels it. */
  DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(100).default(10_000),
  AWS_REGION: z.string().min(1).default('us-east-1'),
};

const clinic = {
  CLINIC_TIME_ZONE: Clinic.shape.timeZone.default(defaultClinic.timeZone),
  CLINIC_WORKING_HOURS: json(Clinic.shape.workingHours).default(defaultClinic.workingHours),
  CLINIC_BOOKING_HORIZON_DAYS: z.coerce
    .number()
    .pipe(Clinic.shape.bookingHorizonDays)
    .default(defaultClinic.bookingHorizonDays),
};

/**
 * Verification of access tokens by the function itself, for use without API Gateway (a developer's machine, an emulator).
 * Behind API Gateway these are unset, because its JWT authorizer verifies the token.
 */
const token = {
  TOKEN_ISSUER: z.url().optional(),
  TOKEN_JWKS_URI: z.url().optional(),
  TOKEN_CLIENT_IDS: z
    .string()
    .transform((text) => text.split(',').map((id) => id.trim()))
    .optional(),
};

/** Unset, accounts have no limit, which suits a developer's machine where one account runs all tests. */
const limits = { ACCOUNT_ACCESSES_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).optional() };

/** Unset, the function publishes no metrics, as on a developer's machine. */
const metrics = { METRICS_NAMESPACE: z.string().min(1).optional() };

const release = { RELEASE: z.string().min(1).default('development') };

/** Variables of every function that answers HTTP requests. */
export const ApiEnvironment = z.object({ ...database, ...clinic, ...token, ...limits, ...metrics, ...release });
export type ApiEnvironment = z.infer<typeof ApiEnvironment>;

/** Media types of documents that clinics exchange. */
export const defaultContentTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'application/dicom',
  'text/plain',
];

const mediaType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/;

const fileRules = {
  /** Media types that clients can upload, separated by commas. Stored files of a removed type can still be downloaded. */
  FILES_CONTENT_TYPES: z
    .string()
    .transform((text) => text.split(',').map((type) => type.trim().toLowerCase()))
    .pipe(z.array(z.string().regex(mediaType, 'must be media types such as image/png, separated by commas')))
    .default(defaultContentTypes),
  /** Lifetime of an upload URL, in seconds. */
  FILES_UPLOAD_URL_SECONDS: z.coerce.number().int().min(60).max(3600).default(900),
  /** Lifetime of a download URL, in seconds. */
  FILES_DOWNLOAD_URL_SECONDS: z.coerce.number().int().min(30).max(3600).default(300),
};

/** The variables of `files` that don't depend on a bucket. */
export const FileRules = z.object(fileRules);
export type FileRules = z.infer<typeof FileRules>;

/** Variables of `files`. */
export const FilesEnvironment = z.object({
  ...ApiEnvironment.shape,
  ...fileRules,
  FILES_BUCKET: z.string().min(3).max(63),
  /** KMS key that uploads must be encrypted with. Without it, the bucket's default applies. */
  FILES_KMS_KEY_ARN: z.string().min(1).optional(),
  /** Endpoint of an AWS emulator. */
  AWS_ENDPOINT_URL: z.url().optional(),
});
export type FilesEnvironment = z.infer<typeof FilesEnvironment>;

/** Embeddings: from Bedrock, or `lexical`, which is computed from the words and needs no model. */
const embeddings = {
  EMBEDDER: z.enum(['bedrock', 'lexical']).default('lexical'),
  EMBEDDING_MODEL_ID: z.string().min(1).default('amazon.titan-embed-text-v2:0'),
  /** Timeout of embedding the texts of one request, in milliseconds. */
  EMBEDDING_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(100).max(9_000).default(6_000),
};

/**
 * The assistant's model: the one of `ASSISTANT_MODEL_URL`, else from Bedrock, or `extractive`, which quotes records and
 * passages and needs no model.
 */
const assistant = {
  MODEL: z.enum(['bedrock', 'extractive']).default('extractive'),
  /**
   * Base address of an OpenAI-compatible API with tool calls (Ollama, llama.cpp, vLLM), such as `http://localhost:11434/v1`.
   * For a developer's machine. Questions and patients' records are sent there. Set `ASSISTANT_MODEL` too.
   */
  ASSISTANT_MODEL_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Name of a model that the API serves. */
  ASSISTANT_MODEL: z.string().min(1).max(200).optional(),
  /** Sent to the API as a bearer token. */
  ASSISTANT_MODEL_KEY: z.string().min(1).optional(),
  /** ID of a Bedrock model or inference profile. */
  MODEL_ID: z.string().min(1).default('us.anthropic.claude-haiku-4-5-20251001-v1:0'),
  /** Guardrail that checks questions and answers. Set both variables or neither. */
  GUARDRAIL_ID: z.string().min(1).optional(),
  GUARDRAIL_VERSION: z.string().min(1).optional(),
  /**
   * Timeout of answering one message, tool calls included, in milliseconds. API Gateway times out after 30 s, and the answer
   * must be stored before.
   */
  MODEL_TIMEOUT_MILLISECONDS: z.coerce.number().int().min(100).max(20_000).default(18_000),
};

/** Variables of `agent_integration`. */
export const AgentEnvironment = z
  .object({
    ...ApiEnvironment.shape,
    ...embeddings,
    ...assistant,
    /** Endpoint of an AWS emulator. */
    AWS_ENDPOINT_URL: z.url().optional(),
  })
  .refine((variables) => (variables.GUARDRAIL_ID === undefined) === (variables.GUARDRAIL_VERSION === undefined), {
    path: ['GUARDRAIL_VERSION'],
    error: 'must be set together with GUARDRAIL_ID',
  })
  .refine((variables) => (variables.ASSISTANT_MODEL_URL === undefined) === (variables.ASSISTANT_MODEL === undefined), {
    path: ['ASSISTANT_MODEL'],
    error: 'must be set together with ASSISTANT_MODEL_URL',
  });
export type AgentEnvironment = z.infer<typeof AgentEnvironment>;

/** Variables of `db_initialization`. */
export const InitializationEnvironment = z.object({
  ...database,
  /** ARN of the secret with the password of `bedrock_user`. Without it, the role has no password. */
  BEDROCK_USER_SECRET_ARN: z.string().min(1).optional(),
});
export type InitializationEnvironment = z.infer<typeof InitializationEnvironment>;

/** Variables of `data_loader`. */
export const LoaderEnvironment = z.object({
  ...database,
  ...clinic,
  ...embeddings,
  /** Endpoint of an AWS emulator. */
  AWS_ENDPOINT_URL: z.url().optional(),
});
export type LoaderEnvironment = z.infer<typeof LoaderEnvironment>;

/** The variables of functions that need more or less than `ApiEnvironment`. */
export const specialEnvironments = {
  files: FilesEnvironment,
  agent_integration: AgentEnvironment,
  db_initialization: InitializationEnvironment,
  data_loader: LoaderEnvironment,
} as const satisfies Partial<Record<FunctionName, z.ZodObject>>;

/** The schema of a function's variables: infra sets them and the handler parses them with it. */
export type FunctionEnvironment<Name extends FunctionName> = Name extends keyof typeof specialEnvironments
  ? (typeof specialEnvironments)[Name]
  : typeof ApiEnvironment;

/**
 * Variables that a deployment doesn't set: Lambda sets the region, API Gateway verifies tokens, and the others are for a
 * developer's machine or an emulator, or their defaults suit Lambda.
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
  'ASSISTANT_MODEL_URL',
  'ASSISTANT_MODEL',
  'ASSISTANT_MODEL_KEY',
] as const;

/** Variables of a connection. */
export const DatabaseEnvironment = z.object(database);
export type DatabaseEnvironment = z.infer<typeof DatabaseEnvironment>;

/**
 * Parses the environment variables of a function.
 * @throws Error that lists every invalid variable with its rule, but not its value, which can be a secret
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Invalid environment variables:\n${problems.join('\n')}`);
}
