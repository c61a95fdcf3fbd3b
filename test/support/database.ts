import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type postgres from 'postgres';
import { inject } from 'vitest';
import type { CallerRole } from '../../db/schema/policies.js';
import { requireNothingPrinted, requireNothingStored } from './printed-text.js';
import {
  type CreatedDatabase,
  createEmbeddedDatabase,
  createServerDatabase,
  type OpenDatabase,
  openDatabase,
} from './scratch-database.js';

/** A migrated database for one test file. */
export interface TestDatabase extends OpenDatabase {
  /** @throws Error if the test file printed or logged patient data, or left it in a stored response */
  close(): Promise<void>;
}

async function createDatabase({ isEmpty }: { isEmpty: boolean }): Promise<CreatedDatabase> {
  const source = inject('testDatabase');
  if ('imagePath' in source) return createEmbeddedDatabase(isEmpty ? undefined : await openAsBlob(source.imagePath));
  const { url, template } = source;
  // The name starts with the template's, so that the end of the run drops databases that are left.
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  return createServerDatabase(url, { name, ...(!isEmpty && { template }) });
}

/** A database without tables, for tests of migrations. */
export const createEmptyDatabase = () => createDatabase({ isEmpty: true });

export async function createTestDatabase({ poolSize = 4 } = {}): Promise<TestDatabase> {
  const opened = openDatabase(await createDatabase({ isEmpty: false }), { DATABASE_POOL_SIZE: String(poolSize) });
  return {
    ...opened,
    async close() {
      try {
        await requireNothingPrinted(opened.sql);
        await requireNothingStored(opened.sql);
      } finally {
        await opened.close();
      }
    },
  };
}

/** Runs statements as the role `app` with a caller, as an attacker on the functions' own connection would. */
export function asCaller<Result>(
  sql: postgres.Sql,
  caller: { role: CallerRole; subject: string } | undefined,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  return sql.begin(async (tx) => {
    await tx`set local role app`;
    if (caller) {
      await tx`select set_config('app.role', ${caller.role}, true), set_config('app.subject', ${caller.subject}, true)`;
    }
    return work(tx);
  }) as Promise<Result>;
}
