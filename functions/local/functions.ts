import type { FunctionName } from '../../config/functions.js';
import { createKnowledgeRouter } from '../agent_integration/knowledge/routes.js';
import { examResults } from '../exams/results/routes.js';
import { exams } from '../exams/routes.js';
import { createSystemRouter } from '../exams/system.js';
import { createFilesRouter } from '../files/routes.js';
import type { FileServices } from '../files/services.js';
import type { Api } from '../http/app.js';
import { describeApi } from '../http/openapi.js';
import type { Embedder } from '../knowledge/embedder.js';
import { medics } from '../medics/routes.js';
import { patientLookup } from '../patient_lookup/routes.js';
import { auditTrail } from '../patients/audit/routes.js';
import { patients } from '../patients/routes.js';
import { reservations } from '../reservations/routes.js';

export type ApiRouters = Readonly<Partial<Record<FunctionName, readonly Api[]>>>;

/** The API's routers by the function that has them. */
export function createApiRouters(services: { files: FileServices; embedder: Embedder }): ApiRouters {
  const routers: ApiRouters = {
    patients: [patients, auditTrail],
    medics: [medics],
    exams: [exams, examResults, createSystemRouter(async () => openApiDocument(routers))],
    reservations: [reservations],
    files: [createFilesRouter(services.files)],
    agent_integration: [createKnowledgeRouter(services.embedder)],
    patient_lookup: [patientLookup],
  };
  return routers;
}

/** The OpenAPI document of the whole API, as JSON text. */
export function openApiDocument(routers: ApiRouters): string {
  const document = describeApi(Object.values(routers).flat());
  return `${JSON.stringify(document, null, 2)}\n`;
}
