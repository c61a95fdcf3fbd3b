import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createAgentRouters } from '../../functions/agent_integration/routers.js';
import { examResults } from '../../functions/exams/results/routes.js';
import { exams } from '../../functions/exams/routes.js';
import { createFilesRouter } from '../../functions/files/routes.js';
import type { Api } from '../../functions/http/app.js';
import { localAgent } from '../../functions/local/functions.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { medics } from '../../functions/medics/routes.js';
import { patientLookup } from '../../functions/patient_lookup/routes.js';
import { auditTrail } from '../../functions/patients/audit/routes.js';
import { patients } from '../../functions/patients/routes.js';
import { reservations } from '../../functions/reservations/routes.js';
import { createTestApi, type TestApi } from './api.js';

export { makeRecords, type Records, sha256 } from './made-records.js';

/** An API of all functions that touch records. */
export interface WholeApi extends TestApi {
  readonly routers: readonly Api[];
}

export async function createWholeApi(): Promise<WholeApi> {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-whole-'));
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
  const files = createFilesRouter({ objects, rules: parseEnvironment(FileRules, {}) });
  const agent = createAgentRouters(localAgent);
  const routers = [...agent, patients, auditTrail, patientLookup, medics, exams, examResults, reservations, files];
  const api: WholeApi = Object.assign(await createTestApi(routers), { routers });
  const { close } = api;
  api.close = async () => {
    await close();
    rmSync(folder, { recursive: true });
  };
  return api;
}
