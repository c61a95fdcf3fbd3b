import { dirname } from 'node:path';
import type * as pulumi from '@pulumi/pulumi';
import { type FunctionName, functionNames } from '../../config/functions.js';
import { bundleFunctions } from '../../infra/components/functions/bundle.js';
import { resolveVariables } from '../../infra/components/functions/testing.js';

// Bundles every function and prints, as JSON, its files, the modules loaded at a cold start and its environment
// variables. Input of `npm run bench -- cold-start`.
const bundles = await bundleFunctions(functionNames as readonly FunctionName[]);
const described = await Promise.all(
  Object.entries(bundles).map(async ([name, { code, atStart, sizeBytes }]) => {
    const assets = (await code.assets) as Record<string, pulumi.asset.FileAsset>;
    const folder = dirname((await assets['handler.mjs']?.path) ?? '');
    return { name, folder, sizeBytes, atStart, variables: await resolveVariables(name as FunctionName) };
  }),
);
process.stdout.write(JSON.stringify(described));
