import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * `@hono/zod-openapi` imports zod's namespace, and with it all that zod can do; nothing here calls these parts of it, and
 * they would be a tenth of a bundle.
 */
const uncalledModules = /zod[\\/]v4[\\/](?:classic[\\/]from-json-schema|core[\\/]compile)\.js$/;

const exportedNames = /^export (?:async )?(?:function|class|const) (\w+)/gm;

/** The OpenAPI document is made when the project is built; a function that answers it has it as a file. */
const generatorImports = /\bOpenApiGeneratorV3(?:1)?, /g;

/** A function that tells whoever calls it after all, and where to put it back. */
const buildRefusal = (path: string) =>
  `function refuse() { throw new Error(${JSON.stringify(`A part of ${basename(dirname(path))}/${basename(path)} is left out of the bundles; see infra/components/functions/only-what-is-called.ts.`)}); }`;

/** Leaves parts of packages out that no function calls, and that esbuild can't know to be so. */
export const omitUncalledCode: Plugin = {
  name: 'only-what-is-called',
  setup({ onLoad }) {
    // Zod's messages in forty other languages are 250 KB.
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.c?js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
    onLoad({ filter: uncalledModules }, async ({ path }) => {
      const names = [...(await readFile(path, 'utf8')).matchAll(exportedNames)].map(([, name]) => `refuse as ${name}`);
      return { contents: `${buildRefusal(path)} export { ${names.join(', ')} };` };
    });
    onLoad({ filter: /@hono[\\/]zod-openapi[\\/]dist[\\/]index\.mjs$/ }, async ({ path }) => {
      const whole = await readFile(path, 'utf8');
      const contents = `${whole.replace(generatorImports, '')}
        ${buildRefusal(path)} const OpenApiGeneratorV3 = refuse, OpenApiGeneratorV31 = refuse;`;
      return { contents, resolveDir: dirname(path) };
    });
  },
};
