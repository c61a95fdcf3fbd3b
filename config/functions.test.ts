import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FunctionDefinition, functionCatalog } from './functions.js';

const definitions = Object.entries(functionCatalog) as [string, FunctionDefinition][];

describe('the catalogue of functions', () => {
  it('lists the nine of the cost report', () => {
    expect(Object.keys(functionCatalog)).toEqual([
      'patients',
      'medics',
      'exams',
      'reservations',
      'files',
      'agent_integration',
      'patient_lookup',
      'db_initialization',
      'data_loader',
    ]);
  });

  it('lists every folder that holds a handler', () => {
    const folders = readdirSync('functions').filter((name) => existsSync(`functions/${name}/handler.ts`));
    expect(Object.keys(functionCatalog)).toEqual(expect.arrayContaining(folders));
  });

  it('gives no path to two functions', () => {
    const paths = definitions.flatMap(([, { routes }]) => routes.map(({ path }) => path));
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('lets functions behind HTTP answer before API Gateway gives up after 30 s', () => {
    for (const [name, { routes, timeoutSeconds }] of definitions) {
      if (routes.length > 0) expect([name, timeoutSeconds < 30]).toEqual([name, true]);
    }
  });

  it('names assets that exist', () => {
    for (const [, { assets = {} }] of definitions) {
      for (const path of Object.values(assets)) expect([path, existsSync(path)]).toEqual([path, true]);
    }
  });
});
