import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Parts of zod that no function calls but every bundle would contain, as a tenth of its size: `@hono/zod-openapi` imports
 * zod's whole namespace.
 */
const uncalledModules = /zod[\\/]v4[\\/](?:classic[\\/]from-json-schema|core[\\/]compile)\.js$/;

const exportedNames = /^export (?:async )?(?:function|class|const) (\w+)/gm;

/** Functions serve the OpenAPI document from a file and never generate it. */
const generatorImports = /\bOpenApiGeneratorV3(?:1)?, /g;

/** Source of a function that replaces omitted code; its error says where to restore it. */
const buildRefusal = (path: string) =>
  `function refuse() { throw new Error(${JSON.stringify(`${basename(dirname(path))}/${basename(path)} is omitted from bundles; see infra/components/functions/only-what-is-called.ts.`)}); }`;

/** Omits parts of packages that no function calls but that esbuild can't prove unused. */
export const omitUncalledCode: Plugin = {
  name: 'only-what-is-called',
  setup({ onLoad }) {
    // Zod's messages in forty other languages add 250 KB.
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
