/** API Gateway's authorizer of a route. Each operation then checks the caller's permission itself. */
export type Authorizer = 'jwt' | 'iam' | 'none';

/** A route for every method of a path; the function answers unsupported methods with `Allow` and a problem document. */
interface FunctionRoute {
  /** Path in API Gateway's syntax: `{name}` matches one segment, `{name+}` the rest of the path. */
  readonly path: string;
  readonly authorizer: Authorizer;
  /**
   * Set if machines can call it too. A route of an HTTP API has one authorizer, so machines, which sign with IAM, use a second
   * API with the same paths and all `iam` routes.
   */
  readonly isForMachines?: boolean;
}

/**
 * Calls that a function is allowed to make: `files` reads, writes and deletes stored files, `records` reads the records to
 * load, `embeddings` embeds text, `model` answers in conversations, `masterSecret` and `bedrockUserSecret` read those secrets.
 */
export type FunctionCall = 'files' | 'records' | 'embeddings' | 'model' | 'masterSecret' | 'bedrockUserSecret';

/** The AWS service of each call that leaves the VPC; S3 and the database are reached inside it. */
export const externalServices: Readonly<Partial<Record<FunctionCall, 'bedrock-runtime' | 'secretsmanager'>>> = {
  embeddings: 'bedrock-runtime',
  model: 'bedrock-runtime',
  masterSecret: 'secretsmanager',
  bedrockUserSecret: 'secretsmanager',
};

export interface FunctionDefinition {
  readonly purpose: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Empty for a function that is only invoked directly. */
  readonly routes: readonly FunctionRoute[];
  /** The database role that its connection signs in as. */
  readonly databaseRole: 'app' | 'administrator';
  /** Set for a function that is invoked asynchronously; failed events go to a dead-letter queue. */
  readonly isAsynchronous?: boolean;
  /** Calls other than to the database; its role allows only these. */
  readonly calls?: readonly FunctionCall[];
  /** Additional files in the bundle: name in the bundle → path in the repository. */
  readonly assets?: Readonly<Record<string, string>>;
}

/** API Gateway times out after 30 s, which can't be changed, so a function behind it must answer sooner. */
const apiTimeoutSeconds = 29;

/** Routes of a resource for signed-in people and, optionally, machines. */
const resource = (path: string, options: Pick<FunctionRoute, 'isForMachines'> = {}): FunctionRoute[] => [
  { path, authorizer: 'jwt', ...options },
  { path: `${path}/{proxy+}`, authorizer: 'jwt', ...options },
];

/**
 * The catalog of functions, which the local server, the infrastructure and the cost model read. Memory follows the function
 * inventory of the 2025 cost study.
 */
export const functionCatalog = {
  patients: {
    purpose: 'Patient records and their access log',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [...resource('/v1/patients'), { path: '/v1/audit-events', authorizer: 'jwt' }],
    databaseRole: 'app',
  },
  medics: {
    purpose: 'Medical staff',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/medics', { isForMachines: true }),
    databaseRole: 'app',
  },
  exams: {
    purpose: 'Exam catalog and results, and the health check, OpenAPI document and problem pages of the API',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [
      ...resource('/v1/exams', { isForMachines: true }),
      ...resource('/v1/exam-results'),
      { path: '/v1/health', authorizer: 'none' },
      { path: '/v1/openapi.json', authorizer: 'none' },
      { path: '/problems/{proxy+}', authorizer: 'none' },
    ],
    databaseRole: 'app',
    assets: { 'openapi.json': 'docs/openapi.json' },
  },
  reservations: {
    purpose: 'Appointments and free slots',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/reservations', { isForMachines: true }),
    databaseRole: 'app',
  },
  files: {
    purpose: 'Uploads and downloads of documents',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/files'),
    databaseRole: 'app',
    calls: ['files'],
  },
  agent_integration: {
    purpose: 'The assistant and its knowledge base',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/agent', { isForMachines: true }),
    databaseRole: 'app',
    calls: ['embeddings', 'model'],
  },
  patient_lookup: {
    purpose: 'Patient lookup for machines',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [{ path: '/v1/patient-lookup', authorizer: 'iam' }],
    databaseRole: 'app',
  },
  db_initialization: {
    purpose: 'Migrates the database',
    memoryMb: 256,
    timeoutSeconds: 300,
    routes: [],
    databaseRole: 'administrator',
    calls: ['masterSecret', 'bedrockUserSecret'],
    assets: { migrations: 'db/migrations' },
  },
  data_loader: {
    purpose: 'Loads FHIR R4 records',
    memoryMb: 1024,
    timeoutSeconds: 900,
    routes: [],
    databaseRole: 'app',
    isAsynchronous: true,
    calls: ['records', 'embeddings'],
  },
} as const satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functionCatalog;

export const functionNames = Object.keys(functionCatalog) as [FunctionName, ...FunctionName[]];

/** Returns a definition with the optional properties that its literal in the catalog can omit. */
export const getFunctionDefinition = (name: FunctionName): FunctionDefinition => functionCatalog[name];

export const isBehindApi = (name: FunctionName): boolean => getFunctionDefinition(name).routes.length > 0;
