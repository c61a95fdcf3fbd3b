import { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { createApp } from './app.js';
import type { Services } from './context.js';
import { response, route } from './operation.js';
import { createRouter } from './router.js';
import { inSteps } from './steps.js';
import { transactional } from './transaction.js';

const policy = {
  permission: 'medics:read',
  audit: { action: 'x', resourceType: 'X', patientData: false },
} as const;
const texts = { summary: 'Tests', description: 'Tests.' };
const getRoute = route('get', '/v1/things/{id}', {
  operationId: 'getThing',
  ...texts,
  policy,
  responses: { 200: response.json('A thing.', z.strictObject({})), 304: response.notModified },
});
const removeRoute = route('delete', '/v1/things/{id}', {
  operationId: 'removeThing',
  ...texts,
  policy: { ...policy, permission: 'medics:write' },
  responses: { 204: response.empty('Gone.') },
});
const publicRoute = route('get', '/v1/public', {
  operationId: 'getPublic',
  ...texts,
  responses: { 204: response.empty('Nothing.') },
});

/** No request is made, so nothing is needed. */
const services = {} as Services;

describe('an app', () => {
  it('starts with operations in one transaction or in steps, and with public ones that are neither', () => {
    const router = createRouter();
    router.openapi(
      getRoute,
      transactional(getRoute, async (c) => c.json({}, 200)),
    );
    router.openapi(
      removeRoute,
      inSteps(removeRoute, async (c) => c.var.steps.finish(async () => c.body(null, 204))),
    );
    router.openapi(publicRoute, async (c) => c.body(null, 204));
    expect(() => createApp(services, router)).not.toThrow();
  });

  it('does not start with an operation whose handler is in neither', () => {
    const router = createRouter();
    router.openapi(getRoute, async (c) => c.json({}, 200));
    expect(() => createApp(services, router)).toThrow(/^GET \/v1\/things\/:id: wrap the handler in transactional/);
  });

  it('does not start with a handler that is wrapped for the policy of another operation', () => {
    const router = createRouter();
    router.openapi(
      removeRoute,
      transactional({ ...removeRoute, policy: getRoute.policy }, async (c) => c.body(null, 204)),
    );
    expect(() => createApp(services, router)).toThrow(/^DELETE \/v1\/things\/:id: /);
  });
});

describe('a handler', () => {
  it('can answer only with what its route declares', () => {
    // @ts-expect-error: no 418 among the responses
    transactional(getRoute, async (c) => c.json({}, 418));
    // @ts-expect-error: a response of any status
    transactional(getRoute, async () => new Response());
    // @ts-expect-error: no body among the responses
    transactional(removeRoute, async (c) => c.json({}, 200));
    transactional(getRoute, async (c) => c.body(null, 304));
  });

  it('finds in its context what its wrapper has set, and nothing else', () => {
    // @ts-expect-error: a transactional operation has no steps
    transactional(removeRoute, async (c) => c.var.steps.finish(async () => c.body(null, 204)));
    // @ts-expect-error: an operation in steps has no transaction of its own
    inSteps(removeRoute, async (c) => c.body(c.var.tx && null, 204));
    // @ts-expect-error: a public operation may have no caller
    createRouter().openapi(publicRoute, async (c) => c.body(c.var.caller.subject && null, 204));
  });
});
