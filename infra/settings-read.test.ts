import { beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { loadStackConfig } from '../config/settings/load.js';
import { StackConfig } from '../config/settings/stack.js';
import { judgePlan } from './plan/judge-plan.js';
import type { SettingChanges } from './preview/changed-stack.js';
import { previewStack } from './preview/preview.js';

/** Keys of settings that the program, the advice or the cost read; a key of a record, such as a function's name, is `*`. */
const read = vi.hoisted(() => new Set<string>());

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the schema of the values themselves, without default, transformation and the like. */
function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

/** Lists the settings of a schema; a list counts as one setting. */
function listSettings(schema: unknown, path: string): string[] {
  const values = unwrap(schema);
  if (values instanceof z.ZodRecord) return listSettings(values.valueType, `${path}.*`);
  if (!(values instanceof z.ZodObject)) return [path];
  return Object.entries(values.shape).flatMap(([key, part]) =>
    listSettings(part, path === '' ? key : `${path}.${key}`),
  );
}

/**
 * Wraps settings so that each read is recorded. A copy, as by spreading, counts as no read: it would make every key of the
 * section look used. JavaScript asks for a key's descriptor before it copies the key.
 */
function recordReads<Value>(value: Value, schema: unknown, path = ''): Value {
  if (!isRecord(value)) return value;
  const shape = unwrap(schema);
  const isKeyed = shape instanceof z.ZodRecord;
  const copied = new Set<PropertyKey>();
  return new Proxy(value, {
    getOwnPropertyDescriptor(target, key) {
      copied.add(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    get(target, key, receiver) {
      const part: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return part;
      const name = isKeyed ? '*' : key;
      const below = path === '' ? name : `${path}.${name}`;
      if (!copied.delete(key) || isKeyed) read.add(below);
      return recordReads(
        part,
        isKeyed ? shape.valueType : shape instanceof z.ZodObject ? shape.shape[key] : undefined,
        below,
      );
    },
  }) as Value;
}

vi.mock('../config/settings/load.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../config/settings/load.js')>();
  return {
    checkStackConfig: (...input: Parameters<typeof original.checkStackConfig>) => {
      const checked = original.checkStackConfig(...input);
      return 'config' in checked ? { config: recordReads(checked.config, StackConfig) } : checked;
    },
    loadStackConfig: (): ReturnType<typeof loadStackConfig> => {
      const { config, region } = original.loadStackConfig();
      return { region, config: recordReads(config, StackConfig) };
    },
  };
});

/** The demand is read in a copy that `resolveUsage` makes of preset and settings. */
vi.mock('../config/demand/usage.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../config/demand/usage.js')>();
  return {
    ...original,
    resolveUsage: (...input: Parameters<typeof original.resolveUsage>) =>
      recordReads(original.resolveUsage(...input), original.PlannedUsage, 'usage'),
  };
});

/** Settings that make the program read those that have no default. */
const optionalSettings: SettingChanges = {
  api: {
    domain: {
      name: 'api.example.org',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      hostedZoneId: 'Z0123456789ABC',
    },
    throttles: { patients: { requestsPerSecond: 5, burst: 5 } },
  },
  assistant: { guardrail: { id: 'abc1', version: '1' } },
  functions: {
    overrides: {
      patients: {
        provisionedConcurrency: {
          instances: 1,
          schedule: { startCron: 'cron(45 7 ? * MON-FRI *)', stopCron: 'cron(15 20 ? * MON-FRI *)' },
        },
      },
    },
  },
  identity: { domainPrefix: 'clinic', callbackUrls: ['https://app.example.org/'] },
};

beforeAll(async () => {
  for (const [stack, changes] of [
    ['prod', optionalSettings],
    ['dev', {}],
  ] as const) {
    await judgePlan(await previewStack(stack, process.cwd(), changes), '2026-11-26');
  }
});

it('every setting is read by a component, the advice or the cost', () => {
  expect(listSettings(StackConfig, '').filter((key) => !read.has(key))).toEqual([]);
});

it('a copied section counts as read only where its keys are used', () => {
  read.clear();
  const settings = recordReads({ used: 1, unused: 2, named: 3 }, z.object({}), 'section');
  const { used } = settings;
  expect([used, { ...settings }.unused, settings.named]).toEqual([1, 2, 3]);
  expect([...read]).toEqual(['section.used', 'section.named']);
});
