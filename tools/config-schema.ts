import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { StackConfig } from '../config/settings/stack.js';

/** The JSON Schema that every `Pulumi.<stack>.yaml` references in its first line, for editors. */
const path = 'config/settings/stack.schema.json';

/** Prefix of the project's settings; each section is one key. */
const project = 'healthcare-backend';

/** Renders the JSON Schema of a stack's file from StackConfig. */
function renderSchema(): string {
  const { properties, required, $defs } = z.toJSONSchema(StackConfig, { io: 'input' });
  const keyed = (sections: readonly string[]) => sections.map((section) => `${project}:${section}`);
  const config = {
    type: 'object',
    properties: {
      'aws:region': {
        type: 'string',
        pattern: '^[a-z]{2}(-[a-z]+)+-\\d$',
        description: 'AWS region of the stack, such as `us-east-1`.',
      },
      ...Object.fromEntries(
        Object.entries(properties ?? {}).map(([section, schema]) => [`${project}:${section}`, schema]),
      ),
    },
    required: ['aws:region', ...keyed(required ?? [])],
    // Keys of other projects are allowed. Of the AWS provider's keys, the program reads only the region.
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
const text = renderSchema();
if (values.check) {
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(`${path} does not match config/settings/stack.ts. Run: npm run config:schema\n`);
    process.exitCode = 1;
  }
} else {
  await writeFile(path, text);
  process.stdout.write(`Wrote ${path}\n`);
}
