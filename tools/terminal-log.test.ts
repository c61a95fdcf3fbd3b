import { expect, it } from 'vitest';
import { createLog } from '../functions/http/log.js';
import { createTerminalLog } from './terminal-log.js';

it('prints a line per request with ids and templates, and the error of a failed one as JSON', () => {
  const lines: string[] = [];
  const errors: string[] = [];
  const log = createTerminalLog(
    (line) => lines.push(line),
    createLog((line) => errors.push(line)),
  );
  const fields = { requestId: 'request-1', method: 'GET', route: '/v1/patients/:id', durationMilliseconds: 12 };
  log.info('request', { ...fields, status: 200, role: 'medic' });
  log.info('request', { ...fields, status: 401, role: null });
  log.error('request failed', { ...fields, status: 500, role: 'staff', errorType: 'TypeError' });
  expect(lines).toEqual([
    '  200 GET    /v1/patients/:id  12 ms  medic  request-1',
    '  401 GET    /v1/patients/:id  12 ms  request-1',
    '  500 GET    /v1/patients/:id  12 ms  staff  request-1',
  ]);
  expect(errors).toHaveLength(1);
  expect(JSON.parse(errors[0] ?? '')).toMatchObject({ level: 'ERROR', errorType: 'TypeError', requestId: 'request-1' });
});
