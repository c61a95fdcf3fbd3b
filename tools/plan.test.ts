import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createTestFolder } from '../test/support/test-folder.js';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = createTestFolder();

/** Runs the command as `npm run plan` does, without credentials and on a network that leads nowhere. */
async function plan(...words: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: folder, HTTPS_PROXY: 'http://127.0.0.1:9', NO_COLOR: '1' };
  try {
    const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/plan.ts', ...words], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, ...run };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe('npm run plan', () => {
  it('prints a document for machines: every resource with what it is made of, and the outputs', async () => {
    const { code, stdout } = await plan('--stack', 'dev', '--json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['stack', 'resources', 'outputs', 'advice', 'findings', 'cost']);
    expect(document.stack).toBe('dev');
    const cluster = document.resources.find(({ type }: { type: string }) => type === 'aws:rds/cluster:Cluster');
    expect(cluster).toMatchObject({
      urn: 'urn:pulumi:dev::healthcare-backend::clinic:database:Database$aws:rds/cluster:Cluster::database-cluster',
      name: 'database-cluster',
      parent: 'urn:pulumi:dev::healthcare-backend::clinic:database:Database::database',
      dependencies: expect.arrayContaining([expect.stringContaining('aws:rds/subnetGroup:SubnetGroup')]),
      inputs: { serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 300 } },
    });
    expect(document.outputs.databaseName).toBe('clinic');
    expect(document.cost).toMatchObject({ mau: expect.any(Number), book: 'aws-2025-10' });
    const parts = document.cost.components.map(({ monthlyUsd }: { monthlyUsd: number }) => monthlyUsd);
    expect(parts.reduce((sum: number, part: number) => sum + part, 0)).toBeCloseTo(document.cost.totalMonthlyUsd, 2);
    expect(document.advice.map(({ id }: { id: string }) => id)).toContain('alerts-to-nobody');
    expect(document.findings.length).toBeGreaterThan(0);
  });

  it('keeps a plan and says what changes against it, and that nothing does', async () => {
    const file = join(folder, 'plan.json');
    const shown = await plan('--stack', 'dev', '--save', file);
    expect(shown.stdout).toMatch(/^Stack dev: \d+ resources\n/);
    expect((await plan('--stack', 'dev', '--against', file)).stdout).toContain('Nothing changes');
    const kept = JSON.parse(await readFile(file, 'utf8'));
    const cluster = kept.resources.find(({ type }: { type: string }) => type === 'aws:rds/cluster:Cluster');
    cluster.inputs.serverlessv2ScalingConfiguration.maxCapacity = 4;
    kept.resources = kept.resources.filter(({ type }: { type: string }) => type !== 'aws:ecr/repository:Repository');
    kept.cost.totalMonthlyUsd -= 10;
    kept.cost.components[0].monthlyUsd -= 10;
    await writeFile(file, JSON.stringify(kept));
    const { stdout } = await plan('--stack', 'dev', '--against', file);
    expect(stdout).toContain('1 created, 1 changed, 0 deleted');
    expect(stdout).toMatch(/Aurora PostgreSQL +\d+\.\d\d +\+10\.00/);
    expect(stdout).toMatch(/Total +\d+\.\d\d +\+10\.00/);
    const { against } = JSON.parse((await plan('--stack', 'dev', '--against', file, '--json')).stdout);
    expect(against.cost.totalMonthlyUsd).toBe(kept.cost.totalMonthlyUsd);
    expect(against.created.map(({ type }: { type: string }) => type)).toEqual(['aws:ecr/repository:Repository']);
    expect(stdout).toMatch(/~ database-cluster .*\n +serverlessv2ScalingConfiguration\.maxCapacity: 4 → 2\n/);
  });

  it('ends with exit code 1 where a policy finds an error, and says rule, resource and mend', async () => {
    const { code, stdout } = await plan('--stack', 'study2025');
    expect(code).toBe(1);
    expect(stdout).toMatch(/pool-password {2}identity-pool takes passwords of 8 characters/);
    expect(stdout).toContain('Raise identity.passwordMinimumLength.');
  });

  it('finds in the report’s own configuration what its audit calls gaps and contradictions', async () => {
    const { findings, advice } = JSON.parse((await plan('--stack', 'study2025', '--json')).stdout) as {
      findings: { rule: string; accepted?: object }[];
      advice: { id: string }[];
    };
    const stopping = findings.filter(({ accepted }) => accepted === undefined).map(({ rule }) => rule);
    expect(stopping).toEqual(expect.arrayContaining(['pool-second-factor', 'pool-password', 'log-retained']));
    const contradictions = [
      'throttle-below-peak',
      'nat-in-one-zone',
      'backup-below-longest',
      'provisioned-rarely-reached',
      'average-against-requests',
      'peak-against-average',
      'hours-of-the-month',
    ];
    expect(advice.map(({ id }) => id)).toEqual(expect.arrayContaining(contradictions));
  });

  it.each([
    [
      'resources without inputs',
      { stack: 'dev', resources: [{ urn: 'urn:1', type: 'aws:s3/bucket:Bucket' }] },
      'resources.0',
    ],
    ['a cost without components', { stack: 'dev', resources: [], cost: { totalMonthlyUsd: 1 } }, 'cost.'],
    ['another stack', { stack: 'prod', resources: [] }, 'is a plan of stack prod, not dev'],
  ])('rejects a saved plan with %s and names the field', async (_what, document, message) => {
    const file = join(folder, 'malformed.json');
    await writeFile(file, JSON.stringify(document));
    const { code, stderr } = await plan('--stack', 'dev', '--against', file);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at |TypeError/);
  });

  it.each([
    ['no stack', [], '--stack is required.'],
    ['an unknown stack', ['--stack', 'moon'], 'dev, prod'],
    ['an unknown option', ['--stack', 'dev', '--yes'], "Unknown option '--yes'"],
    ['a missing plan', ['--stack', 'dev', '--against', 'nowhere.json'], 'Cannot read nowhere.json.'],
    ['a file that is not a plan', ['--stack', 'dev', '--against', 'package.json'], 'package.json is not a saved plan'],
    ['an empty stack name', ['--stack', ''], '--stack is required.'],
    ['a missing folder', ['--stack', 'dev', '--save', 'nowhere/plan.json'], 'the folder nowhere does not exist'],
    ['a folder as an output file', ['--stack', 'dev', '--sarif', 'infra'], 'infra is a folder. Name a file in it.'],
  ])('rejects %s with a clear message', async (_what, words, message) => {
    const { code, stderr } = await plan(...words);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
