/** Who may reach a route at API Gateway's door; what a caller may do behind it is decided per operation. */
export type Authorizer = 'jwt' | 'iam' | 'none';

export interface FunctionRoute {
  /** `ANY` leaves unknown methods to the function, which answers them with `Allow` and a problem document. */
  readonly method: 'ANY' | 'GET' | 'POST';
  /** API Gateway's HTTP API syntax: `{name}` is one segment, `{name+}` the rest of the path. */
  readonly path: string;
  readonly authorizer: Authorizer;
}

export interface FunctionDefinition {
  readonly purpose: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Empty for a function that is invoked directly. */
  readonly routes: readonly FunctionRoute[];
  /** The database role that its connection signs in as. */
  readonly databaseRole: 'app' | 'administrator';
  /** Files beside the bundle: name in the bundle's folder → path from the project's root. */
  readonly assets?: Readonly<Record<string, string>>;
}

/** API Gateway's HTTP API gives up after 30 s and has no setting for it; a function behind it must answer before. */
const apiTimeoutSeconds = 29;

const resource = (path: string, authorizer: Authorizer = 'jwt'): FunctionRoute[] => [
  { method: 'ANY', path, authorizer },
  { method: 'ANY', path: `${path}/{proxy+}`, authorizer },
];

/**
 * The nine functions, and the only place that lists them: the local server, the infrastructure and the cost model read
 * this. Memory follows the cost report's function inventory.
 */
export const functionCatalogue = {
  patients: {
    purpose: 'Patient records',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/patients'),
    databaseRole: 'app',
  },
  medics: {
    purpose: 'Medical staff',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/medics'),
    databaseRole: 'app',
  },
  exams: {
    purpose: 'The catalogue of exams, exam results, and the API’s own health and description',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [
      ...resource('/v1/exams'),
      ...resource('/v1/exam-results'),
      { method: 'GET', path: '/v1/health', authorizer: 'none' },
      { method: 'GET', path: '/v1/openapi.json', authorizer: 'none' },
    ],
    databaseRole: 'app',
    assets: { 'openapi.json': 'docs/openapi.json' },
  },
  reservations: {
    purpose: 'Appointments and free slots',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/reservations'),
    databaseRole: 'app',
  },
  files: {
    purpose: 'Uploads and downloads of documents',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/files'),
    databaseRole: 'app',
  },
  agent_integration: {
    purpose: 'The assistant and its knowledge',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    routes: resource('/v1/agent'),
    databaseRole: 'app',
  },
  patient_lookup: {
    purpose: 'Finding a patient, for machines',
    memoryMb: 256,
    timeoutSeconds: apiTimeoutSeconds,
    routes: [{ method: 'POST', path: '/v1/patient-lookup', authorizer: 'iam' }],
    databaseRole: 'app',
  },
  db_initialization: {
    purpose: 'Brings the database to the newest schema',
    memoryMb: 256,
    timeoutSeconds: 300,
    routes: [],
    databaseRole: 'administrator',
    assets: { migrations: 'db/migrations' },
  },
  data_loader: {
    purpose: 'Loads FHIR R4 records',
    memoryMb: 1024,
    timeoutSeconds: 900,
    routes: [],
    databaseRole: 'app',
  },
} as const satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functionCatalogue;
