import { resolve } from 'node:path';
import { FileRules, parseEnvironment } from '../config/environment.js';
import { localFolder } from '../db/client/addresses.js';
import { createApiRouters, localAgent, renderOpenApiDocument } from '../functions/local/functions.js';
import { createLocalObjects } from '../functions/local/objects.js';
import { runCommand, writeGenerated } from './command.js';

const help = `Writes docs/openapi.json from the routes.

  npm run openapi                write the file
  npm run openapi -- --check     exit with code 1 if the file is out of date`;

await runCommand({ help, options: { check: { type: 'boolean' } } }, async ({ values: { check } }) => {
  const objects = createLocalObjects({
    folder: resolve(localFolder, 'objects'),
    origin: 'http://localhost:3000',
    now: () => new Date(),
  });
  const document = renderOpenApiDocument(
    createApiRouters({ files: { objects, rules: parseEnvironment(FileRules, {}) }, agent: localAgent }),
  );
  await writeGenerated('docs/openapi.json', document, { check, command: 'npm run openapi' });
});
