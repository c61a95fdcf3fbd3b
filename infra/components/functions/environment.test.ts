import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { defaultClinic } from '../../../config/clinic.js';
import {
  ApiEnvironment,
  parseEnvironment,
  specialEnvironments,
  undeployedVariables,
} from '../../../config/environment.js';
import { type FunctionName, functionNames } from '../../../config/functions.js';
import { resolveVariables } from './testing.js';

const environments: Partial<Record<FunctionName, z.ZodObject>> = specialEnvironments;
const getEnvironment = (name: FunctionName) => environments[name] ?? ApiEnvironment;

/** Read by Node and by AWS's clients. */
const runtimeVariables = ['NODE_EXTRA_CA_CERTS', 'AWS_USE_DUALSTACK_ENDPOINT'];

describe('the environment that a function is deployed with', () => {
  it.each(functionNames)('has exactly the variables of the schema of %s', async (name) => {
    const leftOut: string[] = [
      ...undeployedVariables,
      name === 'db_initialization' ? 'DATABASE_STATEMENT_TIMEOUT_MILLISECONDS' : 'DATABASE_SECRET_ARN',
    ];
    const known = Object.keys(getEnvironment(name).shape).filter((variable) => !leftOut.includes(variable));
    const set = Object.keys(await resolveVariables(name)).filter((variable) => !runtimeVariables.includes(variable));
    expect(set.sort()).toEqual(known.sort());
  });

  it.each(functionNames)('parses at the start of %s', async (name) => {
    expect(parseEnvironment(getEnvironment(name), await resolveVariables(name))).toMatchObject({
      // A proxy lets in only the users that it was allowed, and the administrator is none of them.
      DATABASE_HOST: name === 'db_initialization' ? 'cluster.example' : 'proxy.example',
      DATABASE_PORT: 5432,
      DATABASE_NAME: 'clinic',
      DATABASE_USER: name === 'db_initialization' ? 'administrator' : 'app',
    });
  });

  it('contains the clinic, the limits and the release from the settings', async () => {
    expect(parseEnvironment(ApiEnvironment, await resolveVariables('patients'))).toMatchObject({
      CLINIC_TIME_ZONE: 'America/Bogota',
      CLINIC_WORKING_HOURS: defaultClinic.workingHours,
      DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: 7_000,
      ACCOUNT_ACCESSES_PER_MINUTE: 300,
      RELEASE: '1.2.3-patients',
    });
  });

  it('contains the bucket, key and media types of files', async () => {
    expect(parseEnvironment(specialEnvironments.files, await resolveVariables('files'))).toMatchObject({
      FILES_BUCKET: 'clinic-files',
      FILES_KMS_KEY_ARN: 'arn:aws:kms:us-east-1:123456789012:key/data',
      FILES_CONTENT_TYPES: ['application/pdf', 'image/png'],
    });
  });

  it('contains the models and the guardrail, if there is one', async () => {
    expect(
      parseEnvironment(specialEnvironments.agent_integration, await resolveVariables('agent_integration')),
    ).toMatchObject({
      EMBEDDER: 'bedrock',
      EMBEDDING_MODEL_ID: 'amazon.titan-embed-text-v2:0',
      MODEL: 'bedrock',
      MODEL_ID: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      GUARDRAIL_ID: 'abc123',
      GUARDRAIL_VERSION: '2',
    });
    const without = await resolveVariables('agent_integration', { guardrail: undefined });
    expect(Object.keys(without).filter((name) => name.startsWith('GUARDRAIL'))).toEqual([]);
    expect(parseEnvironment(specialEnvironments.agent_integration, without).MODEL).toBe('bedrock');
  });

  it('gives the master secret only to the function that migrates the database', async () => {
    for (const name of functionNames) {
      const secrets = Object.entries(await resolveVariables(name)).filter(([, value]) => value.includes(':secret:'));
      expect([name, secrets.map(([variable]) => variable)]).toEqual([
        name,
        name === 'db_initialization' ? ['DATABASE_SECRET_ARN', 'BEDROCK_USER_SECRET_ARN'] : [],
      ]);
    }
  });

  it("lets Node trust RDS's certificates everywhere", async () => {
    for (const name of functionNames) {
      expect(await resolveVariables(name)).toMatchObject({ NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' });
    }
  });

  it('makes AWS clients use IPv6 if that is the way out, but not those of Bedrock', async () => {
    const asked = await Promise.all(
      functionNames.map(async (name) => 'AWS_USE_DUALSTACK_ENDPOINT' in (await resolveVariables(name))),
    );
    expect(functionNames.filter((_name, index) => asked[index])).toEqual(['db_initialization']);
    expect(await resolveVariables('db_initialization', { dualStack: false })).not.toHaveProperty(
      'AWS_USE_DUALSTACK_ENDPOINT',
    );
  });
});
