import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectAdministrator } from '../../db/client/administrator.js';
import { readMigrationStatuses } from '../../db/migrate.js';
import { initializeDatabase } from '../db_initialization/initialize.js';
import type { LocalDatabase } from './database.js';

/**
 * Makes sure that a database has the newest schema: the embedded one is brought to it, a server is left to whom it
 * belongs.
 * @throws Error for a server with another schema
 */
export async function requireSchema(database: LocalDatabase): Promise<void> {
  const environment = parseEnvironment(InitializationEnvironment, { DATABASE_URL: database.url });
  const sql = await connectAdministrator(environment, { waitMilliseconds: 5_000 });
  try {
    if (process.env.DATABASE_URL === undefined) await initializeDatabase(sql);
    else if ((await readMigrationStatuses(sql)).some(({ state }) => state !== 'applied')) {
      throw new Error('The schema of this database is not the newest one. Run: npm run db:migrate');
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
