import { randomUUID } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { redactStatement } from '../../db/embedded/sql-text.js';
import type { Access } from './access.js';

interface LoggedStatement {
  /** @param outcome `success`, `refused`, or an SQLSTATE; a message could quote rows */
  end(outcome: string, rowCount: number): Promise<void>;
}

/** Records who runs what, before it runs. */
export interface StatementLog {
  /** @throws Error if the entry can't be written; the statement must not run then */
  begin(sql: string): Promise<LoggedStatement>;
}

/**
 * Creates a log in a file of JSON lines that only its owner can read: one line before a statement runs and one with its
 * outcome. Statements are logged without literals, comments, parameters and results, because these can contain patient
 * data.
 */
export function createStatementLog(file: string, { person, role, login, host, port, database }: Access): StatementLog {
  const append = async (entry: object) => {
    await mkdir(dirname(file), { recursive: true });
    await appendFile(file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`, { mode: 0o600 });
  };
  return {
    async begin(sql) {
      const id = randomUUID();
      const startedAt = performance.now();
      await append({
        id,
        person,
        role,
        login,
        database: `${host}:${port}/${database}`,
        statement: redactStatement(sql),
      });
      return {
        end: (outcome, rowCount) =>
          append({ id, outcome, rowCount, milliseconds: Math.round(performance.now() - startedAt) }),
      };
    },
  };
}
