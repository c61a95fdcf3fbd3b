import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRules, parseEnvironment } from '../../../config/environment.js';
import { type FunctionName, functionNames } from '../../../config/functions.js';
import { createApp } from '../../../functions/http/app.js';
import { createLog } from '../../../functions/http/log.js';
import { createApiRouters, localAgent } from '../../../functions/local/functions.js';
import { createLocalObjects } from '../../../functions/local/objects.js';
import { createRequestContext } from '../../support/api.js';
import { type AuditRow, auditTable } from '../../support/audit-table.js';
import { makeRecords, type Records } from '../../support/records.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { clinic } from '../throughput/setting.js';

/** Before the dates in the requests. */
const now = () => new Date('2026-03-02T14:00:00.000Z');

export interface MeasuredOperation {
  readonly operationId: string;
  readonly functionName: FunctionName;
  /** Creates records and returns a function that sends one request about them. */
  prepare(): Promise<() => Promise<void>>;
}

export function createMeasuredApi({ database, sql }: ScratchDatabase): {
  operations: readonly MeasuredOperation[];
  close(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-demand-'));
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now });
  const files = { objects, rules: parseEnvironment(FileRules, {}) };
  const routers = createApiRouters({ files, agent: localAgent });
  // Production settings except the access limit, which a single account would reach here.
  const services = { database, clinic, now, log: createLog(() => {}), release: 'demand', accessesPerMinute: 1_000_000 };
  const app = createApp(services, ...Object.values(routers).flat());
  const functionsByOperation = new Map(
    functionNames.flatMap((name) =>
      (routers[name] ?? []).flatMap((router) =>
        Object.values(router.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } }).paths ?? {})
          .flatMap((path) => Object.values(path))
          .map((operation) => [(operation as { operationId?: string }).operationId, name] as const),
      ),
    ),
  );

  async function send({ by = 'admin', method, path, id, query, body }: AuditRow, records: Records): Promise<void> {
    const url = `${path.replace('*', id === undefined ? '' : records[id])}${query?.(records) ?? ''}`;
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const requestContext = createRequestContext(by, by === 'patient' ? records.subject : `${by}-account`);
    const init = { method, headers: { 'Content-Type': type }, ...(body && { body: JSON.stringify(body(records)) }) };
    const answer = await app.request(url, init, { requestContext });
    const text = await answer.text();
    if (answer.status >= 300) throw new Error(`${method} ${path} returned ${answer.status}: ${text}`);
  }

  return {
    operations: auditTable.map((row) => {
      const functionName = functionsByOperation.get(row.operationId);
      if (functionName === undefined) throw new Error(`No function serves the operation ${row.operationId}.`);
      return {
        operationId: row.operationId,
        functionName,
        async prepare() {
          const records = await makeRecords({ db: { sql } });
          if (row.isWithoutReservation) await sql`delete from reservations where id = ${records.reservation}`;
          return () => send(row, records);
        },
      };
    }),
    close: () => rmSync(folder, { recursive: true }),
  };
}
