import { beforeAll, describe, expect, it } from 'vitest';
import { cors } from '../../../config/cors.js';
import { functionNames } from '../../../config/functions.js';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { buildKeyArn } from '../testing.js';
import { Api, type ApiFunction, type MachinesApiArgs, type PeopleApiArgs } from './api.js';

const route = 'aws:apigatewayv2/route:Route';
const permission = 'aws:lambda/permission:Permission';
const stage = 'aws:apigatewayv2/stage:Stage';
const auditKeyArn = buildKeyArn('audit');

const buildInvokeArn = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:clinic-${name}:live/invocations`;
const functions: ApiFunction[] = functionNames
  .filter((name) => name !== 'db_initialization')
  .map((name) => ({ name, functionName: `clinic-${name}`, aliasName: 'live', invokeArn: buildInvokeArn(name) }));

const people: PeopleApiArgs = {
  audience: 'people',
  functions,
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example',
  clientId: 'client1',
  throttleRequestsPerSecond: 600,
  throttleBurst: 1000,
  throttles: {},
  corsAllowedOrigins: [],
  domain: undefined,
  accessLog: { retentionDays: 365, logClass: 'standard', auditKeyArn },
};

const machines: MachinesApiArgs = {
  audience: 'machines',
  functions,
  throttleRequestsPerSecond: 50,
  throttleBurst: 100,
  throttles: { patient_lookup: { requestsPerSecond: 5, burst: 10 } },
  accessLog: { retentionDays: 7, logClass: 'standard', auditKeyArn },
};

/** The plan of an API, and its URL. */
async function planned(args: PeopleApiArgs | MachinesApiArgs) {
  let url = '';
  const plan = await planProgram(() => {
    new Api('api', args).url.apply((its) => {
      url = its;
    });
  });
  return { plan, url };
}

describe('the API for people in production', () => {
  let plan: readonly PlannedResource[];
  let url: string;
  beforeAll(async () => {
    ({ plan, url } = await planned(people));
  });
  const apiId = expect.stringMatching(/^[0-9a-f]{10}$/);

  it("is an HTTP API, dual stack, under API Gateway's host name", () => {
    expect(findOnly(plan, 'aws:apigatewayv2/api:Api').inputs).toEqual({
      protocolType: 'HTTP',
      ipAddressType: 'dualstack',
      disableExecuteApiEndpoint: false,
    });
    expect(url).toMatch(/^https:\/\/[0-9a-f]{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
  });

  it('accepts tokens that the user pool issued for the app client', () => {
    const authorizer = findOnly(plan, 'aws:apigatewayv2/authorizer:Authorizer');
    expect(authorizer.inputs).toEqual({
      apiId,
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: people.issuer, audiences: ['client1'] },
    });
    expect(findOnly(plan, route, 'api-any-v1-patients-proxy').inputs).toEqual({
      apiId,
      routeKey: 'ANY /v1/patients/{proxy+}',
      target: expect.stringMatching(/^integrations\/[0-9a-f]{7}$/),
      authorizationType: 'JWT',
      authorizerId: expect.stringMatching(/^[0-9a-f]{7}$/),
    });
  });

  it('authorizes every route except health, the OpenAPI document, the problem pages and the fallback', () => {
    const listRouteKeys = (type: string) =>
      listByType(plan, route)
        .filter(({ inputs }) => inputs.authorizationType === type)
        .map(({ inputs }) => inputs.routeKey)
        .sort();
    expect(listRouteKeys('NONE')).toEqual([
      '$default',
      'ANY /problems/{proxy+}',
      'ANY /v1/health',
      'ANY /v1/openapi.json',
    ]);
    expect(listRouteKeys('AWS_IAM')).toEqual(['ANY /v1/patient-lookup']);
    expect(listRouteKeys('JWT')).toHaveLength(15);
    expect(listByType(plan, route)).toHaveLength(20);
  });

  it('has one integration per function, with its alias', () => {
    const integrations = listByType(plan, 'aws:apigatewayv2/integration:Integration');
    expect(integrations.map(({ name }) => name)).toEqual([
      'api-agent_integration',
      'api-exams',
      'api-files',
      'api-medics',
      'api-patient_lookup',
      'api-patients',
      'api-reservations',
    ]);
    expect(findOnly(plan, 'aws:apigatewayv2/integration:Integration', 'api-files').inputs).toEqual({
      apiId,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: buildInvokeArn('files'),
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: 29_000,
    });
  });

  it("can invoke a function only from the function's own paths", () => {
    const permissions = listByType(plan, permission);
    expect(permissions).toHaveLength(listByType(plan, route).length);
    const calls = permissions.map(({ inputs }) => [
      inputs.function,
      String(inputs.sourceArn).replace(/:[0-9a-f]{10}\//, ':ID/'),
    ]);
    const arn = 'arn:aws:execute-api:us-east-1:123456789012:ID';
    expect(calls).toEqual(
      expect.arrayContaining([
        ['clinic-patients', `${arn}/*/*/v1/patients`],
        ['clinic-patients', `${arn}/*/*/v1/patients/{proxy+}`],
        ['clinic-exams', `${arn}/*/$default`],
      ]),
    );
    expect(calls.filter(([, source]) => String(source).endsWith('/*'))).toEqual([]);
    for (const { inputs } of permissions) {
      expect(inputs).toMatchObject({
        action: 'lambda:InvokeFunction',
        principal: 'apigateway.amazonaws.com',
        qualifier: 'live',
      });
    }
  });

  it('has another log group in the infrequent-access class, with the same key and retention', async () => {
    const group = 'aws:cloudwatch/logGroup:LogGroup';
    const { plan: infrequent } = await planned({
      ...people,
      accessLog: { ...people.accessLog, logClass: 'infrequentAccess' },
    });
    const usual = findOnly(plan, group).inputs;
    expect(usual.logGroupClass).toBeUndefined();
    const { name, ...others } = findOnly(infrequent, group).inputs;
    expect(name).toMatch(/^\/aws\/vendedlogs\/apigateway\/[0-9a-f]{10}-infrequent$/);
    expect({ ...others, name: usual.name }).toEqual({ ...usual, logGroupClass: 'INFREQUENT_ACCESS' });
  });

  it('throttles, and logs caller, route and result, but neither path nor query', () => {
    const { inputs, dependencies } = findOnly(plan, stage);
    const { accessLogSettings, ...others } = inputs as {
      accessLogSettings: { format: string; destinationArn: string };
    };
    expect(others).toEqual({
      apiId,
      name: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: 600, throttlingBurstLimit: 1000 },
      routeSettings: [],
    });
    expect(accessLogSettings.destinationArn).toMatch(
      /^arn:aws:logs:us-east-1:123456789012:log-group:\/aws\/vendedlogs\/apigateway\/[0-9a-f]{10}$/,
    );
    expect(JSON.parse(accessLogSettings.format)).toMatchObject({
      requestId: '$context.requestId',
      routeKey: '$context.routeKey',
      status: '$context.status',
      latencyMilliseconds: '$context.responseLatency',
      subject: '$context.authorizer.claims.sub',
      principalArn: '$context.identity.userArn',
    });
    expect(accessLogSettings.format).not.toMatch(/context\.(path|resourcePath|domain)|query|claims\.(?!sub)/i);
    expect(findOnly(plan, 'aws:cloudwatch/logGroup:LogGroup').inputs).toEqual({
      name: expect.stringMatching(/^\/aws\/vendedlogs\/apigateway\/[a-z0-9]{10}$/),
      retentionInDays: 365,
      kmsKeyId: auditKeyArn,
    });
    for (const { urn } of listByType(plan, route)) expect(dependencies).toContain(urn);
  });
});

describe('the API for people with other settings', () => {
  it('lets pages of the configured origins call it, with preflight requests', async () => {
    const { plan } = await planned({ ...people, corsAllowedOrigins: ['https://app.clinic.example'] });
    expect(findOnly(plan, 'aws:apigatewayv2/api:Api').inputs.corsConfiguration).toEqual({
      allowOrigins: ['https://app.clinic.example'],
      ...cors,
      allowCredentials: false,
    });
    expect(findOnly(plan, route, 'api-options-v1-patients').inputs).toMatchObject({
      routeKey: 'OPTIONS /v1/patients',
      authorizationType: 'NONE',
    });
  });

  it('throttles the routes of one function more tightly', async () => {
    const throttles = { exams: { requestsPerSecond: 20, burst: 40 } };
    const { plan } = await planned({ ...people, throttles });
    const limits = { throttlingRateLimit: 20, throttlingBurstLimit: 40 };
    expect(findOnly(plan, stage).inputs.routeSettings).toEqual(
      [
        '/v1/exams',
        '/v1/exams/{proxy+}',
        '/v1/exam-results',
        '/v1/exam-results/{proxy+}',
        '/v1/health',
        '/v1/openapi.json',
        '/problems/{proxy+}',
      ].map((path) => ({ routeKey: `ANY ${path}`, ...limits })),
    );
  });

  it('has a custom domain and no other host name', async () => {
    const domain = {
      name: 'api.clinic.example',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      hostedZoneId: 'Z0123456789',
    };
    const { plan, url } = await planned({ ...people, domain });
    expect(url).toBe('https://api.clinic.example');
    expect(findOnly(plan, 'aws:apigatewayv2/api:Api').inputs.disableExecuteApiEndpoint).toBe(true);
    expect(findOnly(plan, 'aws:apigatewayv2/domainName:DomainName').inputs).toEqual({
      domainName: 'api.clinic.example',
      domainNameConfiguration: {
        certificateArn: domain.certificateArn,
        endpointType: 'REGIONAL',
        securityPolicy: 'TLS_1_2',
        ipAddressType: 'dualstack',
      },
    });
    expect(findOnly(plan, 'aws:apigatewayv2/apiMapping:ApiMapping').inputs).toEqual({
      apiId: expect.any(String),
      stage: '$default',
      domainName: 'api.clinic.example',
    });
    const records = listByType(plan, 'aws:route53/record:Record');
    expect(records.map(({ inputs }) => [inputs.type, inputs.zoneId, inputs.name])).toEqual([
      ['A', 'Z0123456789', 'api.clinic.example'],
      ['AAAA', 'Z0123456789', 'api.clinic.example'],
    ]);
    expect(records[0]?.inputs.aliases).toEqual([
      {
        name: expect.stringMatching(/^d-[0-9a-f]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
        zoneId: expect.stringMatching(/^Z[0-9A-F]{13}$/),
        evaluateTargetHealth: false,
      },
    ]);
  });

  it('creates no DNS records if the zone is managed elsewhere', async () => {
    const domain = { name: 'api.clinic.example', certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1' };
    const { plan } = await planned({ ...people, domain });
    expect(listByType(plan, 'aws:route53/record:Record')).toEqual([]);
    expect(listByType(plan, 'aws:apigatewayv2/apiMapping:ApiMapping')).toHaveLength(1);
  });

  it('throws if a function of its routes is not published', async () => {
    const without = functions.filter(({ name }) => name !== 'files');
    await expect(planned({ ...people, functions: without })).rejects.toThrow('routes of files');
  });
});

describe('the API for machines', () => {
  let plan: readonly PlannedResource[];
  beforeAll(async () => {
    ({ plan } = await planned(machines));
  });

  it('accepts only signed requests: no tokens, no pages', () => {
    expect(listByType(plan, 'aws:apigatewayv2/authorizer:Authorizer')).toEqual([]);
    expect(findOnly(plan, 'aws:apigatewayv2/api:Api').inputs).not.toHaveProperty('corsConfiguration');
    const open = listByType(plan, route).filter(({ inputs }) => inputs.authorizationType !== 'AWS_IAM');
    expect(open.map(({ inputs }) => [inputs.routeKey, inputs.authorizationType])).toEqual([['$default', 'NONE']]);
    expect(listByType(plan, route)).toHaveLength(10);
  });

  it('has its own limits and log', () => {
    expect(findOnly(plan, stage).inputs).toMatchObject({
      defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
      routeSettings: [{ routeKey: 'ANY /v1/patient-lookup', throttlingRateLimit: 5, throttlingBurstLimit: 10 }],
    });
    expect(findOnly(plan, 'aws:cloudwatch/logGroup:LogGroup').inputs.retentionInDays).toBe(7);
  });
});
