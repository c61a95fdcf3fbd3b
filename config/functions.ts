/** Who may reach a route at API Gateway's door; what a caller may do behind it is decided per operation. */
export type Authorizer = 'jwt' | 'iam' | 'none';

/** Every method of a path goes to the function, which answers those that it lacks with `Allow` and a problem document. */
export interface FunctionRoute {
  /** API Gateway's HTTP API syntax: `{name}` is one segment, `{name+}` the rest of the path. */
  readonly path: string;
  readonly authorizer: Authorizer;
  /**
   * Whether machines reach it too. A route of an HTTP API has one authorizer, so machines, which sign with IAM, have an API
   * of their own with the same paths; there `iam` routes are as well.
   */
  readonly isForMachines?: boolean;
}

/**
 * What a function may call. `files` reads, writes and removes stored files, `records` reads the records to load,
 * `embeddings` turns text into vectors, `model` answers in conversations, `masterSecret` and `bedrockUserSecret` read those secrets.
 */
export type FunctionCall = 'files' | 'records' | 'embeddings' | 'model' | 'masterSecret' | 'bedrockUserSecret';

/** Calls that leave the VPC, with the AWS service that they go to; S3 and the database are reached inside it. */
export const externalServices = {
  embeddings: 'bedrock-runtime',
  model: 'bedrock-runtime',
  masterSecret: 'secretsmanager',
  bedrockUserSecret: 'secretsmanager',
} as const satisfies Partial<Record<FunctionCall, string>>;

/** The service outside of the VPC that a call goes to; undefined for one that stays inside. */
export const findExternalService = (call: FunctionCall) =>
  (externalServices as Partial<Record<FunctionCall, (typeof externalServices)[keyof typeof externalServices]>>)[call];

export interface FunctionDefinition {
  readonly purpose: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Empty for a function that is invoked directly. */
  readonly routes: readonly FunctionRoute[];
  /** The database role that its connection signs in as. */
  readonly databaseRole: 'app' | 'administrator';
  /** Whether it is invoked without anyone waiting for the answer; what then fails goes to a dead-letter queue. */
  readonly isAsynchronous?: boolean;
  /** What it calls besides the database: its role is granted this and no more. */
  readonly calls?: readonly FunctionCall[];
  /** Files beside the bundle: name in the bundle's folder → path from the project's root. */
  readonly assets?: Readonly<Record<string, string>>;
}

/** API Gateway's HTTP API gives up after 30 s and has no setting for it; a function behind it must answer before. */
const apiTimeoutSeconds = 29;

/** The routes of signed-in people's accounts, and of machines where it says so. */
const resource = (path: string, options: Pick<FunctionRoute, 'isForMachines'> = {}): FunctionRoute[] => [
  { path, authorizer: 'jwt', ...options },
  { path: `${path}/{proxy+}`, authorizer: 'jwt', ...options },
];

/**
 * The nine functions, and the only place that lists them: the local server, the infrastructure and the cost model read
 * this. Memory follows the cost report's function inventory.
 */
export const functionCatalog = {
  patients: {
    purpose: 'Patient records, and who accessed them',
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
    purpose: 'The catalogue of exams, exam results, and the API’s own health and description',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [
      ...resource('/v1/exams', { isForMachines: true }),
      ...resource('/v1/exam-results'),
      { path: '/v1/health', authorizer: 'none' },
      { path: '/v1/openapi.json', authorizer: 'none' },
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
    purpose: 'The assistant and its knowledge',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/agent', { isForMachines: true }),
    databaseRole: 'app',
    calls: ['embeddings', 'model'],
  },
  patient_lookup: {
    purpose: 'Finding a patient, for machines',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [{ path: '/v1/patient-lookup', authorizer: 'iam' }],
    databaseRole: 'app',
  },
  db_initialization: {
    purpose: 'Brings the database to the newest schema',
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

/** The definition of a function with the optional parts that its literal may leave out. */
export const getFunctionDefinition = (name: FunctionName): FunctionDefinition => functionCatalog[name];
