import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Access } from './access.js';
import type { StatementSession } from './session.js';

const Query = z.object({
  sql: z.string(),
  params: z.array(z.unknown()).default([]),
  mode: z.enum(['array', 'object']).default('object'),
});

/** What Drizzle Studio's page sends, as drizzle-kit 0.31 reads it. */
const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('init') }),
  z.object({ type: z.literal('proxy'), data: Query }),
  z.object({ type: z.literal('tproxy'), data: z.array(z.object({ sql: z.string() })) }),
]);

const readMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Answers the page's messages in place of drizzle-kit's own server, which listens on a port that it opens to every web
 * origin and every process. Unlike drizzle-kit's, the answers don't contain the source of the schema.
 */
export class StudioProtocol {
  readonly #session: StatementSession;
  readonly #databaseHash: string;

  constructor(session: StatementSession, { host, port, database, role }: Access) {
    this.#session = session;
    // Under this key the page keeps its tabs and filters in the browser.
    this.#databaseHash = createHash('sha256').update(`${host}:${port}/${database} ${role}`).digest('hex');
  }

  /**
   * @returns the response's text
   * @throws z.ZodError for an unknown message
   */
  async answer(message: unknown): Promise<string> {
    const parsed = Message.parse(message);
    try {
      return JSON.stringify(await this.#run(parsed));
    } catch (error) {
      return JSON.stringify({ status: 'error', error: readMessage(error) });
    }
  }

  async #run(message: z.infer<typeof Message>): Promise<unknown> {
    if (message.type === 'init') {
      return {
        version: '6.2',
        dialect: 'postgresql',
        packageName: 'postgres',
        schemaFiles: [],
        customDefaults: [],
        relations: [],
        dbHash: this.#databaseHash,
      };
    }
    if (message.type === 'proxy') {
      const { sql, params, mode } = message.data;
      const [rows] = await this.#session.run([{ sql, params, isArray: mode === 'array' }]);
      return rows;
    }
    // The page expects the error of a transaction as its last result.
    return this.#session.run(message.data).catch((error: unknown) => [{ error: readMessage(error) }]);
  }
}
