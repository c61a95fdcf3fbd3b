import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FileRules, parseEnvironment } from '../config/environment.js';
import { localFolder } from '../db/client/addresses.js';
import { createApiRouters, localAgent, renderOpenApiDocument } from '../functions/local/functions.js';
import { createLocalObjects } from '../functions/local/objects.js';

const path = new URL('../docs/openapi.json', import.meta.url);
const objects = createLocalObjects({
  folder: resolve(localFolder, 'objects'),
  origin: 'http://localhost:3000',
  now: () => new Date(),
});
const document = renderOpenApiDocument(
  createApiRouters({ files: { objects, rules: parseEnvironment(FileRules, {}) }, agent: localAgent }),
);

if (process.argv.includes('--check')) {
  const written = await readFile(path, 'utf8').catch(() => '');
  if (written !== document) {
    process.stderr.write('docs/openapi.json is not what the code says. Run: npm run openapi\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(path, document);
  process.stdout.write('Wrote docs/openapi.json\n');
}
