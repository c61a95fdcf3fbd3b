import { cp, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as pulumi from '@pulumi/pulumi';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { functionNames } from '../../../config/functions.js';
import { bundle, bundleFunctions, type LambdaBundle } from './bundle.js';
import { resolveVariables } from './testing.js';

const listFiles = async ({ code }: LambdaBundle): Promise<Record<string, string>> => {
  const assets = (await code.assets) as Record<string, pulumi.asset.FileAsset>;
  return Object.fromEntries(
    await Promise.all(Object.entries(assets).map(async ([name, { path }]) => [name, await path])),
  );
};

/** A header that every client of AWS sends. */
const awsClientMarker = 'amz-sdk-invocation-id';

let copy: string;
let bundles: Record<(typeof functionNames)[number], LambdaBundle>;
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'healthcare-bundle-'));
  for (const folder of ['config', 'db', 'functions', 'docs', 'package.json', 'tsconfig.json']) {
    await cp(folder, join(copy, folder), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  bundles = await bundleFunctions(functionNames);
});
afterAll(() => rm(copy, { recursive: true }));

describe('bundles', () => {
  it('of the same sources are the same bytes, repeatedly and in another folder', async () => {
    const again = await bundleFunctions(functionNames);
    const elsewhere = await bundleFunctions(functionNames, copy);
    for (const name of functionNames) {
      expect(elsewhere[name].hash).toBe(bundles[name].hash);
      expect(again[name].hash).toBe(bundles[name].hash);
      const [here, there] = [await listFiles(bundles[name]), await listFiles(elsewhere[name])];
      expect(Object.keys(there)).toEqual(Object.keys(here));
      for (const [file, path] of Object.entries(here)) {
        expect([file, (await readFile(path)).equals(await readFile(there[file] ?? ''))]).toEqual([file, true]);
      }
    }
  });

  it('change with their sources, and only if they import what changed', async () => {
    const source = join(copy, 'functions/medics/queries.ts');
    await writeFile(
      source,
      `${await readFile(source, 'utf8')}\nexport const changed = process.argv0;\nchanged.trim();\n`,
    );
    const { medics, patients } = await bundleFunctions(['medics', 'patients'], copy);
    expect(medics.hash).not.toBe(bundles.medics.hash);
    expect(patients.hash).toBe(bundles.patients.hash);
  });

  it('change with their assets', async () => {
    const before = (await bundleFunctions(['exams'], copy)).exams.hash;
    await writeFile(join(copy, 'docs/openapi.json'), '{}');
    expect((await bundleFunctions(['exams'], copy)).exams.hash).not.toBe(before);
  });

  it('contain no paths of the machine that built them', async () => {
    for (const name of functionNames) {
      for (const [file, path] of Object.entries(await listFiles(bundles[name]))) {
        const text = await readFile(path, 'utf8');
        expect([file, text.includes(process.cwd()), text.includes('node_modules/')]).toEqual([file, false, false]);
      }
    }
  });

  it('contain the OpenAPI document and the migrations if the catalog says so', async () => {
    const exams = await listFiles(bundles.exams);
    expect(await readFile(exams['openapi.json'] ?? '', 'utf8')).toBe(await readFile('docs/openapi.json', 'utf8'));
    const initialization = Object.keys(await listFiles(bundles.db_initialization));
    const migrations = await readdir('db/migrations', { recursive: true, withFileTypes: true });
    expect(initialization.filter((name) => name.startsWith('migrations/'))).toHaveLength(
      migrations.filter((entry) => entry.isFile()).length,
    );
    expect(initialization).toContain('migrations/meta/_journal.json');
  });

  it("load neither AWS clients nor zod's other languages at a cold start", async () => {
    for (const name of functionNames) {
      const files = await listFiles(bundles[name]);
      const scripts = Object.keys(files).filter((file) => file.endsWith('.mjs'));
      const texts = new Map(
        await Promise.all(scripts.map(async (file) => [file, await readFile(files[file] ?? '', 'utf8')] as const)),
      );
      const atStart = bundles[name].atStart.files.map((file) => texts.get(file) ?? '').join('\n');
      expect(Buffer.byteLength(atStart)).toBeGreaterThan(100_000);
      expect([name, atStart.includes(awsClientMarker)]).toEqual([name, false]);
      expect([name, [...texts.values()].some((text) => text.includes(awsClientMarker))]).toEqual([name, true]);
      expect([name, [...texts.values()].some((text) => text.includes('Ungültige Eingabe'))]).toEqual([name, false]);
    }
  });

  it('load at most 450 KB at a cold start', () => {
    for (const name of functionNames) {
      const { sizeBytes, modules } = bundles[name].atStart;
      const largest = modules.slice(0, 5).map((module) => `${module.path} ${module.sizeBytes}`);
      expect([name, sizeBytes <= 450_000, sizeBytes <= 450_000 || largest]).toEqual([name, true, true]);
      expect(modules.reduce((sum, module) => sum + module.sizeBytes, 0)).toBeLessThanOrEqual(sizeBytes);
    }
  });

  it('omit no part of zod that a function calls', async () => {
    const sources = ['config', 'db', 'functions'].map((folder) =>
      readdir(folder, { recursive: true }).then((files) => files.map((file) => join(folder, file))),
    );
    const deployed = (await Promise.all(sources))
      .flat()
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^functions\/local\//.test(file));
    const texts = await Promise.all(deployed.map(async (file) => [file, await readFile(file, 'utf8')] as const));
    const calling = texts.filter(([, text]) => /\bz\.(?:compile|fromJSONSchema)\b|zod\/compile/.test(text));
    expect(calling.map(([file]) => file)).toEqual([]);
    expect(deployed.length).toBeGreaterThan(100);
  });

  it.each(functionNames)('start: %s loads by itself, with the variables that it is deployed with', async (name) => {
    const files = await listFiles(bundles[name]);
    const folder = await mkdtemp(join(tmpdir(), 'healthcare-run-'));
    try {
      for (const [file, path] of Object.entries(files)) await cp(path, join(folder, file));
      for (const [variable, value] of Object.entries(await resolveVariables(name))) vi.stubEnv(variable, value);
      vi.stubEnv('DATABASE_URL', undefined);
      const loaded = (await import(pathToFileURL(join(folder, 'handler.mjs')).href)) as { handler?: unknown };
      expect(typeof loaded.handler).toBe('function');
    } finally {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    }
  });

  it('report their size', async () => {
    const { sizeBytes } = bundles.medics;
    const files = await listFiles(bundles.medics);
    const sizes = await Promise.all(Object.values(files).map(async (path) => (await readFile(path)).length));
    expect(sizeBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('are deleted after a week without use', async () => {
    const [old] = await readdir(join(copy, '.local/bundles'));
    const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
    await utimes(join(copy, '.local/bundles', old ?? ''), longAgo, longAgo);
    const left = async () => (await readdir(join(copy, '.local/bundles'))).includes(old ?? '');
    expect(await left()).toBe(true);
    await writeFile(join(copy, 'functions/medics/handler.ts'), 'export const handler = () => 1;\n');
    await bundleFunctions(['medics'], copy);
    expect(await left()).toBe(false);
  });

  it('fail for a missing handler, asset or import, and name it', async () => {
    await expect(bundle('functions/nowhere/handler.ts')).rejects.toThrow('functions/nowhere/handler.ts does not exist');
    await expect(bundle('functions/medics/handler.ts', { 'a.json': 'docs/a.json' })).rejects.toThrow(
      'docs/a.json does not exist; a bundle needs it as a.json',
    );
    await writeFile(join(copy, 'functions/medics/broken.ts'), "import './missing.js';\n");
    await expect(bundle('functions/medics/broken.ts', {}, copy)).rejects.toThrow('Could not resolve "./missing.js"');
  });
});
