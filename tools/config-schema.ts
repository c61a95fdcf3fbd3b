import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { StackConfig } from '../config/settings/stack.js';

/** Where editors find what a `Pulumi.<stack>.yaml` may hold; each of those files names it in its first line. */
const path = 'config/settings/stack.schema.json';

/** Pulumi keeps a project's settings under its name, one key per section. */
const project = 'healthcare-backend';

/** The JSON Schema of a stack's file, made from StackConfig. */
function schemaText(): string {
  const { properties, required, $defs } = z.toJSONSchema(StackConfig, { io: 'input' });
  const keyed = (sections: readonly string[]) => sections.map((section) => `${project}:${section}`);
  const config = {
    type: 'object',
    properties: {
      'aws:region': { type: 'string', pattern: '^[a-z]{2}(-[a-z]+)+-\\d$', description: 'Where the stack is.' },
      ...Object.fromEntries(
        Object.entries(properties ?? {}).map(([section, schema]) => [`${project}:${section}`, schema]),
      ),
    },
    required: ['aws:region', ...keyed(required ?? [])],
    // Other projects' keys are theirs; of the provider's the program reads the region alone.
    patternProperties: { [`^(?!(aws|${project}):)`]: true },
    additionalProperties: false,
  };
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of one environment',
    type: 'object',
    properties: { config },
    required: ['config'],
    ...($defs && { $defs }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const text = schemaText();
if (values.check) {
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(`${path} is not what config/settings/stack.ts says. Run: npm run config:schema\n`);
    process.exitCode = 1;
  }
} else {
  await writeFile(path, text);
  process.stdout.write(`Wrote ${path}\n`);
}
