import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveName } from '../preview/cloud/responder.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { policies } from './policies.js';
import { setInput } from './testing.js';

const require = createRequire(import.meta.url);
const proto = require('@pulumi/pulumi/proto/analyzer_pb');
const { AnalyzerClient } = require('@pulumi/pulumi/proto/analyzer_grpc_pb');
const { Empty } = require('google-protobuf/google/protobuf/empty_pb');
const { Struct } = require('google-protobuf/google/protobuf/struct_pb');

/** The engine's placeholder for a value that isn't known yet (pulumi/pulumi, resource/plugin/rpc.go). */
const unknownString = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** AWS assigns ARNs and ids. */
const assignedByCloud = /arn:|\b(subnet|sg|vpc|rtb|igw|eigw|vpce)-/;

/** Pulumi generates names with a random suffix: the provider does it in Check, so a preview knows them, or only in Create. */
const assignedByCloudOrPulumi = new RegExp(`${assignedByCloud.source}|-[0-9a-f]{7}\\b`);

/** Replaces what a first preview doesn't know, because nothing exists yet. */
function beforeCreation(value: unknown, unknown: RegExp, isWhole: boolean): unknown {
  const isUnknown = (item: unknown) => typeof item === 'string' && unknown.test(item);
  if (isUnknown(value)) return unknownString;
  if (Array.isArray(value)) {
    return isWhole && value.some(isUnknown)
      ? unknownString
      : value.map((item) => beforeCreation(item, unknown, isWhole));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, beforeCreation(item, unknown, isWhole)]));
}

/** The inputs whose values Pulumi generates if a program sets none. */
const generatedInputs: Readonly<Record<string, string>> = {
  'aws:cloudwatch/logGroup:LogGroup': 'name',
  'aws:iam/role:Role': 'name',
  'aws:kms/alias:Alias': 'name',
  'aws:s3/bucket:Bucket': 'bucket',
  'aws:sns/topic:Topic': 'name',
  'aws:sqs/queue:Queue': 'name',
};

/** Adds the names that the engine generates before the policies run. */
function withGeneratedName(resource: PlannedResource): PlannedResource {
  const input = generatedInputs[resource.type];
  return input === undefined
    ? resource
    : { ...resource, inputs: { ...resource.inputs, [input]: resolveName(resource, input) } };
}

interface Diagnostic {
  getPolicyname(): string;
  getMessage(): string;
  getUrn(): string;
  getEnforcementlevel(): number;
}

let host: ChildProcess;
// biome-ignore lint/suspicious/noExplicitAny: the generated client has no types
let analyzer: any;

beforeAll(async () => {
  const runner = require.resolve('@pulumi/pulumi/cmd/run-policy-pack');
  // The engine runs a pack in its own folder, whose package.json must state a version.
  const folder = resolve('infra/policies/pack');
  host = spawn(process.execPath, [runner, '127.0.0.1:0', folder], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: 'true' },
  });
  const port = await new Promise<string>((found, failed) => {
    let errors = '';
    host.stdout?.on('data', (data: Buffer) => found(data.toString().trim()));
    host.stderr?.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    host.once('exit', () => failed(new Error(`The pack did not start: ${errors}`)));
  });
  analyzer = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
  });
});
afterAll(() => {
  analyzer?.close();
  host.kill();
});

function toAnalyzerResource({ urn, type, name, parent, dependencies, inputs, isProtected }: PlannedResource) {
  const resource = new proto.AnalyzerResource();
  resource.setUrn(urn);
  resource.setType(type);
  resource.setName(name);
  resource.setParent(parent ?? '');
  resource.setDependenciesList([...dependencies]);
  resource.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs))));
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(isProtected);
  resource.setOptions(options);
  return resource;
}

/** Sends a stack's resources to the pack as Pulumi's engine does. */
async function analyzeStack(resources: readonly PlannedResource[]): Promise<Diagnostic[]> {
  const request = new proto.AnalyzeStackRequest();
  request.setResourcesList(resources.map(toAnalyzerResource));
  return new Promise((found, failed) => {
    analyzer.analyzeStack(request, (error: Error | null, response: { getDiagnosticsList(): Diagnostic[] }) =>
      error ? failed(error) : found(response.getDiagnosticsList()),
    );
  });
}

describe('the policy pack', () => {
  it("has all policies, as Pulumi's host loads it", async () => {
    const info = await new Promise<{ getPoliciesList(): { getName(): string }[] }>((found, failed) => {
      analyzer.getAnalyzerInfo(new Empty(), (error: Error | null, response: never) =>
        error ? failed(error) : found(response),
      );
    });
    expect(info.getPoliciesList().map((policy) => policy.getName())).toEqual(policies.map(({ id }) => id));
  });

  it('accepts production, and names the policy and the resource of a violation', async () => {
    const { resources } = await previewStack('prod');
    expect((await analyzeStack(resources)).map((diagnostic) => diagnostic.getMessage())).toEqual([]);
    const [found, ...others] = await analyzeStack(
      setInput('aws:rds/cluster:Cluster', 'deletionProtection', false)(resources),
    );
    expect(others).toEqual([]);
    expect(found?.getPolicyname()).toBe('database-deletion-protected');
    expect(found?.getUrn()).toContain('database-cluster');
    expect(found?.getEnforcementlevel()).toBe(proto.EnforcementLevel.MANDATORY);
  });

  it.each([
    ["values that AWS assigns aren't known", assignedByCloud, false],
    ["lists with such a value aren't known", assignedByCloud, true],
    ["generated names aren't known either", assignedByCloudOrPulumi, false],
    ['nor lists with a generated name', assignedByCloudOrPulumi, true],
  ])(
    'accepts the first preview of production, in which %s',
    async (_what, unknown, isWhole) => {
      const { resources } = await previewStack('prod');
      const previewed = resources.map(withGeneratedName).map((resource) => ({
        ...resource,
        inputs: beforeCreation(resource.inputs, unknown, isWhole) as PlannedResource['inputs'],
      }));
      const policies = previewed.filter(({ inputs }) => inputs.policy === unknownString);
      expect(policies.length).toBeGreaterThan(20);
      expect((await analyzeStack(previewed)).map((diagnostic) => diagnostic.getMessage())).toEqual([]);
    },
    60_000,
  );

  it("checks what a preview knows, and accepts what it doesn't", async () => {
    const { resources } = await previewStack('prod');
    const previewed = setInput(
      'aws:rds/cluster:Cluster',
      'kmsKeyId',
      unknownString,
    )(setInput('aws:rds/cluster:Cluster', 'backupRetentionPeriod', 1)(resources));
    const found = await analyzeStack(previewed);
    expect(found.map((diagnostic) => diagnostic.getPolicyname())).toEqual(['database-backed-up']);
  });
});
