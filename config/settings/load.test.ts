import * as pulumi from '@pulumi/pulumi';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStackConfig, loadStackConfig } from './load.js';
import { StackConfig } from './stack.js';

const clinic = { timeZone: 'America/New_York' };

/** Returns the problems as `key: message`. */
function listProblems(values: Record<string, unknown>): string[] {
  const checked = checkStackConfig({ clinic, ...values });
  return 'problems' in checked ? checked.problems.map(({ key, message }) => `${key}: ${message}`) : [];
}

/** Loads configuration in the form in which Pulumi passes it. */
async function load(config: Record<string, string>, stack = 'prod') {
  pulumi.runtime.setAllConfig(config);
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: '', state: {} }), call: () => ({}) },
    'healthcare-backend',
    stack,
  );
  return loadStackConfig();
}

describe('the defaults', () => {
  it('suit production, and only the time zone is required', () => {
    const checked = checkStackConfig({ clinic });
    if ('problems' in checked) throw new Error('The defaults are invalid.');
    expect(checked.config.database).toMatchObject({
      deletionProtection: true,
      backupRetentionDays: 35,
      readerCount: 1,
    });
    expect(checked.config.identity).toMatchObject({ tier: 'plus', threatProtection: 'enforced' });
    expect(checked.config.network).toMatchObject({ natStrategy: 'none', dualStack: true, availabilityZoneCount: 2 });
    expect(listProblems({ clinic: {} })).toEqual(['clinic.timeZone: must be a string']);
  });
});

describe('an invalid setting', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown section', { networks: {} }, 'networks: is not a setting; remove it'],
    ['an unknown key', { network: { natGateways: 1 } }, 'network.natGateways: is not a setting; remove it'],
    ['a wrong type', { network: { dualStack: 'yes' } }, 'network.dualStack: must be true or false'],
    ['a section that is not an object', { network: 'none' }, 'network: must be an object'],
    [
      'a word outside the enum',
      { network: { natStrategy: 'two' } },
      'network.natStrategy: must be one of none, single, onePerAz',
    ],
    ['a missing key', { api: { domain: { name: 'api.example.org' } } }, 'api.domain.certificateArn: must be a string'],
    ['a number above its range', { database: { maxCapacityAcu: 512 } }, 'database.maxCapacityAcu: must be at most 256'],
    [
      'a number below its range',
      { database: { backupRetentionDays: 0 } },
      'database.backupRetentionDays: must be at least 1',
    ],
    ['a fraction', { database: { readerCount: 1.5 } }, 'database.readerCount: must be a whole number'],
    [
      'a step that Aurora does not offer',
      { database: { maxCapacityAcu: 1.3 } },
      'database.maxCapacityAcu: must be a multiple of 0.5',
    ],
    ['an unknown version', { database: { majorVersion: 14 } }, 'database.majorVersion: must be one of 15, 16, 17'],
    [
      'a retention that CloudWatch does not offer',
      { functions: { logRetentionDays: 10 } },
      'functions.logRetentionDays: must be a retention period that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
    ],
    [
      'a malformed address range',
      { network: { cidrBlock: '10.0.0.0' } },
      'network.cidrBlock: must be an IPv4 range such as 10.0.0.0/16',
    ],
    [
      'an origin with a wildcard',
      { api: { corsAllowedOrigins: ['*'] } },
      'api.corsAllowedOrigins.0: must be an origin without path or wildcard, such as https://app.example.org',
    ],
    [
      'an origin without TLS',
      { api: { corsAllowedOrigins: ['http://app.example.org'] } },
      'api.corsAllowedOrigins.0: must use https (http is allowed for localhost only)',
    ],
    [
      'a prefix that AWS reserves',
      { identity: { domainPrefix: 'cognito-clinic', callbackUrls: ['https://app.example.org/'] } },
      'identity.domainPrefix: must not contain aws, amazon or cognito: AWS reserves them',
    ],
    [
      'an unknown function',
      { functions: { overrides: { payments: { memoryMb: 256 } } } },
      'functions.overrides.payments: is not a setting; remove it',
    ],
    ['a malformed email address', { alerts: { emails: ['nobody'] } }, 'alerts.emails.0: must be an email address'],
    [
      'a malformed zone',
      { network: { availabilityZoneNames: ['us-east-1a', 'here'] } },
      'network.availabilityZoneNames.1: must be a zone such as us-east-1a',
    ],
    [
      'a malformed media type',
      { storage: { allowedContentTypes: ['pdf'] } },
      'storage.allowedContentTypes.0: must be a media type such as image/png',
    ],
    [
      'an hour past 23',
      { database: { maintenanceWindow: 'sun:25:30-sun:26:30' } },
      'database.maintenanceWindow: must be like sun:08:30-sun:09:30',
    ],
    [
      'a malformed URL',
      { identity: { callbackUrls: ['nowhere'] } },
      'identity.callbackUrls.0: must be a URL such as https://app.example.org/signed-in',
    ],
    [
      'a malformed guardrail version',
      { assistant: { guardrail: { id: 'abc1', version: 'newest' } } },
      'assistant.guardrail.version: must be DRAFT or a number',
    ],
    [
      'a malformed certificate ARN',
      { api: { domain: { name: 'api.example.org', certificateArn: 'mine' } } },
      'api.domain.certificateArn: must be the ARN of an ACM certificate',
    ],
  ])('is reported with what is allowed: %s', (_what, values, problem) => {
    expect(listProblems(values)).toEqual([problem]);
  });
});

