import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { describeApi } from '../../functions/http/openapi.js';
import { createApiRouters, localAgent } from '../../functions/local/functions.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { createTestApi, type TestApi } from './api.js';

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly unknown[];
  readonly security?: readonly unknown[];
  readonly description?: string;
  readonly 'x-roles'?: readonly string[];
}

/** An API with the routers of every function. */
export interface WholeApi extends TestApi {
  /** The operations that require a permission. */
  readonly operations: readonly Operation[];
}

export async function createWholeApi(): Promise<WholeApi> {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-whole-'));
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
  const files = { objects, rules: parseEnvironment(FileRules, {}) };
  const routers = Object.values(createApiRouters({ files, agent: localAgent })).flat();
  const operations = Object.values(describeApi(routers).paths ?? {})
    .flatMap((path): Operation[] => Object.values(path))
    .filter(({ security }) => security?.length !== 0);
  const api: WholeApi = Object.assign(await createTestApi(routers), { operations });
  const { close } = api;
  api.close = async () => {
    await close();
    rmSync(folder, { recursive: true });
  };
  return api;
}
