import { posix } from 'node:path';
import type { DependencyFinding } from './exceptions.js';

export interface LockedPackage {
  /** Set if the package is installed under another name. */
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

/** npm's package-lock.json, version 3: path in node_modules → package; the empty path is the project itself. */
export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export const parsePackageName = (path: string): string => path.replace(/^.*node_modules\//, '');

export const listPackages = ({ packages }: Lockfile): [path: string, locked: LockedPackage][] =>
  Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);

const registry = 'https://registry.npmjs.org/';

/** npm prefers this file over package-lock.json. */
export const checkShrinkwrap = (files: readonly string[]): DependencyFinding[] =>
  files
    .filter((file) => /(^|\/)npm-shrinkwrap\.json$/.test(file))
    .map((where) => ({ check: 'lockfile', where, what: 'overrides the lockfile; remove it' }));

/** Adds the packages of other folders, none of which is deployed. */
export const withTools = (own: Lockfile, others: readonly Lockfile[]): Lockfile => ({
  ...own,
  packages: Object.fromEntries([
    ...Object.entries(own.packages),
    ...others.flatMap((other, index) =>
      listPackages(other).map(([path, one]) => [`${index}/${path}`, { ...one, dev: true }] as const),
    ),
  ]),
});

/** Checks that every package is locked to one version from the registry, with its hash. */
export function checkLockfile(lockfile: Lockfile, manifest: Manifest, folder = '.'): DependencyFinding[] {
  const at = (where: string, what: string): DependencyFinding => ({
    check: 'lockfile',
    where: posix.join(folder, where),
    what,
  });
  const findings: DependencyFinding[] = [];
  if (lockfile.lockfileVersion !== 3) findings.push(at('package-lock.json', 'is not version 3; run npm install'));
  for (const [path, { resolved, integrity, name = parsePackageName(path) }] of listPackages(lockfile)) {
    if (!/^sha512-/.test(integrity ?? ''))
      findings.push(at(path, 'has no SHA-512 hash; remove it from the lockfile and run npm install'));
    // Without a source, npm uses its configured registry, where another package can have the same name.
    const source = `${registry}${name}/-/`;
    if (resolved !== undefined && !resolved.startsWith(source)) findings.push(at(path, `does not come from ${source}`));
  }
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  for (const [name, version] of Object.entries(wanted)) {
    if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) {
      findings.push(
        at(`package.json, ${name}`, `is ${version}; name an exact version, as npm install --save-exact does`),
      );
    } else if (lockfile.packages[`node_modules/${name}`]?.version !== version) {
      findings.push(at(`package.json, ${name}`, 'has another version in the lockfile; run npm install'));
    }
  }
  return findings;
}
