import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as pulumi from '@pulumi/pulumi';
import { build, type Metafile } from 'esbuild';
import { type FunctionName, functionNames, getFunctionDefinition } from '../../../config/functions.js';
import { omitUncalledCode } from './only-what-is-called.js';

/** The code of a Lambda function. */
export interface LambdaBundle {
  readonly code: pulumi.asset.AssetArchive;
  /** SHA-256 of the names and contents of all files, in hexadecimal; the same for the same sources in any folder. */
  readonly hash: string;
  /** Size of all files, unzipped. */
  readonly sizeBytes: number;
  /** What a cold start loads: the handler and its static imports. */
  readonly atStart: LoadedAtStart;
}

export interface LoadedAtStart {
  /** Files of the bundle. */
  readonly files: readonly string[];
  readonly sizeBytes: number;
  /** Source files and the bytes that they contribute, largest first. */
  readonly modules: readonly { readonly path: string; readonly sizeBytes: number }[];
}

type Files = ReadonlyMap<string, Uint8Array>;

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Bundles that no plan or deployment used for this long are deleted. */
const retentionMilliseconds = 7 * 24 * 60 * 60 * 1000;

/** CommonJS packages call `require`, which ES modules don't have. */
const requireBanner =
  "import{createRequire as createRequireForPackages}from'node:module';const require=createRequireForPackages(import.meta.url);";

async function compile(root: string, entryPoint: string): Promise<{ files: Files; atStart: LoadedAtStart }> {
  if (!existsSync(join(root, entryPoint))) {
    throw new Error(`${entryPoint} does not exist; create it and export the function's handler from it.`);
  }
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { handler: entryPoint },
    outdir: 'bundle',
    write: false,
    bundle: true,
    // Dynamic imports become separate files, so that cold starts load no AWS client.
    splitting: true,
    minify: true,
    legalComments: 'none',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    banner: { js: requireBanner },
    plugins: [omitUncalledCode],
    // Chunk names depend on paths. Resolving links would give a linked node_modules other names than a real one.
    preserveSymlinks: true,
    metafile: true,
    logLevel: 'silent',
  });
  const folder = join(root, 'bundle');
  const files = new Map(outputFiles.map(({ path, contents }) => [relative(folder, path), contents]));
  return { files, atStart: readLoadedAtStart(metafile) };
}

function readLoadedAtStart({ outputs }: Metafile): LoadedAtStart {
  const loaded = new Set<string>();
  const load = (path: string) => {
    const output = outputs[path];
    if (output === undefined || loaded.has(path)) return;
    loaded.add(path);
    for (const { path: imported, kind } of output.imports) if (kind === 'import-statement') load(imported);
  };
  load('bundle/handler.mjs');
  const loadedOutputs = [...loaded].flatMap((path) => outputs[path] ?? []);
  const modules = loadedOutputs.flatMap(({ inputs }) =>
    Object.entries(inputs).map(([path, { bytesInOutput }]) => ({ path, sizeBytes: bytesInOutput })),
  );
  return {
    files: [...loaded].map((path) => relative('bundle', path)),
    sizeBytes: loadedOutputs.reduce((sum, { bytes }) => sum + bytes, 0),
    modules: modules.sort((one, other) => other.sizeBytes - one.sizeBytes),
  };
}

/** Reads a file, or all files of a folder, under its name in the bundle. */
async function readAsset(root: string, name: string, path: string): Promise<[string, Uint8Array][]> {
  const source = join(root, path);
  const found = await stat(source).catch(() => {
    throw new Error(`${path} does not exist; a bundle needs it as ${name}.`);
  });
  if (!found.isDirectory()) return [[name, await readFile(source)]];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, Uint8Array]> => {
        const file = join(entry.parentPath, entry.name);
        return [`${name}/${relative(source, file).replaceAll('\\', '/')}`, await readFile(file)];
      }),
  );
}

function hashFiles(files: Files): string {
  const hash = createHash('sha256');
  for (const [name, contents] of files) hash.update(`${name}\0${contents.length}\0`).update(contents);
  return hash.digest('hex');
}

/** Writes the files once, in a folder named by their hash. Another process can do so at the same time. */
async function storeBundle(folder: string, files: Files): Promise<void> {
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return;
  }
  const draft = `${folder}-${randomUUID()}`;
  for (const [name, contents] of files) {
    await mkdir(dirname(join(draft, name)), { recursive: true });
    await writeFile(join(draft, name), contents);
  }
  await rename(draft, folder).catch(async (error) => {
    await rm(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  });
}

async function deleteOldBundles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > retentionMilliseconds) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

/**
 * Bundles a Lambda function and its asset files.
 *
 * Pulumi compares archives by names and contents and zips them with constant timestamps, so equal files cause no
 * change. The archive refers to files because Pulumi copies the text of a `StringAsset` into the stack's state
 * (https://github.com/pulumi/pulumi/issues/1422).
 *
 * @param entryPoint path from the project's root of a module that exports `handler`
 * @param assets name in the bundle → file or folder, from the project's root
 * @throws Error if the entry point or an asset does not exist, or if the code does not compile
 */
export async function bundle(
  entryPoint: string,
  assets: Readonly<Record<string, string>> = {},
  root: string = projectRoot,
): Promise<LambdaBundle> {
  const { files: compiled, atStart } = await compile(root, entryPoint);
  const beside = await Promise.all(Object.entries(assets).map(([name, path]) => readAsset(root, name, path)));
  const files: Files = new Map([...compiled, ...beside.flat()].sort(([one], [other]) => (one < other ? -1 : 1)));
  const hash = hashFiles(files);
  const folder = join(root, '.local', 'bundles', hash);
  await storeBundle(folder, files);
  const archived = [...files.keys()].map((name) => [name, new pulumi.asset.FileAsset(join(folder, name))]);
  return {
    code: new pulumi.asset.AssetArchive(Object.fromEntries(archived)),
    hash,
    sizeBytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
    atStart,
  };
}

/** Bundles functions of the catalog; all of them by default. */
export async function bundleFunctions<Name extends FunctionName = FunctionName>(
  names: readonly Name[] = functionNames as readonly FunctionName[] as readonly Name[],
  root: string = projectRoot,
): Promise<Record<Name, LambdaBundle>> {
  const bundles = names.map(
    async (name) =>
      [name, await bundle(`functions/${name}/handler.ts`, getFunctionDefinition(name).assets, root)] as const,
  );
  const bundled = Object.fromEntries(await Promise.all(bundles)) as Record<Name, LambdaBundle>;
  await deleteOldBundles(join(root, '.local', 'bundles'));
  return bundled;
}

const bundleAll = async () => ({
  functions: await bundleFunctions(),
  tokenTrigger: await bundle('infra/components/identity/token-trigger/handler.ts'),
});

let bundled: ReturnType<typeof bundleAll> | undefined;

/** Bundles every function in a stack, once per process: plans of many variants of a stack share the code. */
export function bundleStack(): ReturnType<typeof bundleAll> {
  bundled ??= bundleAll();
  return bundled;
}
