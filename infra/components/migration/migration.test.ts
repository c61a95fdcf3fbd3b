import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import { Migration } from './migration.js';

/** Stands for the database: a component whose parts, added later too, must be there first. */
class Needed extends pulumi.ComponentResource {
  constructor() {
    super('clinic:test:Needed', 'needed');
    new aws.cloudwatch.LogGroup('instance', {}, { parent: this });
  }

  grant(): void {
    new aws.cloudwatch.LogGroup('grant', {}, { parent: this });
  }
}

const planWith = (schemaHash: string, databaseId = 'cluster-A') =>
  planProgram(() => {
    const needed = new Needed();
    needed.grant();
    const called = new aws.lambda.Function('initialization', { name: 'clinic-prod-db_initialization', role: 'role' });
    new Migration('migration', { functionName: called.name, schemaHash, databaseId, needs: [needed] });
  });

describe('the migration', () => {
  it('invokes the function once per state of the migrations, and for a new database', async () => {
    const plan = await planWith('abc');
    const invocation = findOnly(plan, 'aws:lambda/invocation:Invocation', 'migration-invocation');
    expect(invocation.inputs).toEqual({
      functionName: 'clinic-prod-db_initialization',
      input: '{"acceptAhead":true}',
      triggers: { schemaHash: 'abc', databaseId: 'cluster-A' },
    });
    expect(invocation.parent).toBe(findOnly(plan, 'clinic:migration:Migration', 'migration').urn);
    const other = findOnly(await planWith('def'), 'aws:lambda/invocation:Invocation');
    expect(other.inputs.triggers).toEqual({ schemaHash: 'def', databaseId: 'cluster-A' });
    const anew = findOnly(await planWith('abc', 'cluster-B'), 'aws:lambda/invocation:Invocation');
    expect(anew.inputs.triggers).toEqual({ schemaHash: 'abc', databaseId: 'cluster-B' });
  });

  it('waits for the function and for every part of what it needs', async () => {
    const plan = await planWith('abc');
    const { dependencies } = findOnly(plan, 'aws:lambda/invocation:Invocation');
    const awaited = [
      ...listByType(plan, 'aws:cloudwatch/logGroup:LogGroup'),
      findOnly(plan, 'aws:lambda/function:Function'),
    ];
    expect(awaited).toHaveLength(3);
    expect(dependencies).toEqual(expect.arrayContaining(awaited.map(({ urn }) => urn)));
  });

  it("outputs the function's report", async () => {
    let result: pulumi.Output<string> | undefined;
    await planProgram(() => {
      result = new Migration('migration', {
        functionName: 'called',
        schemaHash: 'abc',
        databaseId: 'cluster-A',
        needs: [],
      }).result;
    });
    expect(await new Promise((resolve) => result?.apply(resolve))).toBe('{}');
  });
});
