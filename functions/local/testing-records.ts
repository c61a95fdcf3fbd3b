import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createAgentRouters } from '../agent_integration/routers.js';
import { examResults } from '../exams/results/routes.js';
import { exams } from '../exams/routes.js';
import { createFilesRouter } from '../files/routes.js';
import type { Api } from '../http/app.js';
import { createTestApi, type TestApi } from '../http/testing.js';
import { medics } from '../medics/routes.js';
import { patientLookup } from '../patient_lookup/routes.js';
import { auditTrail } from '../patients/audit/routes.js';
import { patients } from '../patients/routes.js';
import { reservations } from '../reservations/routes.js';
import { localAgent } from './functions.js';
import { createLocalObjects } from './objects.js';

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
