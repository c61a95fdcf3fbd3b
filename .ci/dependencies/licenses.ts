import type { AcceptedLicense } from './exceptions.js';
import type { DependencyFinding } from './finding.js';
import { type Lockfile, listPackages, parsePackageName } from './lockfile.js';

/** Whether an SPDX expression can be met by allowed licences: any part of an OR, all parts of an AND. */
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

/** A package's own word on its licence, as npm writes it into a lockfile. */
export interface InstalledManifest {
  readonly license?: string | { readonly type?: string };
}

/**
 * What a lockfile says of a licence is covered by no hash, so it is held against the package where that is installed.
 * @param readManifest of the package at a path; undefined where it is not installed
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
    const what = `has the licence ${own || 'that it does not name'}, and the lockfile says ${locked || 'none'}`;
    return [{ check: 'licence', where: parsePackageName(path), what }];
  });
}

/** Every package of the lockfile has a licence that is allowed, or is accepted by name with a reason. */
export function checkLicenses(
  lockfile: Lockfile,
  allowed: readonly string[],
  accepted: readonly AcceptedLicense[],
): DependencyFinding[] {
  const used = new Set<AcceptedLicense>();
  const findings = listPackages(lockfile).flatMap(
    ([path, { license: licence = '', dev = false }]): DependencyFinding[] => {
      if (isAllowed(licence, allowed)) return [];
      const name = parsePackageName(path);
      const acceptance = accepted.find(
        (one) => matchesPattern(one.package, name) && one.licence === licence && (dev || one.isForProduction),
      );
      if (acceptance) {
        used.add(acceptance);
        return [];
      }
      const what = `has the licence ${licence || 'that it does not name'}, ${dev ? 'in development' : 'in what is deployed'}`;
      return [{ check: 'licence', where: name, what }];
    },
  );
  const unused = accepted.filter((one) => !used.has(one));
  return [
    ...findings,
    ...unused.map(
      ({ package: name }): DependencyFinding => ({
        check: 'licence',
        where: name,
        what: 'is accepted for nothing; remove the exception',
      }),
    ),
  ];
}
