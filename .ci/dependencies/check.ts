import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { print, runCommand } from '../../tools/command.js';
import { checkActions } from './actions.js';
import { checkAdvisories } from './advisories.js';
import {
  acceptedAdvisories,
  acceptedImages,
  acceptedLicenses,
  allowedLicenses,
  type DependencyFinding,
  knownFalsePositives,
} from './exceptions.js';
import { checkInstalledLicenses, checkLicenses, type InstalledManifest } from './licenses.js';
import { checkLockfile, checkShrinkwrap, type Lockfile, listPackages, type Manifest, withTools } from './lockfile.js';
import { findSecretStores, findSecrets } from './secrets.js';

const help = `Checks the dependencies and searches the repository for secrets.

  npm run check:dependencies                      lockfile, licenses, actions, secrets, and npm audit if the registry has it
  npm run check:dependencies -- --offline         without npm audit
  npm run check:dependencies -- --require-audit   fail if npm audit does not respond (CI)

Accepted findings, with reasons and end dates: .ci/dependencies/exceptions.ts`;

const readJson = <Shape>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as Shape;

/** Larger files are generated, and rarely read closely enough to notice a secret. */
const maxTextBytes = 4 * 1024 * 1024;

/** Tracked files, and untracked ones that git doesn't ignore. */
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
      // Deleted, but still in git's index.
      continue;
    }
    if (bytes.byteLength > maxTextBytes) continue;
    if (bytes[0] === 0xff && bytes[1] === 0xfe) yield [file, bytes.toString('utf16le')];
    else if (!bytes.includes(0)) yield [file, bytes.toString('utf8')];
  }
}

/** Returns the findings of `npm audit` in some folders, or the reason why it did not run. */
function runNpmAudit(folders: readonly string[]): DependencyFinding[] | string {
  const reports = folders.map((cwd) =>
    spawnSync('npm', ['audit', '--json'], { cwd, encoding: 'utf8', timeout: 60_000, maxBuffer: 2 ** 26 }),
  );
  const today = new Date().toISOString().slice(0, 10);
  const printed = reports.map(({ stdout }) => stdout);
  const findings = checkAdvisories(printed, acceptedAdvisories, today);
  if (findings !== undefined) return findings;
  const reason = /"message": "(.*?)"/.exec(printed.join(''))?.[1] ?? reports[0]?.stderr.split('\n')[0];
  return reason || 'npm returned no report';
}

function readInstalledManifest(path: string): InstalledManifest | undefined {
  try {
    return readJson(join(path, 'package.json'));
  } catch {
    return undefined;
  }
}

const options = { offline: { type: 'boolean' }, 'require-audit': { type: 'boolean' } } as const;

await runCommand({ help, options }, ({ values }) => {
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
  if (typeof audited === 'string') print(`npm audit did not respond, so advisories were NOT checked: ${audited}`);
  if (findings.length > 0 || (typeof audited === 'string' && values['require-audit'])) process.exitCode = 1;
});
