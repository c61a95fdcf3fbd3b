import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectAdministrator } from '../../db/client/administrator.js';
import { readMigrationStatuses } from '../../db/migrate.js';
import { initializeDatabase } from '../db_initialization/initialize.js';
import type { LocalDatabase } from './database.js';

/**
 * Migrates the embedded database to the latest schema; only checks a server, because its owner migrates it.
 * @throws Error if a server's schema is not the latest
 */
export async function requireSchema(database: LocalDatabase): Promise<void> {
  const environment = parseEnvironment(InitializationEnvironment, { DATABASE_URL: database.url });
  const sql = await connectAdministrator(environment, { waitMilliseconds: 5_000 });
  try {
    if (process.env.DATABASE_URL === undefined) await initializeDatabase(sql);
    else if ((await readMigrationStatuses(sql)).some(({ state }) => state !== 'applied')) {
      throw new Error('The database schema is not up to date. Run: npm run db:migrate');
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
