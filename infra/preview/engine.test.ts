import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { engineTimeoutMilliseconds, runInEngine } from './engine.js';
import { previewStack } from './preview.js';
import { readStackFile } from './stack-file.js';

const { main, runtime } = parse(await readFile('Pulumi.yaml', 'utf8')) as {
  main: string;
  runtime: { options: { nodeargs: string } };
};
const nodeArguments = runtime.options.nodeargs.split(' ');

describe("the program in Pulumi's Node host", () => {
  it('starts with the options of Pulumi.yaml and registers the resources of the offline plan', async () => {
    const run = await runInEngine(await readStackFile('.', 'dev'), main, nodeArguments);
    expect([run.exitCode, run.log]).toEqual([0, expect.anything()]);
    const { resources } = await previewStack('dev');
    // The host also registers the stack, and makes it the parent of top-level resources.
    const registered = run.resources
      .filter(({ type }) => type !== 'pulumi:pulumi:Stack')
      .map(({ type, name }) => `${type} ${name}`);
    expect(registered.sort()).toEqual(resources.map(({ type, name }) => `${type} ${name}`).sort());
  });

  it(
    'fails with an error that lists all invalid settings, without a stack trace',
    async () => {
      const file = await readStackFile('.', 'dev');
      const config = { ...file.config, 'healthcare-backend:network': '{"natStrategy":"two","colour":"blue"}' };
      const run = await runInEngine({ ...file, config }, main, nodeArguments);
      expect(run.exitCode).not.toBe(0);
      expect(run.log).toContain('Pulumi.dev.yaml has 2 invalid settings');
      expect(run.log).toContain('healthcare-backend:network.colour: found "blue"');
      expect(run.log).not.toMatch(/\n\s+at .*\.ts:/);
      expect(run.resources.filter(({ type }) => type !== 'pulumi:pulumi:Stack')).toEqual([]);
      // On Node 20 a failed host waits for its connections.
    },
    engineTimeoutMilliseconds,
  );
});
