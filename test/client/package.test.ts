import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../functions/local/server.js';
import { findFreePort } from '../support/free-port.js';
import { createSampleServer, type SampleServer } from '../support/local-server.js';
import { createTestFolder } from '../support/test-folder.js';

const folder = createTestFolder();
const modules = join(folder, 'node_modules');
const installed = join(modules, 'healthcare-backend-client');
let sample: SampleServer;
let listening: { close(): Promise<void> };
let origin: string;

/** Doesn't block, because the examples call the server in this process. */
async function run(command: string, args: string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd });
  return stdout;
}

beforeAll(async () => {
  // What `npm install` of the packed file does, without the network.
  await run('npm', ['run', '--silent', 'build'], 'client');
  const printed = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], 'client');
  const packed = printed.trim().split('\n').at(-1) ?? '';
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, packed), '-C', installed, '--strip-components=1'], folder);
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers', '@types', 'undici-types']) {
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const port = await findFreePort();
  origin = `http://localhost:${port}`;
  sample = await createSampleServer(origin);
  listening = await listen(sample.server, port);
});
afterAll(async () => {
  await listening?.close();
  await sample?.close();
});

const examples = [
  ...readFileSync('client/README.md', 'utf8').matchAll(/## (.+)\n(?:(?!```|## )[\s\S])*```ts\n([\s\S]*?)```/g),
].map(([, title = '', code = '']) => ({ title, code }));

const expectedOutput: Readonly<Record<string, RegExp>> = {
  'Read a list': /^(.+ \d{4}(-\d\d){0,2}\n){10,}$/,
  'Book a slot': /^Booked .+ with .+\n$/,
  'Edit a resource': /^null Springfield\n$/,
  'Handle a problem': /^\/birthDate must not be in the future\n$/,
  'Upload a file': /^questions\.txt available\n$/,
};

describe('the packed client', () => {
  it('contains the code, its types and nothing else', () => {
    expect(readdirSync(installed).sort()).toEqual(['README.md', 'dist', 'package.json']);
    expect(readdirSync(join(installed, 'dist')).filter((name) => !/\.(js|d\.ts)$/.test(name))).toEqual([]);
  });

  it.each(['browser', 'neutral'] as const)(
    'has no dependency on Node when bundled for the platform %s',
    async (platform) => {
      const entry = join(installed, 'dist/index.js');
      const { outputFiles, metafile } = await build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        metafile: true,
        minify: true,
        format: 'esm',
        platform,
        mainFields: ['module', 'main'],
        conditions: ['import'],
      });
      expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
      expect(outputFiles[0]?.text).not.toMatch(/\beval\(|\brequire\(|node:|process\.env/);
    },
  );

  it('has the five examples of its README', () => {
    expect(examples.map(({ title }) => title)).toEqual(Object.keys(expectedOutput));
  });

  it.each(examples)('works as in the example "$title"', async ({ title, code }) => {
    const file = join(folder, `${title.replaceAll(' ', '-').toLowerCase()}.ts`);
    writeFileSync(file, code.replaceAll('http://localhost:3000', origin));
    const output = await run(process.execPath, ['--import', resolve('node_modules/tsx/dist/loader.mjs'), file], folder);
    expect(output).toMatch(expectedOutput[title] ?? /^$/);
  });

  it('has types that accept its examples in strict mode', async () => {
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], folder);
  });
});
