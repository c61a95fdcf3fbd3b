import { describe, expect, it } from 'vitest';
import { functionNames, getFunctionDefinition } from '../../../config/functions.js';
import { listApiRoutes } from './routes.js';

const describeRoutes = (...route: Parameters<typeof listApiRoutes>) =>
  listApiRoutes(...route).map(({ key, authorizer, function: each }) => `${key} ${authorizer} ${each}`);

const bothPaths = (name: string) => [`/v1/${name}`, `/v1/${name}/{proxy+}`];
const describeAnyRoutes = (name: string, authorizer: string, each = name.replace('-', '_')) =>
  bothPaths(name).map((path) => `ANY ${path} ${authorizer} ${each}`);

/** The last routes of both APIs. */
const commonRoutes = ['ANY /v1/patient-lookup iam patient_lookup', '$default none exams'];

describe('the routes of an API', () => {
  it('for people are all routes of the catalog, with their authorizers', () => {
    expect(describeRoutes('people', { isCalledByPages: false })).toEqual([
      ...describeAnyRoutes('patients', 'jwt'),
      'ANY /v1/audit-events jwt patients',
      ...describeAnyRoutes('medics', 'jwt'),
      ...describeAnyRoutes('exams', 'jwt'),
      ...describeAnyRoutes('exam-results', 'jwt', 'exams'),
      'ANY /v1/health none exams',
      'ANY /v1/openapi.json none exams',
      'ANY /problems/{proxy+} none exams',
      ...describeAnyRoutes('reservations', 'jwt'),
      ...describeAnyRoutes('files', 'jwt'),
      ...describeAnyRoutes('agent', 'jwt', 'agent_integration'),
      ...commonRoutes,
    ]);
  });

  it('for machines are the routes open to machines, at the same paths, without tokens', () => {
    expect(describeRoutes('machines', { isCalledByPages: false })).toEqual([
      ...describeAnyRoutes('medics', 'iam'),
      ...describeAnyRoutes('exams', 'iam'),
      ...describeAnyRoutes('reservations', 'iam'),
      ...describeAnyRoutes('agent', 'iam', 'agent_integration'),
      ...commonRoutes,
    ]);
  });

  it('allow preflight requests without a token at each path that needs one', () => {
    const keys = describeRoutes('people', { isCalledByPages: true });
    const withToken = keys.filter((key) => key.includes(' jwt '));
    const asking = keys.filter((key) => key.startsWith('OPTIONS'));
    expect(asking).toEqual(withToken.map((key) => key.replace('ANY', 'OPTIONS').replace(' jwt ', ' none ')));
    expect(asking.length).toBeGreaterThan(0);
  });

  it('without an authorizer are the public ones, preflights and the fallback', () => {
    const open = listApiRoutes('people', { isCalledByPages: true }).filter(({ authorizer }) => authorizer === 'none');
    const said = functionNames.flatMap((name) =>
      getFunctionDefinition(name)
        .routes.filter(({ authorizer }) => authorizer === 'none')
        .map(({ path }) => `ANY ${path}`),
    );
    const keys = open.map(({ key }) => key).filter((key) => !key.startsWith('OPTIONS '));
    expect(keys).toEqual([...said, '$default']);
  });

  it("are fewer than an HTTP API's quota of 300", () => {
    expect(listApiRoutes('people', { isCalledByPages: true }).length).toBeLessThan(300);
  });
});
