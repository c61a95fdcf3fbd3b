import { examResultsRouter } from '../../../functions/exams/results/routes.js';
import { type ApiRouter, createApp } from '../../../functions/http/app.js';
import { toRequestContext } from '../../../functions/http/identity.js';
import { auditTrailRouter } from '../../../functions/patients/audit/routes.js';
import { patientsRouter } from '../../../functions/patients/routes.js';
import { reservationsRouter } from '../../../functions/reservations/routes.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { accounts, connectServices } from '../throughput/setting.js';
import { buildScaleOperations, type ScaleOperation, type ScaleRequest } from './operations.js';

/** Pages of 100 entries before the deep page. */
const pagesBefore = 3;

export interface TimedApi {
  readonly patients: number;
  readonly operations: readonly ScaleOperation[];
  /** @returns milliseconds from the request to the complete response */
  time(operation: ScaleOperation): Promise<number>;
  close(): Promise<void>;
}

/** @throws Error for an unsuccessful response: rejections are quick and would look like speed */
async function send(
  app: ApiRouter,
  caller: Parameters<typeof toRequestContext>[0],
  { method, path, body }: ScaleRequest,
) {
  const headers = { 'Content-Type': 'application/json' };
  const request = new Request(`https://localhost${path}`, {
    method,
    ...(body && { headers, body: JSON.stringify(body) }),
  });
  const answer = await app.fetch(request, { requestContext: toRequestContext(caller) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} returned ${answer.status}: ${text}`);
  return text;
}

export async function openTimedApi({ url, sql }: ScratchDatabase, size: number): Promise<TimedApi> {
  const services = connectServices(url, 1);
  const app = createApp(services, patientsRouter, reservationsRouter, examResultsRouter, auditTrailRouter);
  let count = 0;
  const call = (request: ScaleRequest) => {
    count += 1;
    return send(app, { subject: `admin-${count % accounts}`, role: 'admin' }, request);
  };
  const findDeepPage = async (path: string) => {
    const first = `${path}${path.includes('?') ? '&' : '?'}limit=100`;
    let page = first;
    for (let nth = 0; nth < pagesBefore; nth += 1) {
      const { nextCursor } = JSON.parse(await call({ method: 'GET', path: page })).page;
      page = nextCursor === null ? first : `${first}&cursor=${nextCursor}`;
    }
    return page.replace('limit=100', 'limit=25');
  };
  return {
    patients: size,
    operations: await buildScaleOperations(sql, findDeepPage),
    async time(operation) {
      const request = operation.next();
      const startedAt = performance.now();
      await call(request);
      return performance.now() - startedAt;
    },
    close: () => services.database.close(),
  };
}
