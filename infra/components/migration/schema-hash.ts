import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the runner of db/migrate.ts reads: the statements and their order. Snapshots are drizzle-kit's own. */
const isHashed = (path: string): boolean => path.endsWith('.sql') || path === 'meta/_journal.json';

/**
 * A hash of a folder of migrations, by names and contents: the same in every checkout, whatever its line ends.
 * @throws Error when the folder has no migrations
 */
export function hashSchema(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(isHashed)
    .sort();
  if (!paths.some((path) => path.endsWith('.sql'))) throw new Error(`There are no migrations in ${folder}.`);
  const hash = createHash('sha256');
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n');
    hash.update(JSON.stringify([path, text]));
  }
  return hash.digest('hex');
}
