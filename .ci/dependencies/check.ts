import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkActions } from './actions.js';
import { checkAdvisories } from './advisories.js';
import {
  acceptedAdvisories,
  acceptedImages,
  acceptedLicenses,
  allowedLicenses,
  knownFalsePositives,
} from './exceptions.js';
import type { DependencyFinding } from './finding.js';
import { checkInstalledLicenses, checkLicenses, type InstalledManifest } from './licenses.js';
import { checkLockfile, checkShrinkwrap, type Lockfile, listPackages, type Manifest, withTools } from './lockfile.js';
import { findSecretStores, findSecrets } from './secrets.js';

const help = `Checks what this project is made of besides its own code, and that no secret is in it.

  npm run check:dependencies                      lockfile, licences, actions, secrets, and npm audit where it answers
  npm run check:dependencies -- --offline         without npm audit
  npm run check:dependencies -- --require-audit   fails where npm audit does not answer: in CI it is a gate

What is accepted, why and until when: .ci/dependencies/exceptions.ts`;

const print = (line: string) => process.stdout.write(`${line}\n`);

const readJson = <Shape>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as Shape;

/** Larger files are made by tools, and are read by people too seldom to hide a secret in. */
const maxTextBytes = 4 * 1024 * 1024;

/** Files that git knows, and those that it would take. */
const listFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
    .split('\0')
    .filter((file) => file !== '');

function* readTexts(paths: readonly string[]): Generator<[file: string, content: string]> {
  for (const file of paths) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch {
      // Removed here, and still in git's index.
      continue;
    }
    if (bytes.byteLength > maxTextBytes) continue;
    if (bytes[0] === 0xff && bytes[1] === 0xfe) yield [file, bytes.toString('utf16le')];
    else if (!bytes.includes(0)) yield [file, bytes.toString('utf8')];
  }
}

/** Findings of `npm audit` on the lockfiles of folders, or why there are none. */
function runNpmAudit(folders: readonly string[]): DependencyFinding[] | string {
  const reports = folders.map((cwd) =>
    spawnSync('npm', ['audit', '--json'], { cwd, encoding: 'utf8', timeout: 60_000, maxBuffer: 2 ** 26 }),
  );
  const today = new Date().toISOString().slice(0, 10);
  const printed = reports.map(({ stdout }) => stdout);
  const findings = checkAdvisories(printed, acceptedAdvisories, today);
  if (findings !== undefined) return findings;
  const reason = /"message": "(.*?)"/.exec(printed.join(''))?.[1] ?? reports[0]?.stderr.split('\n')[0];
  return reason || 'npm printed no report';
}

/** The manifest of a package where it is installed. */
function readInstalledManifest(path: string): InstalledManifest | undefined {
  try {
    return readJson(join(path, 'package.json'));
  } catch {
    return undefined;
  }
}

function main(): void {
  const { values } = parseArgs({
    options: { offline: { type: 'boolean' }, 'require-audit': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    print(help);
    return;
  }
  const paths = listFiles();
  const texts = [...readTexts(paths)];
  const folders = paths.filter((path) => basename(path) === 'package-lock.json').map(dirname);
  const readLockfile = (folder: string) => readJson<Lockfile>(join(folder, 'package-lock.json'));
  const own = readLockfile('.');
  const lockfile = withTools(own, folders.filter((folder) => folder !== '.').map(readLockfile));
  const findings = [
    ...folders.flatMap((folder) =>
      checkLockfile(readLockfile(folder), readJson<Manifest>(join(folder, 'package.json')), folder),
    ),
    ...checkShrinkwrap(paths),
    ...checkLicenses(lockfile, allowedLicenses, acceptedLicenses),
    ...checkInstalledLicenses(own, readInstalledManifest),
    ...texts
      .filter(([file]) => /^\.github\/.*\.ya?ml$|(^|\/)action\.ya?ml$/.test(file))
      .flatMap(([file, content]) => checkActions(file, content, acceptedImages)),
    ...findSecretStores(paths),
    ...texts.flatMap(([file, content]) => findSecrets(file, content, knownFalsePositives)),
  ];
  const audited = values.offline ? undefined : runNpmAudit(folders);
  if (Array.isArray(audited)) findings.push(...audited);
  for (const { check, where, what } of findings) print(`${check}  ${where} ${what}`);
  const what = `${listPackages(lockfile).length} packages, ${texts.length} files`;
  print(findings.length === 0 ? `${what}: nothing found.` : `${what}: ${findings.length} found.`);
  if (typeof audited === 'string') print(`npm audit did not answer, so advisories were NOT looked at: ${audited}`);
  if (findings.length > 0 || (typeof audited === 'string' && values['require-audit'])) process.exitCode = 1;
}

main();
