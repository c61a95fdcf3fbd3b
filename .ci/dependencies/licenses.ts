import type { AcceptedLicense, DependencyFinding } from './exceptions.js';
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
  /** Parses operands separated by an operator. */
  const list = (operator: string, parseOperand: () => boolean): boolean[] => {
    const operands = [parseOperand()];
    while (tokens[at] === operator) {
      at += 1;
      operands.push(parseOperand());
    }
    return operands;
  };
  const both = (): boolean => list('AND', term).every(Boolean);
  function either(): boolean {
    return list('OR', both).some(Boolean);
  }
  const result = either();
  return result && at === tokens.length;
}

const matchesPattern = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** The part of a package.json that declares its license. */
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
  for (const exception of accepted) {
    if (used.has(exception)) continue;
    const what = 'is accepted but no longer used; remove the exception';
    findings.push({ check: 'license', where: exception.package, what });
  }
  return findings;
}
