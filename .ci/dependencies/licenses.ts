import type { AcceptedLicense } from './exceptions.js';
import type { DependencyFinding } from './finding.js';
import { type Lockfile, listPackages, parsePackageName } from './lockfile.js';

/** Whether allowed licenses satisfy an SPDX expression: any part of an OR, all parts of an AND. */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const term = (): boolean => {
    const token = tokens[at++];
    if (token !== '(') return token !== undefined && allowed.includes(token);
    const inner = either();
    return tokens[at++] === ')' && inner;
  };
  const both = (): boolean => {
    let result = term();
    while (tokens[at] === 'AND') {
      at += 1;
      const next = term();
      result = result && next;
    }
    return result;
  };
  function either(): boolean {
    let result = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const next = both();
      result = result || next;
    }
    return result;
  }
  const result = either();
  return result && at === tokens.length;
}

const matchesPattern = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** Returns a package's declared license, as npm writes it into a lockfile. */
export interface InstalledManifest {
  readonly license?: string | { readonly type?: string };
}

/**
 * Compares the lockfile's licenses with those of installed packages, because no hash covers the lockfile's.
 * @param readManifest returns the manifest of the package at a path; undefined if it is not installed
 */
export function checkInstalledLicenses(
  lockfile: Lockfile,
  readManifest: (path: string) => InstalledManifest | undefined,
): DependencyFinding[] {
  return listPackages(lockfile).flatMap(([path, { license: locked = '' }]): DependencyFinding[] => {
    const manifest = readManifest(path);
    if (manifest === undefined) return [];
    const { license } = manifest;
    const own = (typeof license === 'string' ? license : license?.type) ?? '';
    if (own === locked) return [];
    const what = `has the license ${own || '(none)'}, but the lockfile says ${locked || 'none'}`;
    return [{ check: 'license', where: parsePackageName(path), what }];
  });
}

/** Checks that every package of the lockfile has an allowed license or is accepted by name with a reason. */
export function checkLicenses(
  lockfile: Lockfile,
  allowed: readonly string[],
  accepted: readonly AcceptedLicense[],
): DependencyFinding[] {
  const used = new Set<AcceptedLicense>();
  const findings = listPackages(lockfile).flatMap(([path, { license = '', dev = false }]): DependencyFinding[] => {
    if (isAllowed(license, allowed)) return [];
    const name = parsePackageName(path);
    const acceptance = accepted.find(
      (one) => matchesPattern(one.package, name) && one.license === license && (dev || one.isForProduction),
    );
    if (acceptance) {
      used.add(acceptance);
      return [];
    }
    const what = `has the license ${license || '(none)'}, ${dev ? 'in development' : 'in deployed code'}`;
    return [{ check: 'license', where: name, what }];
  });
  const unused = accepted.filter((one) => !used.has(one));
  return [
    ...findings,
    ...unused.map(
      ({ package: name }): DependencyFinding => ({
        check: 'license',
        where: name,
        what: 'is accepted but no longer used; remove the exception',
      }),
    ),
  ];
}
