import * as z from 'zod';
import { regionSyntax } from '../config/settings/fields.js';
import { StackConfig } from '../config/settings/stack.js';
import { runCommand, writeGenerated } from './command.js';

const help = `Writes config/settings/stack.schema.json, which editors use for Pulumi.<stack>.yaml, from the settings.

  npm run config:schema                write the file
  npm run config:schema -- --check     exit with code 1 if the file is out of date`;

/** Prefix of the project's settings; each section is one key. */
const project = 'healthcare-backend';

function renderSchema(): string {
  const { properties = {}, required = [], $defs } = z.toJSONSchema(StackConfig, { io: 'input' });
  const config = {
    type: 'object',
    properties: {
      'aws:region': {
        type: 'string',
        pattern: regionSyntax.source,
        description: 'AWS region of the stack, such as `us-east-1`.',
      },
      ...Object.fromEntries(Object.entries(properties).map(([section, schema]) => [`${project}:${section}`, schema])),
    },
    required: ['aws:region', ...required.map((section) => `${project}:${section}`)],
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

await runCommand({ help, options: { check: { type: 'boolean' } } }, ({ values: { check } }) =>
  writeGenerated('config/settings/stack.schema.json', renderSchema(), { check, command: 'npm run config:schema' }),
);
