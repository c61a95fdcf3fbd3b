import { beforeAll, describe, expect, it } from 'vitest';
import { externalServices, type FunctionName, functionNames, getFunctionDefinition } from '../config/functions.js';
import { findOnly, listByType } from '../test/support/plan.js';
import { wildcardExceptions } from './components/functions/policies.js';
import { previewPlace } from './preview/cloud/responder.js';
import { runLookup } from './preview/cloud.js';
import type { PlannedResource } from './preview/planned-resource.js';
import { listStatements, type PolicyStatement, toArray } from './preview/policy-statements.js';
import { type Plan, previewStack } from './preview/preview.js';

const stacks = ['dev', 'prod'] as const;
const plans = new Map<string, Plan>();
beforeAll(async () => {
  for (const stack of stacks) plans.set(stack, await previewStack(stack));
});
const planned = (stack: string): readonly PlannedResource[] => plans.get(stack)?.resources ?? [];

/** Lists what all policies of a function's role allow. */
const findAllowedStatements = (stack: string, name: FunctionName) => {
  const role = findOnly(planned(stack), 'aws:iam/role:Role', `functions-${name}-role`);
  return listStatements(planned(stack)).filter(
    ({ holder, statement }) => holder.dependencies.includes(role.urn) && statement.Effect === 'Allow',
  );
};

