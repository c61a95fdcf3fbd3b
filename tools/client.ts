import { readFile } from 'node:fs/promises';
import openApiToTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { runCommand, writeGenerated } from './command.js';

const help = `Writes client/src/schema.ts, the types of the typed client, from docs/openapi.json.

  npm run client                write the file
  npm run client -- --check     exit with code 1 if the file is out of date`;

const heading = '// Generated from docs/openapi.json by `npm run client`. Do not edit.\n\n';

await runCommand({ help, options: { check: { type: 'boolean' } } }, async ({ values: { check } }) => {
  const document = JSON.parse(await readFile('docs/openapi.json', 'utf8')) as OpenAPI3;
  // A default makes a property of a request optional for clients, although it is always there for the server.
  const types = astToString(await openApiToTypes(document, { defaultNonNullable: false, alphabetize: true }));
  await writeGenerated('client/src/schema.ts', `${heading}${types}`, { check, command: 'npm run client' });
});
