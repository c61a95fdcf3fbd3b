import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

/** The plan for production's log volume in docs/adr/0015, which the cost model prices. */
const plannedBytesPerLine = 400;

it('logs each request in one line that fits the planned volume, whatever its outcome', async () => {
  const staff = api.as('staff');
  await staff.get('/v1/patients?limit=100&sort=familyName');
  await staff.get('/v1/patients/018f0000-0000-7000-8000-000000000000');
  await staff.post('/v1/patients', { familyName: 'x'.repeat(5_000) });
  await api.anonymous.get('/v1/patients', { 'X-Request-Id': 'r'.repeat(128) });
  expect(api.logLines).toHaveLength(4);
  for (const line of api.logLines) expect(Buffer.byteLength(line)).toBeLessThan(plannedBytesPerLine);
});