describe('settings that contradict each other', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'a minimum capacity above the maximum',
      { database: { minCapacityAcu: 10, maxCapacityAcu: 4 } },
      ['database.minCapacityAcu'],
    ],
    ['a minimum capacity equal to the maximum', { database: { minCapacityAcu: 4, maxCapacityAcu: 4 } }, []],
    ['a pause with a minimum capacity above 0', { database: { autoPauseSeconds: 300 } }, ['database.autoPauseSeconds']],
    ['a minimum capacity of 0 without a pause', { database: { minCapacityAcu: 0 } }, ['database.autoPauseSeconds']],
    [
      'a proxy with a pause',
      { database: { minCapacityAcu: 0, autoPauseSeconds: 300, proxy: true } },
      ['database.proxy'],
    ],
    ['a proxy without a pause', { database: { proxy: true } }, []],
    ['a model that functions cannot reach', { network: { interfaceEndpoints: [] } }, ['network.interfaceEndpoints']],
    ['a model over a NAT gateway', { network: { interfaceEndpoints: [], natStrategy: 'single' } }, []],
    ['secrets without IPv6 or endpoint', { network: { dualStack: false } }, ['network.interfaceEndpoints']],
    [
      'no IPv6, and an endpoint for each service',
      { network: { dualStack: false, interfaceEndpoints: ['bedrock-runtime', 'secretsmanager'] } },
      [],
    ],
    [
      'three zones with two names',
      { network: { availabilityZoneCount: 3, availabilityZoneNames: ['us-east-1a', 'us-east-1b'] } },
      ['network.availabilityZoneCount'],
    ],
    [
      'a zone twice',
      { network: { availabilityZoneNames: ['us-east-1a', 'us-east-1a'] } },
      ['network.availabilityZoneNames'],
    ],
    ['a range too small', { network: { cidrBlock: '10.0.0.0/21' } }, ['network.cidrBlock']],
    [
      'an endpoint twice',
      { network: { interfaceEndpoints: ['bedrock-runtime', 'bedrock-runtime'] } },
      ['network.interfaceEndpoints'],
    ],
    ['an address twice', { alerts: { emails: ['a@b.example', 'a@b.example'] } }, ['alerts.emails']],
    ['the smallest range', { network: { cidrBlock: '10.0.0.0/20' } }, []],
    ['a range too large', { network: { cidrBlock: '10.0.0.0/15' } }, ['network.cidrBlock']],
    ['maintenance during the backup', { database: { backupStartsAt: '09:00' } }, ['database.maintenanceWindow']],
    [
      'a backup that reaches into maintenance',
      { database: { backupStartsAt: '08:01' } },
      ['database.maintenanceWindow'],
    ],
    ['a backup that ends when maintenance starts', { database: { backupStartsAt: '08:00' } }, []],
    ['a backup that starts when maintenance ends', { database: { backupStartsAt: '09:30' } }, []],
    [
      'maintenance too short',
      { database: { maintenanceWindow: 'sun:03:00-sun:03:29' } },
      ['database.maintenanceWindow'],
    ],
    ['maintenance over midnight', { database: { maintenanceWindow: 'sat:23:45-sun:00:15' } }, []],
    ['maintenance from one week to the next', { database: { maintenanceWindow: 'sun:23:45-mon:00:15' } }, []],
    [
      'maintenance for days',
      { database: { maintenanceWindow: 'sun:08:30-tue:09:30' } },
      ['database.maintenanceWindow'],
    ],
    [
      'maintenance that ends before it begins',
      { database: { maintenanceWindow: 'sun:09:30-sun:08:30' } },
      ['database.maintenanceWindow'],
    ],
    ['threat protection below its tier', { identity: { tier: 'essentials' } }, ['identity.threatProtection']],
    ['a sign-in page without callback URL', { identity: { domainPrefix: 'clinic' } }, ['identity.callbackUrls']],
    [
      'a function slower than API Gateway',
      { functions: { overrides: { patients: { timeoutSeconds: 30 } } } },
      ['functions.overrides.patients.timeoutSeconds'],
    ],
    ['a job slower than API Gateway', { functions: { overrides: { data_loader: { timeoutSeconds: 900 } } } }, []],
    [
      'more provisioned than reserved concurrency',
      { functions: { overrides: { patients: { reservedConcurrency: 2, provisionedConcurrency: { instances: 3 } } } } },
      ['functions.overrides.patients.provisionedConcurrency.instances'],
    ],
    [
      'more reserved than the account allows',
      { functions: { overrides: { patients: { reservedConcurrency: 500 }, files: { reservedConcurrency: 401 } } } },
      ['functions.accountConcurrency'],
    ],
    [
      'as much reserved as the account allows',
      { functions: { overrides: { patients: { reservedConcurrency: 500 }, files: { reservedConcurrency: 400 } } } },
      [],
    ],
    [
      'more reserved in an account with a higher quota',
      { functions: { accountConcurrency: 1101, overrides: { patients: { reservedConcurrency: 1001 } } } },
      [],
    ],
    ['nothing reserved in a new account', { functions: { accountConcurrency: 10 } }, []],
    [
      'a throttle of a function without routes',
      { api: { throttles: { data_loader: { requestsPerSecond: 1, burst: 1 } } } },
      ['api.throttles.data_loader'],
    ],
    [
      'a throttle of a route above that of the API',
      { api: { throttleRequestsPerSecond: 10, throttles: { patients: { requestsPerSecond: 11, burst: 1 } } } },
      ['api.throttles.patients.requestsPerSecond'],
    ],
  ])('are reported: %s', (_what, values, keys) => {
    expect(listProblems(values).map((problem) => problem.split(':')[0])).toEqual(keys);
  });

  it('are reported along with invalid settings, but not because of them', () => {
    const keys = listProblems({
      network: { cidrBlock: '10.0.0.0/24', colour: 'blue' },
      database: { minCapacityAcu: 0, autoPauseSeconds: 'soon', proxy: true, maxCapacityAcu: -1 },
    }).map((problem) => problem.split(':')[0]);
    expect(keys.sort()).toEqual([
      'database.autoPauseSeconds',
      'database.maxCapacityAcu',
      'network.cidrBlock',
      'network.colour',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an object without a required key', { api: { domain: { name: 'api.example.org' } } }, 'api.domain.certificateArn'],
    ['an entry of a list', { storage: { allowedContentTypes: ['image/png', 7] } }, 'storage.allowedContentTypes.1'],
    [
      'a key of an entry',
      { clinic: { timeZone: 'UTC', workingHours: [{ from: '08:00' }] } },
      'clinic.workingHours.0.to',
    ],
    ['a required section', { clinic: 'Ohio' }, 'clinic'],
    ['a required key', { clinic: { timeZone: 'Ohio' } }, 'clinic.timeZone'],
  ])('are reported along with an invalid value: %s', (_what, values, wrong) => {
    const keys = listProblems({
      ...values,
      network: { cidrBlock: '10.0.0.0/24' },
      database: { minCapacityAcu: 0, autoPauseSeconds: 300, proxy: true },
    }).map((problem) => problem.split(':')[0]);
    expect(keys).toEqual(expect.arrayContaining([wrong, 'network.cidrBlock', 'database.proxy']));
  });

  it('are not reported for the rest of a list with an invalid entry', () => {
    const network = { dualStack: false, interfaceEndpoints: ['bedrock-runtime', 'secrets-manager'] };
    expect(listProblems({ network }).map((problem) => problem.split(':')[0])).toEqual(['network.interfaceEndpoints.1']);
  });

  it('are reported for any content of the file', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const sections = fc.record(Object.fromEntries(Object.keys(StackConfig.shape).map((section) => [section, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(sections, (values) => {
        const checked = checkStackConfig({ ...values, network: { cidrBlock: '10.0.0.0/24' } });
        const keys = 'problems' in checked ? checked.problems.map(({ key }) => key) : [];
        expect(keys).toContain('network.cidrBlock');
      }),
      { numRuns: 200 },
    );
  });
});

describe('loading the configuration of a stack', () => {
  it('returns settings and region', async () => {
    const { config, region } = await load({
      'aws:region': 'us-east-1',
      'healthcare-backend:clinic': JSON.stringify(clinic),
      'healthcare-backend:database': JSON.stringify({ maxCapacityAcu: 40 }),
    });
    expect([region, config.database.maxCapacityAcu, config.clinic.timeZone]).toEqual([
      'us-east-1',
      40,
      'America/New_York',
    ]);
  });

  it('rejects zones and certificates of other regions', async () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
    const message = await load({
      'aws:region': 'us-east-2',
      'healthcare-backend:clinic': JSON.stringify(clinic),
      'healthcare-backend:network': JSON.stringify({ availabilityZoneNames: ['us-east-2a', 'us-east-1b'] }),
      'healthcare-backend:api': JSON.stringify({ domain: { name: 'api.example.org', certificateArn } }),
    }).catch((error: Error) => error.message);
    expect(message).toContain(
      'network.availabilityZoneNames: found ["us-east-2a","us-east-1b"]; must be zones in aws:region',
    );
    expect(message).toContain(
      `api.domain.certificateArn: found "${certificateArn}"; must be a certificate in aws:region`,
    );
  });

  it('rejects keys that look as if they chose the account, without showing the value', async () => {
    const message = await load({
      'aws:region': 'us-east-1',
      'aws:secretKey': 'wJalrXUtnFEMI',
      'other:key': 'of another project',
      'healthcare-backend:clinic': JSON.stringify(clinic),
    }).catch((error: Error) => error.message);
    expect(message).toBe(
      'Pulumi.prod.yaml has an invalid setting:\n  aws:secretKey: found "…"; is not used; remove it and set the environment variable instead',
    );
  });

  it.each([
    ['prod', true],
    ['pull-request-12', true],
    ['My_Stage', false],
    ['a--b', false],
    ['a-name-that-is-much-too-long', false],
    ['1st', false],
  ])('accepts the stack name %s: %s', async (stack, isAccepted) => {
    const config = { 'aws:region': 'us-east-1', 'healthcare-backend:clinic': JSON.stringify(clinic) };
    const message = await load(config, stack).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message === '').toBe(isAccepted);
    if (!isAccepted) expect(message).toContain(`the stack name: found "${stack}"`);
  });

  it('reports the file and every invalid key with value and allowed values, in one message', async () => {
    const message = await load({
      'aws:region': 'Virginia',
      'healthcare-backend:clinc': '{}',
      'healthcare-backend:network': JSON.stringify({ natStrategy: 2, cidrBlock: '10.0.0.0/28' }),
      'healthcare-backend:database': JSON.stringify({ minCapacityAcu: 0, autoPauseSeconds: 300, proxy: true }),
      'healthcare-backend:api': JSON.stringify({ accessLogRetentionDays: 8 }),
    }).then(
      () => '',
      (error: Error) => error.message,
    );
    const [first, ...lines] = message.split('\n');
    expect(first).toBe('Pulumi.prod.yaml has 7 invalid settings:');
    expect(lines.map((line) => line.trim().split(';')[0]).sort()).toEqual([
      'aws:region: found "Virginia"',
      'healthcare-backend:api.accessLogRetentionDays: found 8',
      'healthcare-backend:clinc: found {}',
      'healthcare-backend:clinic: found nothing',
      'healthcare-backend:database.proxy: found true',
      'healthcare-backend:network.cidrBlock: found "10.0.0.0/28"',
      'healthcare-backend:network.natStrategy: found 2',
    ]);
    expect(lines.every((line) => /; (must|is not)/.test(line))).toBe(true);
  });
});
