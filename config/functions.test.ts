import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FunctionDefinition, functionCatalog } from './functions.js';

const definitions = Object.entries(functionCatalog) as [string, FunctionDefinition][];

describe('the catalog of functions', () => {
  it('contains the nine functions of the 2025 cost study', () => {
    const studyFunctions = [
      'patients',
      'medics',
      'exams',
      'reservations',
      'files',
      'agent_integration',
      'patient_lookup',
      'db_initialization',
      'data_loader',
    ];
    expect(Object.keys(functionCatalog)).toEqual(expect.arrayContaining(studyFunctions));
  });

  it('contains every folder with a handler', () => {
    const folders = readdirSync('functions').filter((name) => existsSync(`functions/${name}/handler.ts`));
    expect(Object.keys(functionCatalog)).toEqual(expect.arrayContaining(folders));
  });

  it('assigns each path to one function', () => {
    const paths = definitions.flatMap(([, { routes }]) => routes.map(({ path }) => path));
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('has timeouts below the 30 s of API Gateway for functions with routes', () => {
    for (const [name, { routes, timeoutSeconds }] of definitions) {
      if (routes.length > 0) expect([name, timeoutSeconds < 30]).toEqual([name, true]);
    }
  });

  it('refers to existing assets', () => {
    for (const [, { assets = {} }] of definitions) {
      for (const path of Object.values(assets)) expect([path, existsSync(path)]).toEqual([path, true]);
    }
  });
});
