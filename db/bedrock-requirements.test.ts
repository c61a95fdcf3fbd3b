import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/**
 * "Using Aurora PostgreSQL as a knowledge base for Amazon Bedrock" in the Aurora user guide: schema, table, columns,
 * indexes and privileges that Bedrock requires of a table.
 */
describe('the knowledge base has what Amazon Bedrock Knowledge Bases requires', () => {
  it('the columns and their types', async () => {
    const columns = await db.sql`
      select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
      from pg_attribute a
      where a.attrelid = 'bedrock_integration.knowledge_base'::regclass and a.attnum > 0 and not a.attisdropped
      order by a.attnum`;
    expect([...columns]).toEqual([
      { name: 'id', type: 'uuid' },
      { name: 'embedding', type: 'vector(1024)' },
      { name: 'chunks', type: 'text' },
      { name: 'metadata', type: 'json' },
      { name: 'custom_metadata', type: 'jsonb' },
    ]);
  });

  it('the primary key on id', async () => {
    const [key] = await db.sql`
      select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = 'bedrock_integration.knowledge_base'::regclass and contype = 'p'`;
    expect(key?.definition).toBe('PRIMARY KEY (id)');
  });

  it('an HNSW index for cosine distance, and indexes for the words of chunks and for custom metadata', async () => {
    const indexes = await db.sql<{ definition: string }[]>`
      select indexdef as definition from pg_indexes
      where schemaname = 'bedrock_integration' and tablename = 'knowledge_base'`;
    const definitions = indexes.map(({ definition }) => definition.replace(/^.* USING /, ''));
    expect(definitions).toContainEqual(
      expect.stringMatching(/^hnsw \(embedding vector_cosine_ops\) WITH \(m='16', ef_construction='256'\)$/),
    );
    expect(definitions).toContain("gin (to_tsvector('simple'::regconfig, chunks))");
    expect(definitions).toContain('gin (custom_metadata)');
  });

  it('a separate user with access to this table only', async () => {
    const [rights] = await db.sql`
      select rolcanlogin as "canSignIn",
        has_schema_privilege('bedrock_user', 'bedrock_integration', 'USAGE') as "usesSchema",
        has_table_privilege('bedrock_user', 'bedrock_integration.knowledge_base', 'SELECT') as reads,
        has_table_privilege('bedrock_user', 'bedrock_integration.knowledge_base', 'INSERT') as adds,
        has_table_privilege('bedrock_user', 'bedrock_integration.knowledge_base', 'UPDATE') as changes,
        has_table_privilege('bedrock_user', 'bedrock_integration.knowledge_base', 'DELETE') as removes
      from pg_roles where rolname = 'bedrock_user'`;
    expect(rights).toEqual({
      canSignIn: true,
      usesSchema: true,
      reads: true,
      adds: true,
      changes: true,
      removes: true,
    });
    const others = await db.sql`
      select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p', 'v') and relnamespace = 'public'::regnamespace
        and has_table_privilege('bedrock_user', oid, 'SELECT, INSERT, UPDATE, DELETE')`;
    expect([...others]).toEqual([]);
  });

  it('pgvector 0.8.0 or later, which continues a search when rows are filtered out', async () => {
    const [extension] = await db.sql<{ version: string }[]>`
      select extversion as version from pg_extension where extname = 'vector'`;
    const [major = 0, minor = 0] = (extension?.version ?? '').split('.').map(Number);
    expect(major > 0 || minor >= 8).toBe(true);
  });
});
