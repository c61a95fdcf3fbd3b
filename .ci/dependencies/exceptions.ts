/** An advisory that is lived with for a while. */
export interface AcceptedAdvisory {
  /** Such as `GHSA-xxxx-xxxx-xxxx`. */
  readonly id: string;
  /** Why it does no harm here, and what has to happen so that this entry can go. */
  readonly reason: string;
  /** `YYYY-MM-DD`; from the day after it fails again. */
  readonly until: string;
}

export const acceptedAdvisories: readonly AcceptedAdvisory[] = [];

/** SPDX identifiers of licences that any package may have: they ask for a notice, and nothing of who uses them. */
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

/** A package whose licence is not on the list, or that does not name it as it should. */
export interface AcceptedLicense {
  /** A name, or its beginning and `*`. */
  readonly package: string;
  /** As the package says it; nothing where it says nothing. */
  readonly licence: string;
  readonly reason: string;
  /** Whether it is right in what is deployed, too. */
  readonly isForProduction: boolean;
}

export const acceptedLicenses: readonly AcceptedLicense[] = [
  {
    package: '@logdna/tail-file',
    licence: 'SEE LICENSE IN LICENSE',
    reason: 'Its LICENSE file is the MIT licence.',
    isForProduction: false,
  },
  {
    package: 'reserved',
    licence: '',
    reason: 'Its LICENSE-MIT file is the MIT licence; its package.json names it in a form that npm no longer reads.',
    isForProduction: false,
  },
  {
    package: 'argparse',
    licence: 'Python-2.0',
    reason: 'A permissive licence; a tool that only runs here.',
    isForProduction: false,
  },
  {
    package: 'spdx-exceptions',
    licence: 'CC-BY-3.0',
    reason: 'Data of a tool that only runs here.',
    isForProduction: false,
  },
  {
    package: 'lightningcss*',
    licence: 'MPL-2.0',
    reason: 'Unchanged, in a tool that only runs here: the licence asks for the sources of changed files alone.',
    isForProduction: false,
  },
  {
    package: 'elkjs',
    licence: 'EPL-2.0',
    reason: 'Unchanged, in a tool of a peer that the benchmark alone installs.',
    isForProduction: false,
  },
  {
    package: '@visx/vendor',
    licence: 'MIT and ISC',
    reason:
      'Both are allowed; it writes the expression in another case. A tool of a peer that the benchmark alone installs.',
    isForProduction: false,
  },
];

/** An image that a workflow runs by a name that can be given to another one. */
export interface AcceptedImage {
  readonly image: string;
  readonly reason: string;
}

export const acceptedImages: readonly AcceptedImage[] = [
  {
    image: 'pgvector/pgvector:pg17',
    reason: 'A database for tests, in a job without secrets; its updates are the ones that the cluster gets too.',
  },
  {
    image: 'node:20-trixie',
    reason: 'Runs the fault tests, in a job without secrets; what is deployed is never made there.',
  },
];

/** A place that looks like a secret and is none. */
export interface KnownFalsePositive {
  readonly file: string;
  /** The kind of secret that it looks like. */
  readonly kind: string;
  readonly reason: string;
}

export const knownFalsePositives: readonly KnownFalsePositive[] = [];
