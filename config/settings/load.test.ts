import * as pulumi from '@pulumi/pulumi';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStackConfig, loadStackConfig } from './load.js';
import { StackConfig } from './stack.js';

const clinic = { timeZone: 'America/New_York' };

/** The problems of values, as `key: message`. */
function listProblems(values: Record<string, unknown>): string[] {
  const checked = checkStackConfig({ clinic, ...values });
  return 'problems' in checked ? checked.problems.map(({ key, message }) => `${key}: ${message}`) : [];
}

/** Runs as a stack with configuration as Pulumi hands it on. */
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
  it('are production’s, and the time zone alone must be said', () => {
    const checked = checkStackConfig({ clinic });
    if ('problems' in checked) throw new Error('The defaults do not fit.');
    expect(checked.config.database).toMatchObject({
      deletionProtection: true,
      backupRetentionDays: 35,
      readerCount: 1,
    });
    expect(checked.config.identity).toMatchObject({ tier: 'plus', threatProtection: 'enforced' });
    expect(checked.config.network).toMatchObject({ natStrategy: 'none', dualStack: true, availabilityZoneCount: 2 });
    expect(listProblems({ clinic: {} })).toEqual(['clinic.timeZone: must be of type string']);
  });
});

describe('a setting that is wrong', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown section', { networks: {} }, 'networks: is no setting; take it out'],
    ['an unknown key', { network: { natGateways: 1 } }, 'network.natGateways: is no setting; take it out'],
    ['a wrong type', { network: { dualStack: 'yes' } }, 'network.dualStack: must be of type boolean'],
    ['a section that is no object', { network: 'none' }, 'network: must be of type object'],
    [
      'a word that is none of those',
      { network: { natStrategy: 'two' } },
      'network.natStrategy: must be none or single or onePerAz',
    ],
    [
      'a missing key',
      { api: { domain: { name: 'api.example.org' } } },
      'api.domain.certificateArn: must be of type string',
    ],
    ['a number over its range', { database: { maxCapacityAcu: 512 } }, 'database.maxCapacityAcu: must be at most 256'],
    [
      'a number under its range',
      { database: { backupRetentionDays: 0 } },
      'database.backupRetentionDays: must be at least 1',
    ],
    ['a fraction', { database: { readerCount: 1.5 } }, 'database.readerCount: must be a whole number'],
    [
      'a step that Aurora lacks',
      { database: { maxCapacityAcu: 1.3 } },
      'database.maxCapacityAcu: must be a multiple of 0.5',
    ],
    [
      'a version that there is not',
      { database: { majorVersion: 14 } },
      'database.majorVersion: must be 15 or 16 or 17',
    ],
    [
      'a retention that CloudWatch lacks',
      { functions: { logRetentionDays: 10 } },
      'functions.logRetentionDays: must be a retention that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
    ],
    [
      'what is no address range',
      { network: { cidrBlock: '10.0.0.0' } },
      'network.cidrBlock: must be an IPv4 range such as 10.0.0.0/16',
    ],
    [
      'an origin with a wildcard',
      { api: { corsAllowedOrigins: ['*'] } },
      'api.corsAllowedOrigins.0: must be an origin without path or wildcard, such as https://app.example.org',
    ],
    [
      'an origin that isn’t encrypted',
      { api: { corsAllowedOrigins: ['http://app.example.org'] } },
      'api.corsAllowedOrigins.0: must be https, but on localhost',
    ],
    [
      'a prefix that AWS keeps',
      { identity: { domainPrefix: 'cognito-clinic', callbackUrls: ['https://app.example.org/'] } },
      'identity.domainPrefix: must not contain aws, amazon or cognito: AWS keeps those',
    ],
    [
      'a function that there is not',
      { functions: { overrides: { payments: { memoryMb: 256 } } } },
      'functions.overrides.payments: is no setting; take it out',
    ],
    ['what is no address', { alerts: { emails: ['nobody'] } }, 'alerts.emails.0: must be an e-mail address'],
    [
      'what is no zone',
      { network: { availabilityZoneNames: ['us-east-1a', 'here'] } },
      'network.availabilityZoneNames.1: must be a zone such as us-east-1a',
    ],
    [
      'what is no media type',
      { storage: { allowedContentTypes: ['pdf'] } },
      'storage.allowedContentTypes.0: must be a media type such as image/png',
    ],
    [
      'an hour that there is not',
      { database: { maintenanceWindow: 'sun:25:30-sun:26:30' } },
      'database.maintenanceWindow: must be like sun:08:30-sun:09:30',
    ],
    [
      'what is no URL',
      { identity: { callbackUrls: ['nowhere'] } },
      'identity.callbackUrls.0: must be a URL such as https://app.example.org/signed-in',
    ],
    [
      'what is no guardrail',
      { assistant: { guardrail: { id: 'abc1', version: 'newest' } } },
      'assistant.guardrail.version: must be DRAFT or a number',
    ],
    [
      'what is no certificate',
      { api: { domain: { name: 'api.example.org', certificateArn: 'mine' } } },
      'api.domain.certificateArn: must be the ARN of a certificate of ACM',
    ],
  ])('is named with what is allowed: %s', (_what, values, problem) => {
    expect(listProblems(values)).toEqual([problem]);
  });
});

