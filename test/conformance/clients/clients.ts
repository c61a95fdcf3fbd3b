import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from '../../support/started-server.js';
import { type CheckResult, cacheFolder, type Suite } from '../suite.js';
import { type Generator, generatorJar, generators, npmPackages } from './generators.js';

const runFile = promisify(execFile);

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  types: [],
  strict: true,
  noEmit: true,
};

/** The variables that every program sets. */
const declarations = `
declare const process: { env: Record<string, string> };
const { ORIGIN: origin = '', TOKEN: token = '', PATIENT: patientId = '' } = process.env;
// Each program books another slot.
const turn = Number(process.env.TURN);
const [from = '', to = ''] = [2, 30].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
const ids: string[] = [];
let cursor: string | null | undefined;
let total: number | undefined;
let email: string | null | undefined;
let status: string | undefined;
`;

const report = `
console.log(JSON.stringify({ listed: new Set(ids).size, total, email, status }));
`;

async function installPackages(folder: string): Promise<void> {
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: npmPackages });
  if ((await readFile(join(folder, 'installed.json'), 'utf8').catch(() => '')) === manifest) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  await runFile('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  await writeFile(join(folder, 'installed.json'), manifest);
}

async function downloadJar(file: string): Promise<void> {
  const isExpected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex') === generatorJar.sha256;
  if (isExpected(await readFile(file).catch(() => new Uint8Array()))) return;
  const response = await fetch(generatorJar.url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!isExpected(bytes)) throw new Error(`${generatorJar.url} is not the expected file (status ${response.status}).`);
  await writeFile(file, bytes);
}

/** Creates a patient with an email address and without reservations, which could overlap with the booked slot. */
async function createPatient(origin: string, token: string): Promise<string> {
  const response = await fetch(`${origin}/v1/patients`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      givenName: 'Client',
      familyName: 'Check',
      birthDate: '1980-05-17',
      gender: 'female',
      email: 'check@clinic.example',
    }),
  });
  if (!response.ok) throw new Error(`POST /v1/patients: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/**
 * Generates a client, compiles it with its program and runs the program.
 * @throws Error that says which of these failed
 */
async function checkGenerator(
  { command, isJava, files, imports, program }: Generator,
  { tools, ...variables }: { tools: string; ORIGIN: string; TOKEN: string; PATIENT: string; TURN: string },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-client-'));
  try {
    await copyFile('docs/openapi.json', join(folder, 'openapi.json'));
    await symlink(join(tools, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts', 'out'] }));
    await writeFile(join(folder, 'program.ts'), `${imports}${declarations}${program}${report}`);
    for (const [file, text] of Object.entries(files ?? {})) await writeFile(join(folder, file), text);
    const options = {
      cwd: folder,
      env: { ...process.env, ...variables },
      maxBuffer: 64 * 1024 * 1024,
    };
    const run = (script: string, ...words: string[]) =>
      runFile(join(tools, 'node_modules', '.bin', script), words, options);
    const [tool = '', ...words] = command;
    if (isJava) await runFile('java', ['-jar', join(tools, 'openapi-generator.jar'), ...command], options);
    else await run(tool, ...words);
    await run('tsc', '-p', '.');
    const { stdout } = await run('tsx', 'program.ts');
    const { listed, total, email, status } = JSON.parse(stdout);
    if (!(listed > 20 && listed === total)) throw new Error(`It listed ${listed} of ${total} patients.`);
    if (email !== null) throw new Error(`The email address is ${email}, not null.`);
    if (status !== 'scheduled') throw new Error(`The reservation is ${status}, not scheduled.`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const describeFailure = (error: Error & { stdout?: string }): string =>
  `${error.message} ${error.stdout ?? ''}`.slice(0, 3000).trim();

/** Generates clients from the OpenAPI document with four generators, and uses them. */
export const clientsSuite: Suite = {
  name: 'clients',
  description: 'clients of four generators compile in strict mode, page through a list, clear a field and book',
  async run({ isShort, onProgress }) {
    const tools = join(cacheFolder, 'clients');
    const hasJava = spawnSync('java', ['-version']).status === 0;
    onProgress('installing the generators');
    await installPackages(tools);
    const { origin, close } = await startServer();
    const results: CheckResult[] = [];
    try {
      const token = await (await fetch(`${origin}/local/tokens/staff`)).text();
      for (const [turn, generator] of generators.entries()) {
        const { name, isJava = false } = generator;
        onProgress(name);
        if (isJava && (isShort || !hasJava)) {
          results.push({ name, skipped: isShort ? 'only in a full run' : 'Java is not installed' });
          continue;
        }
        try {
          if (isJava) await downloadJar(join(tools, 'openapi-generator.jar'));
          const PATIENT = await createPatient(origin, token);
          await checkGenerator(generator, { tools, ORIGIN: origin, TOKEN: token, PATIENT, TURN: String(turn) });
          results.push({ name });
        } catch (error) {
          results.push({ name, failure: describeFailure(error as Error) });
        }
      }
    } finally {
      await close();
    }
    return results;
  },
};
