import type postgres from 'postgres';
import { inLockedTransaction, type MigrationResult, migrate } from '../../db/migrate.js';
import { buildScramVerifier } from './scram.js';

/** Filtered vector search needs iterative index scans. */
const minimumVectorVersion = [0, 8, 0] as const;

/** Fixes a buffer overflow in parallel index builds (0.8.2) and index corruption by vacuum (0.8.3, 0.8.4). */
const recommendedVectorVersion = [0, 8, 4] as const;

export interface InitializationReport extends MigrationResult {
  readonly vectorVersion: string;
  readonly bedrockUser: 'password set' | 'left without a password';
  readonly warnings: readonly string[];
  readonly durationMilliseconds: number;
}

export interface InitializationOptions {
  /** The migration to stop at. */
  readonly target?: string | undefined;
  /** Accepts a schema newer than this release, for a rollback to an older release. */
  readonly acceptAhead?: boolean | undefined;
  readonly bedrockPassword?: string | undefined;
  readonly onApplied?: (name: string, durationMilliseconds: number) => void;
}

/**
 * Migrates a database and updates pgvector and the password of `bedrock_user`. Safe to repeat.
 *
 * @param sql an administrator's connection
 * @throws MigrationError if the migration files and the database disagree
 * @throws Error if pgvector is too old
 */
export async function initializeDatabase(
  sql: postgres.Sql,
  options: InitializationOptions = {},
): Promise<InitializationReport> {
  const startedAt = performance.now();
  const report = await migrate(sql, {
    ...(options.target !== undefined && { target: options.target }),
    acceptAhead: options.acceptAhead ?? false,
    ...(options.onApplied && { onApplied: options.onApplied }),
  });
  const vectorVersion = await inLockedTransaction(sql, updateVectorExtension);
  const warnings = isOlder(vectorVersion, recommendedVectorVersion)
    ? [`pgvector ${vectorVersion} has known bugs. Upgrade to ${recommendedVectorVersion.join('.')} or later.`]
    : [];
  if (options.bedrockPassword !== undefined) await setBedrockPassword(sql, options.bedrockPassword);
  return {
    ...report,
    vectorVersion,
    bedrockUser: options.bedrockPassword === undefined ? 'left without a password' : 'password set',
    warnings,
    durationMilliseconds: Math.round(performance.now() - startedAt),
  };
}

/** Updates the extension to the newest version on the server; upgrading the cluster doesn't. */
async function updateVectorExtension(sql: postgres.ReservedSql): Promise<string> {
  const [extension] = await sql<{ installed: string | null; available: string | null }[]>`
    select installed_version as installed, default_version as available
    from pg_available_extensions where name = 'vector'`;
  if (!extension?.installed) throw new Error('The extension vector is not installed.');
  const { installed, available } = extension;
  const isOutdated = available !== null && isOlder(installed, parseVersion(available));
  if (isOutdated) await sql`alter extension vector update`;
  const current = isOutdated ? available : installed;
  if (isOlder(current, minimumVectorVersion)) {
    throw new Error(
      `pgvector ${minimumVectorVersion.join('.')} or later is required (found ${current}). Upgrade the database engine.`,
    );
  }
  return current;
}

const parseVersion = (version: string): number[] => version.split('.').map(Number);

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = parseVersion(version);
  for (const [index, part] of than.entries()) {
    if ((parts[index] ?? 0) !== part) return (parts[index] ?? 0) < part;
  }
  return false;
}

async function setBedrockPassword(sql: postgres.Sql, password: string): Promise<void> {
  const [statement] = await sql<{ text: string }[]>`
    select format('alter role bedrock_user with login password %L', ${buildScramVerifier(password)}::text) as text`;
  if (statement) await sql.unsafe(statement.text);
}
