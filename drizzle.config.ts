import { defineConfig } from 'drizzle-kit';
import { readDeployedDatabase, readLocalDatabaseUrl } from './db/client/addresses.js';

const common = {
  dialect: 'postgresql' as const,
  schema: './db/schema/index.ts',
  out: './db/migrations',
  casing: 'snake_case' as const,
  schemaFilter: ['public', 'bedrock_integration'],
};

const deployed = readDeployedDatabase(process.env);

export default defineConfig(
  deployed === undefined
    ? { ...common, dbCredentials: { url: readLocalDatabaseUrl() } }
    : { ...common, driver: 'aws-data-api', dbCredentials: deployed },
);
