import type { FunctionName } from '../../../config/functions.js';
import { bundle, bundleFunctions, type LambdaBundle } from './bundle.js';

/** The code of every function that a stack has. */
export interface StackBundles {
  readonly functions: Readonly<Record<FunctionName, LambdaBundle>>;
  readonly tokenTrigger: LambdaBundle;
}

async function bundleStack(): Promise<StackBundles> {
  const functions = await bundleFunctions();
  return { functions, tokenTrigger: await bundle('infra/components/identity/token-trigger/handler.ts') };
}

let bundled: Promise<StackBundles> | undefined;

/** Bundles once a process: who plans many variants of a stack plans them with the same code. */
export function stackBundles(): Promise<StackBundles> {
  bundled ??= bundleStack();
  return bundled;
}
