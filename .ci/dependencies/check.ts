import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkActions } from './actions.js';
import { checkAdvisories } from './advisories.js';
import { acceptedAdvisories, acceptedLicences, allowedLicences, knownNoSecrets } from './exceptions.js';
import type { Finding } from './finding.js';
import { checkLicences } from './licences.js';
import { checkLockfile, type Lockfile, type Manifest, packagesOf } from './lockfile.js';
import { findSecrets } from './secrets.js';

const help = `Checks what this project is made of besides its own code, and that no secret is in it.

  npm run check:dependencies                      lockfile, licences, actions, secrets, and npm audit where it answers
  npm run check:dependencies -- --offline         without npm audit
  npm run check:dependencies -- --require-audit   fails where npm audit does not answer: in CI it is a gate

What is accepted, why and until when: .ci/dependencies/exceptions.ts`;

const print = (line: string) => process.stdout.write(`${line}\n`);

const readJson = <Shape>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as Shape;

/** Larger files are made by tools, and are read by people too seldom to hide a secret in. */
const largestTextBytes = 4 * 1024 * 1024;

/** Files that git knows, and those that it would take. */
const files = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
    .split('\0')
    .filter((file) => file !== '');

function* textsOf(paths: readonly string[]): Generator<[file: string, content: string]> {
  for (const file of paths) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch {
      // Removed here, and still in git's index.
      continue;
    }
    if (bytes.byteLength <= largestTextBytes && !bytes.includes(0)) yield [file, bytes.toString('utf8')];
  }
}

/** Findings of `npm audit`, or why there are none. */
function audit(): Finding[] | string {
  const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 2 ** 26,
  });
  const findings = checkAdvisories(stdout, acceptedAdvisories, new Date().toISOString().slice(0, 10));
  if (findings !== undefined) return findings;
  const reason = /"message": "(.*?)"/.exec(stdout)?.[1] ?? stderr.split('\n')[0];
  return reason || 'npm printed no report';
}

function main(): void {
  const { values } = parseArgs({
    options: { offline: { type: 'boolean' }, 'require-audit': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    print(help);
    return;
  }
  const lockfile = readJson<Lockfile>('package-lock.json');
  const texts = [...textsOf(files())];
  const findings = [
    ...checkLockfile(lockfile, readJson<Manifest>('package.json')),
    ...checkLicences(lockfile, allowedLicences, acceptedLicences),
    ...texts
      .filter(([file]) => /^\.github\/.*\.ya?ml$/.test(file))
      .flatMap(([file, content]) => checkActions(file, content)),
    ...texts.flatMap(([file, content]) => findSecrets(file, content, knownNoSecrets)),
  ];
  const audited = values.offline ? undefined : audit();
  if (Array.isArray(audited)) findings.push(...audited);
  for (const { check, where, what } of findings) print(`${check}  ${where} ${what}`);
  const what = `${packagesOf(lockfile).length} packages, ${texts.length} files`;
  print(findings.length === 0 ? `${what}: nothing found.` : `${what}: ${findings.length} found.`);
  if (typeof audited === 'string') print(`npm audit did not answer, so advisories were NOT looked at: ${audited}`);
  if (findings.length > 0 || (typeof audited === 'string' && values['require-audit'])) process.exitCode = 1;
}

main();
