import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createTestFolder } from '../../test/support/test-folder.js';
import { listStackNames, readStackFile } from './stack-file.js';

const folder = createTestFolder();
beforeAll(async () => {
  await writeFile(join(folder, 'Pulumi.yaml'), 'name: clinic\nruntime: nodejs\n');
  await writeFile(
    join(folder, 'Pulumi.test.yaml'),
    'config:\n  aws:region: eu-west-1\n  clinic:network: { dualStack: false }\n  short: 3\n  clinic:key: { secure: v1:abc }\n',
  );
  await writeFile(join(folder, 'Pulumi.broken.yaml'), 'config: [\n');
  await writeFile(join(folder, 'Pulumi.list.yaml'), '- config\n');
  await writeFile(join(folder, 'Pulumi.empty.yaml'), 'encryptionsalt: v1:x\n');
  await writeFile(join(folder, 'Pulumi.nothing.yaml'), '');
});

describe('the file of a stack', () => {
  it("is read as Pulumi's CLI passes it on: full keys, structures as JSON, no encrypted values", async () => {
    expect(await readStackFile(folder, 'test')).toEqual({
      project: 'clinic',
      stack: 'test',
      config: {
        'aws:region': 'eu-west-1',
        'clinic:network': '{"dualStack":false}',
        'clinic:short': '3',
        'clinic:key': 'encrypted',
      },
    });
  });

  it('can be empty', async () => {
    expect((await readStackFile(folder, 'empty')).config).toEqual({});
    expect((await readStackFile(folder, 'nothing')).config).toEqual({});
  });

  it('that does not exist is an error that lists the existing stacks', async () => {
    await expect(readStackFile(folder, 'staging')).rejects.toThrow(
      'Pulumi.staging.yaml does not exist. The stacks are: broken, empty, list, nothing, test.',
    );
  });

  it.each([
    ['broken', 'Pulumi.broken.yaml is not valid YAML'],
    ['list', 'Pulumi.list.yaml is not a valid Pulumi file'],
  ])('that cannot be read is named: %s', async (stack, message) => {
    await expect(readStackFile(folder, stack)).rejects.toThrow(message);
  });
});

describe("the project's stacks", () => {
  it('are valid by the schema for editors', async () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(await readFile('config/settings/stack.schema.json', 'utf8')),
    );
    const stacks = await listStackNames('.');
    expect(stacks).toEqual(expect.arrayContaining(['dev', 'prod']));
    for (const stack of stacks) {
      const text = await readFile(`Pulumi.${stack}.yaml`, 'utf8');
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=config/settings/stack.schema.json');
      validate(parse(text));
      expect([stack, validate.errors]).toEqual([stack, null]);
    }
  });

  it('have a schema with a description of each setting', async () => {
    const undescribed = (schema: Record<string, unknown>, path: string): string[] => [
      ...Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>).flatMap(([key, part]) => [
        ...(part.properties === undefined && part.description === undefined ? [`${path}.${key}`] : []),
        ...undescribed(part, `${path}.${key}`),
      ]),
      ...[schema.items, schema.additionalProperties].flatMap((part) =>
        typeof part === 'object' && part !== null ? undescribed(part as Record<string, unknown>, path) : [],
      ),
    ];
    const schema = JSON.parse(await readFile('config/settings/stack.schema.json', 'utf8'));
    expect(undescribed(schema.properties.config, 'config')).toEqual([]);
  });

  it('are invalid with an unknown key at any depth', async () => {
    const schema = JSON.parse(await readFile('config/settings/stack.schema.json', 'utf8'));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const good = { 'aws:region': 'us-east-1', 'healthcare-backend:clinic': { timeZone: 'UTC' } };
    expect(validate({ config: good })).toBe(true);
    expect(validate({ config: { ...good, 'healthcare-backend:networks': {} } })).toBe(false);
    expect(validate({ config: { ...good, 'healthcare-backend:network': { nat: 1 } } })).toBe(false);
    expect(validate({ config: { ...good, 'pulumi:tags': { a: 'b' } } })).toBe(true);
    // The program's explicit provider ignores it.
    expect(validate({ config: { ...good, 'aws:profile': 'clinic' } })).toBe(false);
  });
});
