import { readFile, writeFile } from 'node:fs/promises';
import { openApiDocument } from './functions.js';

const path = new URL('../../docs/openapi.json', import.meta.url);
const document = openApiDocument();

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
