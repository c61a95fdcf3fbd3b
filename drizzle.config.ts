import { defineConfig } from 'drizzle-kit';

/** Without credentials, so that drizzle-kit's own studio doesn't start: it answers every web page. Use npm run db:studio. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/index.ts',
  out: './db/migrations',
  casing: 'snake_case',
  schemaFilter: ['public', 'bedrock_integration'],
});
