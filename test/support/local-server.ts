import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createLog } from '../../functions/http/log.js';
import { localAgent } from '../../functions/local/functions.js';
import { createLocalIssuer, type LocalIssuer } from '../../functions/local/issuer.js';
import { createLocalObjects } from '../../functions/local/objects.js';
import { linkAccounts, loadSample } from '../../functions/local/sample.js';
import { createLocalServer } from '../../functions/local/server.js';
import { createTestDatabase } from './database.js';

export interface SampleServer {
  readonly server: Hono;
  readonly issuer: LocalIssuer;
  close(): Promise<void>;
}

/** Creates the local server with the sample data, in a database of its own. */
export async function createSampleServer(origin: string): Promise<SampleServer> {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-sample-'));
  const db = await createTestDatabase();
  const now = () => new Date();
  await loadSample(db.database, now());
  await linkAccounts(db.sql);
  const issuer = await createLocalIssuer(join(folder, 'issuer.pem'), origin);
  const server = createLocalServer(
    {
      database: db.database,
      clinic: {
        timeZone: 'America/New_York',
        workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
        bookingHorizonDays: 730,
      },
      now,
      log: createLog(() => {}),
      release: 'test',
      verifyToken: issuer.verifyToken,
    },
    {
      issuer,
      objects: createLocalObjects({ folder: join(folder, 'objects'), origin, now }),
      fileRules: parseEnvironment(FileRules, {}),
      agent: localAgent,
    },
  );
  return {
    server,
    issuer,
    async close() {
      await db.close();
      rmSync(folder, { recursive: true });
    },
  };
}
