import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from '../patients/routes.js';
import { buildPatientPath } from '../patients/testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

class OriginalError extends Error {
  override readonly name = 'OriginalError';
}

it("logs both errors if the audit event of a failure can't be written", async () => {
  const transactions = vi.spyOn(api.services.database, 'transaction');
  transactions.mockRejectedValueOnce(new OriginalError('It broke.'));
  transactions.mockRejectedValueOnce(new Error('The database is gone.'));
  const answer = await api.as('admin').get(buildPatientPath({ id: missingId }), { 'X-Request-Id': 'both-1' });
  transactions.mockRestore();
  expect(answer.status).toBe(500);
  const lines = api.logLines.map((line) => JSON.parse(line)).filter(({ requestId }) => requestId === 'both-1');
  expect(lines.map(({ level, message, errorType }) => [level, message, errorType])).toEqual([
    ['ERROR', 'request failed without an audit event', 'OriginalError'],
    ['ERROR', 'request failed', 'AuditError < Error'],
  ]);
  expect(api.counted).toEqual(['AuditFailures']);
});
