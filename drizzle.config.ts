import { defineConfig } from 'drizzle-kit';
import { localDatabaseUrl } from './db/local-url.js';

export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/index.ts',
  out: './db/migrations',
  casing: 'snake_case',
  schemaFilter: ['public', 'bedrock_integration'],
  dbCredentials: { url: localDatabaseUrl() },
});