describe('settings that contradict each other', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'the least capacity over the most',
      { database: { minCapacityAcu: 10, maxCapacityAcu: 4 } },
      ['database.minCapacityAcu'],
    ],
    ['the least capacity at the most', { database: { minCapacityAcu: 4, maxCapacityAcu: 4 } }, []],
    ['a pause without shrinking to nothing', { database: { autoPauseSeconds: 300 } }, ['database.autoPauseSeconds']],
    ['shrinking to nothing without a pause', { database: { minCapacityAcu: 0 } }, ['database.autoPauseSeconds']],
    [
      'a proxy with a pause',
      { database: { minCapacityAcu: 0, autoPauseSeconds: 300, proxy: true } },
      ['database.proxy'],
    ],
    ['a proxy without a pause', { database: { proxy: true } }, []],
    ['a model that nobody reaches', { network: { interfaceEndpoints: [] } }, ['network.interfaceEndpoints']],
    ['a model over a NAT gateway', { network: { interfaceEndpoints: [], natStrategy: 'single' } }, []],
    ['secrets without IPv6 and endpoint', { network: { dualStack: false } }, ['network.interfaceEndpoints']],
    [
      'no IPv6, and an endpoint for each service',
      { network: { dualStack: false, interfaceEndpoints: ['bedrock-runtime', 'secretsmanager'] } },
      [],
    ],
    [
      'three zones of two',
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
    ['a sign-in page that leads nowhere', { identity: { domainPrefix: 'clinic' } }, ['identity.callbackUrls']],
    [
      'a function slower than API Gateway',
      { functions: { overrides: { patients: { timeoutSeconds: 30 } } } },
      ['functions.overrides.patients.timeoutSeconds'],
    ],
    ['a job slower than API Gateway', { functions: { overrides: { data_loader: { timeoutSeconds: 900 } } } }, []],
    [
      'more kept warm than may run',
      { functions: { overrides: { patients: { reservedConcurrency: 2, provisionedConcurrency: { instances: 3 } } } } },
      ['functions.overrides.patients.provisionedConcurrency.instances'],
    ],
    [
      'more reserved than the account may',
      { functions: { overrides: { patients: { reservedConcurrency: 500 }, files: { reservedConcurrency: 401 } } } },
      ['functions.accountConcurrency'],
    ],
    [
      'all reserved that the account may',
      { functions: { overrides: { patients: { reservedConcurrency: 500 }, files: { reservedConcurrency: 400 } } } },
      [],
    ],
    [
      'more reserved in an account that has more',
      { functions: { accountConcurrency: 1101, overrides: { patients: { reservedConcurrency: 1001 } } } },
      [],
    ],
    ['nothing reserved in a new account', { functions: { accountConcurrency: 10 } }, []],
    [
      'a throttle without routes',
      { api: { throttles: { data_loader: { requestsPerSecond: 1, burst: 1 } } } },
      ['api.throttles.data_loader'],
    ],
    [
      'a route’s throttle over the stage’s',
      { api: { throttleRequestsPerSecond: 10, throttles: { patients: { requestsPerSecond: 11, burst: 1 } } } },
      ['api.throttles.patients.requestsPerSecond'],
    ],
  ])('are found: %s', (_what, values, keys) => {
    expect(listProblems(values).map((problem) => problem.split(':')[0])).toEqual(keys);
  });

  it('are found beside settings that are wrong by themselves, but not because of those', () => {
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
    ['a part that lacks another', { api: { domain: { name: 'api.example.org' } } }, 'api.domain.certificateArn'],
    ['an entry of a list', { storage: { allowedContentTypes: ['image/png', 7] } }, 'storage.allowedContentTypes.1'],
    [
      'a part of an entry',
      { clinic: { timeZone: 'UTC', workingHours: [{ from: '08:00' }] } },
      'clinic.workingHours.0.to',
    ],
    ['a section that must be there', { clinic: 'Ohio' }, 'clinic'],
    ['what a section must say', { clinic: { timeZone: 'Ohio' } }, 'clinic.timeZone'],
  ])('are found beside %s that is wrong', (_what, values, wrong) => {
    const keys = listProblems({
      ...values,
      network: { cidrBlock: '10.0.0.0/24' },
      database: { minCapacityAcu: 0, autoPauseSeconds: 300, proxy: true },
    }).map((problem) => problem.split(':')[0]);
    expect(keys).toEqual(expect.arrayContaining([wrong, 'network.cidrBlock', 'database.proxy']));
  });

  it('are not found in what is left of a list', () => {
    const network = { dualStack: false, interfaceEndpoints: ['bedrock-runtime', 'secrets-manager'] };
    expect(listProblems({ network }).map((problem) => problem.split(':')[0])).toEqual(['network.interfaceEndpoints.1']);
  });

  it('are looked for whatever the file holds', () => {
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

describe('loading a stack’s configuration', () => {
  it('gives settings and region', async () => {
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

  it('refuses zones and certificates of other regions', async () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
    const message = await load({
      'aws:region': 'us-east-2',
      'healthcare-backend:clinic': JSON.stringify(clinic),
      'healthcare-backend:network': JSON.stringify({ availabilityZoneNames: ['us-east-2a', 'us-east-1b'] }),
      'healthcare-backend:api': JSON.stringify({ domain: { name: 'api.example.org', certificateArn } }),
    }).catch((error: Error) => error.message);
    expect(message).toContain(
      'network.availabilityZoneNames: found ["us-east-2a","us-east-1b"]; must be zones of aws:region',
    );
    expect(message).toContain(
      `api.domain.certificateArn: found "${certificateArn}"; must be of a certificate in aws:region`,
    );
  });

  it('refuses what would seem to choose an account, and does not show it', async () => {
    const message = await load({
      'aws:region': 'us-east-1',
      'aws:secretKey': 'wJalrXUtnFEMI',
      'other:key': 'of another project',
      'healthcare-backend:clinic': JSON.stringify(clinic),
    }).catch((error: Error) => error.message);
    expect(message).toBe(
      'Pulumi.prod.yaml has a wrong setting:\n  aws:secretKey: found "…"; is no setting; take it out and say it in the environment',
    );
  });

  it.each([
    ['prod', true],
    ['pull-request-12', true],
    ['My_Stage', false],
    ['a--b', false],
    ['a-name-that-is-much-too-long', false],
    ['1st', false],
  ])('takes the stack’s name %s: %s', async (stack, isTaken) => {
    const config = { 'aws:region': 'us-east-1', 'healthcare-backend:clinic': JSON.stringify(clinic) };
    const message = await load(config, stack).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message === '').toBe(isTaken);
    if (!isTaken) expect(message).toContain(`the stack’s name: found "${stack}"`);
  });

  it('names every wrong key, what was found, what is allowed and the file, in one message', async () => {
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
    expect(first).toBe('Pulumi.prod.yaml has 7 wrong settings:');
    expect(lines.map((line) => line.trim().split(';')[0]).sort()).toEqual([
      'aws:region: found "Virginia"',
      'healthcare-backend:api.accessLogRetentionDays: found 8',
      'healthcare-backend:clinc: found {}',
      'healthcare-backend:clinic: found nothing',
      'healthcare-backend:database.proxy: found true',
      'healthcare-backend:network.cidrBlock: found "10.0.0.0/28"',
      'healthcare-backend:network.natStrategy: found 2',
    ]);
    expect(lines.every((line) => /; (must|is no)/.test(line))).toBe(true);
  });
});
