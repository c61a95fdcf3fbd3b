import { AgentEnvironment, parseEnvironment } from '../../config/environment.js';
import type { FunctionName, functionCatalog } from '../../config/functions.js';
import { agentExamples } from '../agent_integration/examples.js';
import { createAgentRouters } from '../agent_integration/routers.js';
import { type AgentServices, createAgentServices } from '../agent_integration/services.js';
import { examExamples } from '../exams/examples.js';
import { examResultsRouter } from '../exams/results/routes.js';
import { examsRouter } from '../exams/routes.js';
import { createSystemRouter } from '../exams/system.js';
import { fileExamples } from '../files/examples.js';
import { createFilesRouter, type FileServices } from '../files/routes.js';
import type { Examples } from '../http/examples.js';
import { describeApi } from '../http/openapi.js';
import type { OperationRouter } from '../http/router.js';
import { medicExamples } from '../medics/examples.js';
import { medicsRouter } from '../medics/routes.js';
import { patientLookupExamples } from '../patient_lookup/examples.js';
import { patientLookupRouter } from '../patient_lookup/routes.js';
import { auditTrailRouter } from '../patients/audit/routes.js';
import { patientExamples } from '../patients/examples.js';
import { invitationsRouter } from '../patients/invitations/routes.js';
import { patientsRouter } from '../patients/routes.js';
import { reservationExamples } from '../reservations/examples.js';
import { reservationsRouter } from '../reservations/routes.js';

type ApiFunctionName = {
  [Name in FunctionName]: (typeof functionCatalog)[Name]['routes'] extends readonly [] ? never : Name;
}[FunctionName];

/** The routers of every function with routes. A missing or extra function doesn't compile. */
export type ApiRouters = Readonly<Record<ApiFunctionName, readonly OperationRouter[]>> & {
  readonly [Name in Exclude<FunctionName, ApiFunctionName>]?: never;
};

/** The default settings, which need no model. */
export const localAgent = createAgentServices(parseEnvironment(AgentEnvironment, {}));

export function createApiRouters(services: { files: FileServices; agent: AgentServices }): ApiRouters {
  let document: string | undefined;
  const readOpenApi = async () => {
    document ??= renderOpenApiDocument(routers);
    return document;
  };
  const routers: ApiRouters = {
    patients: [patientsRouter, invitationsRouter, auditTrailRouter],
    medics: [medicsRouter],
    exams: [examsRouter, examResultsRouter, createSystemRouter(readOpenApi)],
    reservations: [reservationsRouter],
    files: [createFilesRouter(services.files)],
    agent_integration: createAgentRouters(services.agent),
    patient_lookup: [patientLookupRouter],
  };
  return routers;
}

/** The examples of every operation. */
export const examples: Examples = {
  ...patientExamples,
  ...medicExamples,
  ...examExamples,
  ...reservationExamples,
  ...fileExamples,
  ...agentExamples,
  ...patientLookupExamples,
};

/** Renders the OpenAPI document of the whole API as JSON. */
export function renderOpenApiDocument(routers: ApiRouters): string {
  const document = describeApi(Object.values(routers).flat(), examples);
  return `${JSON.stringify(document, null, 2)}\n`;
}
