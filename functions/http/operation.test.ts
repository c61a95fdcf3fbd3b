import { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { createApp } from './app.js';
import type { Services } from './context.js';
import { conditionalRead, response } from './operation.js';
import { OperationRouter } from './router.js';
import { texts } from './testing.js';

const reading = {
  operationId: 'getThing',
  ...texts,
  policy: { permission: 'medics:read', action: 'x' },
  responses: conditionalRead('A thing.', z.strictObject({})),
} as const;
const removing = {
  operationId: 'removeThing',
  ...texts,
  policy: { permission: 'medics:write', action: 'x' },
  responses: { 204: response.empty('Gone.') },
} as const;

const path = '/v1/things/{id}';
const createRouter = () => new OperationRouter('Tests', { resourceType: 'X', patientData: false });

/** No request is made, so no service is needed. */
const services = {} as Services;

describe('an app', () => {
  it('starts with operations in one transaction or in steps, and with public ones', () => {
    const router = createRouter();
    router.transactional('get', path, { ...reading, handler: async (c) => c.json({}, 200) });
    router.inSteps('delete', path, {
      ...removing,
      handler: async (c) => c.var.steps.finish(async () => c.body(null, 204)),
    });
    const { policy: _none, ...open } = removing;
    router.public('get', '/v1/public', { ...open, handler: async (c) => c.body(null, 204) });
    expect(() => createApp(services, router)).not.toThrow();
  });

  it('does not start with a route that is not an operation', () => {
    const router = createRouter();
    router.get('/v1/things', (c) => c.json({}, 200));
    expect(() => createApp(services, router)).toThrow(/^GET \/v1\/things: add it as a transactional/);
  });

  it('does not start with a route that answers before the operation with the same path', () => {
    const router = createRouter();
    router.get('/v1/things/:id', (c) => c.json({}, 200));
    router.transactional('get', path, { ...reading, handler: async (c) => c.json({}, 200) });
    expect(() => createApp(services, router)).toThrow(/^GET \/v1\/things\/:id: /);
  });
});

describe('a contract', () => {
  it('has a permission and an action for the audit trail, unless the operation is public', () => {
    const { policy: _none, ...open } = removing;
    expect(() => {
      // @ts-expect-error: no policy
      createRouter().transactional('delete', path, { ...open, handler: async (c) => c.body(null, 204) });
    }).toThrow();
    // @ts-expect-error: a policy that nothing enforces
    createRouter().public('delete', path, { ...removing, handler: async (c) => c.body(null, 204) });
    const addUnknown = () => {
      // @ts-expect-error: an unknown permission
      createRouter().inSteps('delete', path, { ...removing, policy: { permission: 'x', action: 'x' } });
    };
    expect(addUnknown).toThrow();
  });
});

describe('a handler', () => {
  it('can answer only with what its contract declares', () => {
    const router = createRouter();
    // @ts-expect-error: no 418 among the responses
    router.transactional('get', path, { ...reading, handler: async (c) => c.json({}, 418) });
    // @ts-expect-error: a response of any status
    router.transactional('get', path, { ...reading, handler: async () => new Response() });
    // @ts-expect-error: no body among the responses
    router.transactional('delete', path, { ...removing, handler: async (c) => c.json({}, 200) });
    router.transactional('get', path, { ...reading, handler: async (c) => c.body(null, 304) });
  });

  it('finds in its context what its kind of operation sets, and nothing else', () => {
    const router = createRouter();
    router.transactional('delete', path, {
      ...removing,
      // @ts-expect-error: a transactional operation has no steps
      handler: async (c) => c.var.steps.finish(async () => c.body(null, 204)),
    });
    // @ts-expect-error: an operation in steps has no transaction of its own
    router.inSteps('delete', path, { ...removing, handler: async (c) => c.body(c.var.tx && null, 204) });
    const { policy: _none, ...open } = removing;
    // @ts-expect-error: a public operation may have no caller
    router.public('delete', path, { ...open, handler: async (c) => c.body(c.var.caller.subject && null, 204) });
  });
});
