/** What is wrong, where, and how to fix it. */
export interface DependencyFinding {
  readonly check: 'lockfile' | 'license' | 'action' | 'secret' | 'advisory';
  readonly where: string;
  readonly what: string;
}

/** An advisory that is accepted for a limited time. */
export interface AcceptedAdvisory {
  /** For example `GHSA-xxxx-xxxx-xxxx`. */
  readonly id: string;
  /** Why it is harmless here, and what must happen before this entry can be removed. */
  readonly reason: string;
  /** The last day of the exception, `YYYY-MM-DD`. */
  readonly until: string;
}

export const acceptedAdvisories: readonly AcceptedAdvisory[] = [];

/** SPDX identifiers of licenses that require only a notice. */
export const allowedLicenses: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
];

/** A package whose license is not on the list or not declared correctly. */
export interface AcceptedLicense {
  /** A name, or a prefix followed by `*`. */
  readonly package: string;
  /** The declared license; empty if there is none. */
  readonly license: string;
  readonly reason: string;
  /** Whether the package is also accepted in deployed code. */
  readonly isForProduction: boolean;
}

export const acceptedLicenses: readonly AcceptedLicense[] = [
  {
    package: '@logdna/tail-file',
    license: 'SEE LICENSE IN LICENSE',
    reason: 'Its LICENSE file is the MIT license.',
    isForProduction: false,
  },
  {
    package: 'reserved',
    license: '',
    reason: 'Its LICENSE-MIT file is the MIT license; its package.json declares it in a form that npm no longer reads.',
    isForProduction: false,
  },
  {
    package: 'argparse',
    license: 'Python-2.0',
    reason: 'A permissive license; a tool that only runs here.',
    isForProduction: false,
  },
  {
    package: 'spdx-exceptions',
    license: 'CC-BY-3.0',
    reason: 'Data of a tool that only runs here.',
    isForProduction: false,
  },
  {
    package: 'lightningcss*',
    license: 'MPL-2.0',
    reason: 'Unchanged, in a tool that only runs here: the license requires the sources of modified files only.',
    isForProduction: false,
  },
  {
    package: 'elkjs',
    license: 'EPL-2.0',
    reason: 'Unchanged, in a tool of a peer that only the benchmark installs.',
    isForProduction: false,
  },
  {
    package: '@visx/vendor',
    license: 'MIT and ISC',
    reason:
      'Both are allowed; the expression is written in another case. A tool of a peer that only the benchmark installs.',
    isForProduction: false,
  },
];

/** An image that a workflow references by a name that can be reassigned. */
export interface AcceptedImage {
  readonly image: string;
  readonly reason: string;
}

export const acceptedImages: readonly AcceptedImage[] = [
  {
    image: 'pgvector/pgvector:pg17',
    reason: 'A database for tests, in a job without secrets; it gets the same minor updates as the cluster.',
  },
  {
    image: 'node:20-trixie',
    reason: 'Runs the fault tests, in a job without secrets; nothing is deployed from there.',
  },
];

/** A text that looks like a secret but isn't. */
export interface KnownFalsePositive {
  readonly file: string;
  /** The kind of secret that it resembles. */
  readonly kind: string;
  readonly reason: string;
}

export const knownFalsePositives: readonly KnownFalsePositive[] = [];
