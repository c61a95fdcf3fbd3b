import { homedir } from 'node:os';
import { join } from 'node:path';

export interface CheckResult {
  readonly name: string;
  /** Undefined if the check passed. */
  readonly failure?: string;
  /** Why the check can't run here. */
  readonly skipped?: string;
}

/** Checks of the product by programs of third parties, which are downloaded to a cache outside of the repository. */
export interface Suite {
  readonly name: string;
  readonly description: string;
  run(options: { readonly isShort: boolean; onProgress(text: string): void }): Promise<readonly CheckResult[]>;
}

/** Downloaded programs, which are kept between runs. */
export const cacheFolder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'healthcare-backend',
  'conformance',
);
