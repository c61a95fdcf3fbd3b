import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createAgentRouters } from '../../functions/agent_integration/routers.js';
import { examResultsRouter } from '../../functions/exams/results/routes.js';
import { examsRouter } from '../../functions/exams/routes.js';
import { createFilesRouter } from '../../functions/files/routes.js';
import type { OperationRouter } from '../../functions/http/router.js';
import { localAgent } from '../../functions/local/functions.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { medicsRouter } from '../../functions/medics/routes.js';
import { patientLookupRouter } from '../../functions/patient_lookup/routes.js';
import { auditTrailRouter } from '../../functions/patients/audit/routes.js';
import { patientsRouter } from '../../functions/patients/routes.js';
import { reservationsRouter } from '../../functions/reservations/routes.js';
import { createTestApi, type TestApi } from './api.js';

/** An API with all functions that access records. */
export interface WholeApi extends TestApi {
  readonly routers: readonly OperationRouter[];
}

export async function createWholeApi(): Promise<WholeApi> {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-whole-'));
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
  const files = createFilesRouter({ objects, rules: parseEnvironment(FileRules, {}) });
  const agent = createAgentRouters(localAgent);
  const routers = [
    ...agent,
    patientsRouter,
    auditTrailRouter,
    patientLookupRouter,
    medicsRouter,
    examsRouter,
    examResultsRouter,
    reservationsRouter,
    files,
  ];
  const api: WholeApi = Object.assign(await createTestApi(routers), { routers });
  const { close } = api;
  api.close = async () => {
    await close();
    rmSync(folder, { recursive: true });
  };
  return api;
}
