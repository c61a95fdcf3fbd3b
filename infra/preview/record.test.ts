import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../test/support/plan.js';

class Pair extends pulumi.ComponentResource {
  constructor(name: string) {
    super('clinic:test:Pair', name);
    const group = new aws.cloudwatch.LogGroup(`${name}-log`, { name: '/x/y', retentionInDays: 7 }, { parent: this });
    new aws.lambda.Function(
      `${name}-function`,
      {
        role: 'arn:aws:iam::123456789012:role/x',
        environment: { variables: { PASSWORD: pulumi.secret('open sesame'), GROUP: group.arn } },
      },
      { parent: this, protect: true, ignoreChanges: ['code'] },
    );
    this.registerOutputs({});
  }
}

describe('a recorded program', () => {
  it("has parents, dependencies, options, secrets and AWS's names", async () => {
    const plan = await planProgram(() => new Pair('pair'));
    const component = findOnly(plan, 'clinic:test:Pair');
    const group = findOnly(plan, 'aws:cloudwatch/logGroup:LogGroup', 'pair-log');
    const called = findOnly(plan, 'aws:lambda/function:Function');
    expect(group.parent).toBe(component.urn);
    expect(called.parent).toBe(component.urn);
    expect(called.dependencies).toEqual([group.urn]);
    expect(called.isProtected).toBe(true);
    expect(called.ignoredChanges).toEqual(['code']);
    expect(called.inputs.environment).toEqual({
      variables: { PASSWORD: '[secret]', GROUP: 'arn:aws:logs:us-east-1:123456789012:log-group:/x/y' },
    });
    expect(called.secretInputs).toEqual(['environment.variables.PASSWORD']);
  });

  it('is independent of other programs in the process', async () => {
    const [first, second] = [await planProgram(() => new Pair('one')), await planProgram(() => new Pair('other'))];
    expect(listByType(first, 'aws:cloudwatch/logGroup:LogGroup').map(({ name }) => name)).toEqual(['one-log']);
    expect(listByType(second, 'aws:cloudwatch/logGroup:LogGroup').map(({ name }) => name)).toEqual(['other-log']);
  });

  it('fails for a resource without a responder', async () => {
    await expect(planProgram(() => new aws.glue.CatalogDatabase('unknown', {}))).rejects.toThrow(
      'aws:glue/catalogDatabase:CatalogDatabase (unknown)',
    );
  });

  it('fails for an unknown lookup', async () => {
    await expect(planProgram(() => aws.ec2.getAmi({}))).rejects.toThrow('getAmi');
  });
});
