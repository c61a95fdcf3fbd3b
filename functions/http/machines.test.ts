import { describe, expect, it } from 'vitest';
import { type FunctionDefinition, functionCatalog } from '../../config/functions.js';
import { permissions } from './permissions.js';

/** The path prefix of a permission's operations, if it differs from the permission's name. */
const pathOf: Record<string, string> = {
  'patients:lookup': 'patient-lookup',
  availability: 'reservations',
  assistant: 'agent',
  knowledge: 'agent',
};

const routes = Object.values(functionCatalog as Record<string, FunctionDefinition>).flatMap((each) => each.routes);

describe('the function catalog', () => {
  it('lets machines reach exactly the routes that the service role is permitted', () => {
    const permitted = Object.entries(permissions)
      .filter(([, roles]) => (roles as readonly string[]).includes('service'))
      .map(([permission]) => {
        const [name = ''] = permission.split(':');
        return `/v1/${pathOf[permission] ?? pathOf[name] ?? name}`;
      });
    const reached = routes
      .filter(({ authorizer, isForMachines }) => authorizer === 'iam' || isForMachines === true)
      .map(({ path }) => path.replace('/{proxy+}', ''));
    expect([...new Set(reached)]).toEqual(expect.arrayContaining([...new Set(permitted)]));
    expect(reached.filter((path) => !permitted.includes(path))).toEqual([]);
  });
});
