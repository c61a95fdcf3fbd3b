import { openLocalDatabase, requireSchema } from '../../functions/local/database.js';
import { type Access, type AccessFlags, resolveAccess } from './access.js';

/** Runs work with access to the database that the flags name. The embedded database runs meanwhile, if it doesn't yet. */
export async function withAccess(flags: AccessFlags, work: (access: Access) => Promise<void>): Promise<void> {
  if (flags.deployed) return work(resolveAccess(flags, undefined));
  const database = await openLocalDatabase();
  try {
    const access = resolveAccess(flags, database.url);
    // The roles exist only after the migrations.
    if (process.env.DATABASE_URL === undefined) await requireSchema(database);
    await work(access);
  } finally {
    await database.close();
  }
}
