import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createFolderSource, loadRecords } from '../../functions/data_loader/load.js';
import { createApiRouters, localAgent } from '../../functions/local/functions.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { createTestApi, readPages, type TestResponse } from '../support/api.js';

type Body = TestResponse['body'];

/** Lists in the report what was skipped and left out. */
const withDetails = { requestId: 'conformance', details: true };

/** An API with its own database, and what tests of loaded records read from it. */
export async function createConformanceClinic() {
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-conformance-'));
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
  const files = { objects, rules: parseEnvironment(FileRules, {}) };
  const api = await createTestApi(Object.values(createApiRouters({ files, agent: localAgent })).flat());
  const store = new Hono().route('/local/objects', objects.routes);
  const medic = api.as('medic');

  const readAll = async (path: string): Promise<Body[]> =>
    (await readPages(medic, `${path}${path.includes('?') ? '&' : '?'}limit=100`)).flatMap(({ data }) => data);

  return {
    api,
    medic,
    load: (directory: string) => loadRecords(api.db.database, createFolderSource(directory), withDetails),
    readAll,
    /** Returns the only patient with a family name, as medics read it. */
    async findPatient(familyName: string): Promise<Body> {
      const found = (await readAll('/v1/patients')).filter((patient) => patient.familyName === familyName);
      if (found.length !== 1) throw new Error(`Found ${found.length} patients.`);
      return (await medic.get(`/v1/patients/${found[0].id}`)).body;
    },
    async findMedic(familyName: string): Promise<Body> {
      return (await readAll('/v1/medics')).find((one) => one.familyName === familyName);
    },
    readResults: (patientId: string) => readAll(`/v1/exam-results?patientId=${patientId}`),
    readReservations: (patientId: string) => readAll(`/v1/reservations?patientId=${patientId}`),
    readFiles: (patientId: string) => readAll(`/v1/files?patientId=${patientId}`),
    /** Downloads a file as clients do. */
    async download(fileId: string): Promise<Buffer> {
      const { body } = await medic.get(`/v1/files/${fileId}/download`);
      return Buffer.from(await (await store.request(body.url)).arrayBuffer());
    },
    async close() {
      await api.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type ConformanceClinic = Awaited<ReturnType<typeof createConformanceClinic>>;