describe.each(stacks)('the stack %s', (stack) => {
  it('has a component for every resource, and each URN once', () => {
    const resources = planned(stack);
    const components = new Set(resources.filter(({ isCustom }) => !isCustom).map(({ urn }) => urn));
    expect(new Set(resources.map(({ urn }) => urn)).size).toBe(resources.length);
    const orphans = resources.filter(
      ({ isCustom, parent, type }) => isCustom && parent === undefined && !type.startsWith('pulumi:providers'),
    );
    expect(orphans.map(({ name }) => name)).toEqual([]);
    // Resources that awsx creates have the VPC as their parent.
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const findRoot = ({ urn, parent }: PlannedResource): string => {
      const above = parent === undefined ? undefined : byUrn.get(parent);
      return above === undefined ? urn : findRoot(above);
    };
    const roots = resources.filter(({ type }) => !type.startsWith('pulumi:providers')).map(findRoot);
    expect([...new Set(roots)].filter((root) => !components.has(root))).toEqual([]);
  });

  it("has the resources of the 2025 cost study's eight components", () => {
    const count = (type: string) => listByType(planned(stack), type).length;
    expect({
      clusters: count('aws:rds/cluster:Cluster'),
      instances: count('aws:rds/clusterInstance:ClusterInstance'),
      functions: count('aws:lambda/function:Function') - 1,
      apis: count('aws:apigatewayv2/api:Api'),
      userPools: count('aws:cognito/userPool:UserPool'),
      vpcs: count('aws:ec2/vpc:Vpc'),
      natGateways: count('aws:ec2/natGateway:NatGateway'),
      keys: count('aws:kms/key:Key'),
      secrets: count('aws:secretsmanager/secret:Secret'),
      dashboards: count('aws:cloudwatch/dashboard:Dashboard'),
      registries: count('aws:ecr/repository:Repository'),
      buckets: count('aws:s3/bucket:Bucket'),
    }).toEqual({
      clusters: 1,
      instances: stack === 'prod' ? 2 : 1,
      // Without the token trigger.
      functions: functionNames.length,
      apis: 2,
      userPools: 1,
      vpcs: 1,
      natGateways: 0,
      keys: 3,
      secrets: 2,
      dashboards: 1,
      registries: 1,
      buckets: 3,
    });
    expect(findOnly(planned(stack), 'aws:rds/cluster:Cluster').inputs.manageMasterUserPassword).toBe(true);
  });

  it('has these outputs', () => {
    const outputs = plans.get(stack)?.outputs ?? {};
    expect(Object.keys(outputs)).toEqual([
      'apiUrl',
      'machinesApiUrl',
      'userPoolId',
      'userPoolClientId',
      'enrolmentClientId',
      'databaseClusterArn',
      'databaseSecretArn',
      'databaseName',
      'filesBucketName',
      'recordsBucketName',
      'auditBucketName',
      'dataLoaderName',
      'agentRepositoryUrl',
      'dashboardUrl',
    ]);
    for (const value of Object.values(outputs)) expect(value).toEqual(expect.stringMatching(/\S/));
  });

  it('is the same when planned again', async () => {
    expect(await previewStack(stack)).toEqual(plans.get(stack));
  });

  it('contains no secret in plaintext', () => {
    const value = findOnly(planned(stack), 'aws:secretsmanager/secretVersion:SecretVersion');
    expect([value.inputs.secretString, value.secretInputs]).toEqual(['[secret]', ['secretString']]);
    // The generated password must appear nowhere.
    const texts = planned(stack).map((resource) => JSON.stringify(resource.inputs));
    expect(texts.filter((text) => text.includes(drawnPassword))).toEqual([]);
    const named = planned(stack).flatMap(({ name, inputs }) =>
      Object.keys(inputs)
        .filter((key) => /^(masterPassword|password|secretString|secretKey|privateKey|apiKey)$/.test(key))
        .map((key) => `${name}.${key}`),
    );
    expect(named).toEqual([`${value.name}.secretString`]);
  });

  it('lets AWS services publish to the topic before anything uses it', () => {
    const resources = planned(stack);
    const policy = findOnly(resources, 'aws:sns/topicPolicy:TopicPolicy');
    const telling = resources.filter(
      ({ type, inputs }) => type !== policy.type && JSON.stringify(inputs).includes(`"${policy.inputs.arn}"`),
    );
    expect(telling.length).toBeGreaterThan(stack === 'prod' ? 20 : 3);
    expect(telling.filter(({ dependencies }) => !dependencies.includes(policy.urn)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('migrates the database before new code serves and after everything it needs exists', () => {
    const resources = planned(stack);
    const invocation = findOnly(resources, 'aws:lambda/invocation:Invocation');
    const closure = (urn: string, seen = new Set<string>()): Set<string> => {
      for (const dependency of resources.find((each) => each.urn === urn)?.dependencies ?? []) {
        if (seen.has(dependency)) continue;
        seen.add(dependency);
        closure(dependency, seen);
      }
      return seen;
    };
    const needed = closure(invocation.urn);
    const neededBefore = [
      ...listByType(resources, 'aws:rds/clusterInstance:ClusterInstance'),
      ...listByType(resources, 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'),
      ...listByType(resources, 'aws:iam/rolePolicy:RolePolicy').filter(({ name }) =>
        name.includes('db_initialization'),
      ),
      ...listByType(resources, 'aws:secretsmanager/secretVersion:SecretVersion'),
    ];
    expect(neededBefore.filter(({ urn }) => !needed.has(urn)).map(({ name }) => name)).toEqual([]);
    const serving = listByType(resources, 'aws:lambda/alias:Alias');
    expect(serving).toHaveLength(functionNames.length - 1);
    const granted = listByType(resources, 'aws:iam/rolePolicy:RolePolicy').filter(({ name }) =>
      /^(database-connect|storage-|models-)/.test(name),
    );
    expect(granted.length).toBeGreaterThan(8);
    for (const alias of serving) {
      expect(alias.dependencies).toContain(invocation.urn);
      expect(granted.filter(({ urn }) => !alias.dependencies.includes(urn)).map(({ name }) => name)).toEqual([]);
    }
    const bucketPolicy = findOnly(resources, 'aws:s3/bucketPolicy:BucketPolicy', 'storage-audit-policy');
    expect(findOnly(resources, 'aws:cloudtrail/trail:Trail').dependencies).toContain(bucketPolicy.urn);
  });
});

/** The random password of the offline lookup. */
const drawnPassword = String(
  runLookup('aws:secretsmanager/getRandomPassword:getRandomPassword', previewPlace).randomPassword,
);

/** Types whose statements can name every resource, and why. */
const reasons: Readonly<Record<string, string>> = {
  'aws:kms/key:Key': 'in a key policy `*` means that key',
};

describe.each(stacks)('the permissions of the stack %s', (stack) => {
  const allowing = () => listStatements(planned(stack)).filter(({ statement }) => statement.Effect === 'Allow');

  it('name their actions', () => {
    const found = allowing().filter(
      ({ statement }) =>
        statement.NotAction !== undefined ||
        toArray(statement.Action).some((action) => action === '*' || action.endsWith(':*')),
    );
    expect(found.map(({ holder }) => holder.name)).toEqual([]);
  });

  it('name their resources, unless AWS supports none', () => {
    const found = allowing()
      .filter(({ holder }) => !(holder.type in reasons))
      .filter(({ statement }) => statement.NotResource !== undefined || toArray(statement.Resource).includes('*'));
    const actions = found.flatMap(({ statement }) => toArray(statement.Action));
    expect([...new Set(actions)].sort()).toEqual(wildcardExceptions.map(({ action }) => action).sort());
    for (const { reason } of wildcardExceptions) expect(reason).toMatch(/\w{20,}|\w+ \w+/);
  });

  it('name principals, or conditions that only this account meets', () => {
    const open = allowing()
      .filter(({ statement }) => JSON.stringify(statement.Principal ?? '').includes('"*"'))
      .filter(({ statement }) => !isForThisAccount(statement));
    expect(open.map(({ holder }) => holder.name)).toEqual([]);
  });

  it('allow each function exactly what its code calls', () => {
    const actions = (name: FunctionName) =>
      [...new Set(findAllowedStatements(stack, name).flatMap(({ statement }) => toArray(statement.Action)))]
        .filter((action) => !action.startsWith('ec2:') && !action.startsWith('logs:'))
        .sort();
    const decrypt = 'kms:Decrypt';
    const guardrail = stack === 'prod' ? ['bedrock:ApplyGuardrail'] : [];
    expect(Object.fromEntries(functionNames.map((name) => [name, actions(name)]))).toEqual({
      patients: [decrypt, 'rds-db:connect'],
      medics: [decrypt, 'rds-db:connect'],
      exams: [decrypt, 'rds-db:connect'],
      reservations: [decrypt, 'rds-db:connect'],
      files: [
        decrypt,
        'kms:GenerateDataKey',
        'rds-db:connect',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
      ],
      agent_integration: [...guardrail, 'bedrock:InvokeModel', decrypt, 'rds-db:connect'],
      patient_lookup: [decrypt, 'rds-db:connect'],
      db_initialization: [decrypt, 'secretsmanager:GetSecretValue'],
      data_loader: [
        'bedrock:InvokeModel',
        decrypt,
        'kms:GenerateDataKey',
        'rds-db:connect',
        's3:GetObject',
        's3:ListBucket',
        'sqs:SendMessage',
      ],
    });
    const databaseUsers = findAllowedStatements(stack, 'patients')
      .filter(({ statement }) => statement.Action === 'rds-db:connect')
      .map(({ statement }) => String(statement.Resource));
    expect(databaseUsers).toEqual([
      expect.stringMatching(/^arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-[A-Z0-9]+\/app$/),
    ]);
  });

  it('let only functions reach the database, and no traffic in from outside', () => {
    const resources = planned(stack);
    const rules = listByType(resources, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule').map(
      ({ inputs }) => inputs,
    );
    const [database] = findOnly(resources, 'aws:rds/cluster:Cluster').inputs.vpcSecurityGroupIds as string[];
    const groupsOfFunctions = functionNames.map((name) => {
      const { inputs } = findOnly(resources, 'aws:lambda/function:Function', `functions-${name}-function`);
      return (inputs.vpcConfig as { securityGroupIds: [string] }).securityGroupIds[0];
    });
    const toDatabase = rules.filter(({ securityGroupId }) => securityGroupId === database);
    expect(toDatabase.map((rule) => [rule.fromPort, rule.toPort])).toEqual([
      [5432, 5432],
      [5432, 5432],
    ]);
    expect(toDatabase.map((rule) => rule.referencedSecurityGroupId).sort()).toEqual(
      [...new Set(groupsOfFunctions)].sort(),
    );
    expect(rules.filter((rule) => rule.cidrIpv4 !== undefined || rule.cidrIpv6 !== undefined)).toEqual([]);
    const inline = listByType(resources, 'aws:ec2/securityGroup:SecurityGroup').filter(
      ({ inputs }) => inputs.ingress !== undefined || inputs.egress !== undefined,
    );
    expect(inline).toEqual([]);
  });

  it('give no route to the internet to functions that call nothing outside the VPC', () => {
    const resources = planned(stack);
    const tableOf = new Map(
      listByType(resources, 'aws:ec2/routeTableAssociation:RouteTableAssociation').map(({ inputs }) => [
        inputs.subnetId,
        inputs.routeTableId,
      ]),
    );
    const wayOut = (subnetId: unknown) =>
      listByType(resources, 'aws:ec2/route:Route').filter(
        ({ inputs }) => inputs.routeTableId === tableOf.get(subnetId),
      );
    for (const name of functionNames) {
      const { inputs } = findOnly(resources, 'aws:lambda/function:Function', `functions-${name}-function`);
      const { subnetIds } = inputs.vpcConfig as { subnetIds: string[] };
      expect(subnetIds).toHaveLength(2);
      for (const subnetId of subnetIds) expect(tableOf.has(subnetId)).toBe(true);
      // The model has an endpoint in the VPC; Secrets Manager is called over IPv6.
      const callsOut = (getFunctionDefinition(name).calls ?? []).some(
        (call) => externalServices[call] === 'secretsmanager',
      );
      expect([name, subnetIds.flatMap(wayOut).length > 0]).toEqual([name, callsOut]);
    }
  });
});

/** Tells statements that apply only to principals of this account. */
const isForThisAccount = ({ Condition }: PolicyStatement): boolean =>
  Condition?.StringEquals?.['aws:PrincipalAccount'] === '123456789012';
