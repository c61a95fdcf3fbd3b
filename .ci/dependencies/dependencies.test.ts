import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkActions } from './actions.js';
import { checkAdvisories } from './advisories.js';
import { checkInstalledLicenses, checkLicenses, isAllowed } from './licenses.js';
import { checkLockfile, checkShrinkwrap, type LockedPackage, withTools } from './lockfile.js';
import { findSecretStores, findSecrets } from './secrets.js';

const locked = (packages: Record<string, LockedPackage>) => ({ lockfileVersion: 3, packages: { '': {}, ...packages } });
const good = { version: '1.2.3', integrity: 'sha512-abc', license: 'MIT' };
const toMessages = (findings: readonly { what: string }[]) => findings.map(({ what }) => what);

describe('the lockfile', () => {
  const manifest = { dependencies: { one: '1.2.3' } };

  it('passes if every package has one version from the registry and its hash', () => {
    expect(checkLockfile(locked({ 'node_modules/one': good }), manifest)).toEqual([]);
    const resolved = 'https://registry.npmjs.org/one/-/one-1.2.3.tgz';
    expect(checkLockfile(locked({ 'node_modules/one': { ...good, resolved } }), manifest)).toEqual([]);
  });

  it.each<[string, LockedPackage, string]>([
    ['no hash', { version: '1.2.3' }, 'SHA-512'],
    ['a weak hash', { ...good, integrity: 'sha1-abc' }, 'SHA-512'],
    ['another registry', { ...good, resolved: 'https://evil.example/one.tgz' }, 'does not come from'],
    ['another package', { ...good, resolved: 'https://registry.npmjs.org/two/-/two-1.2.3.tgz' }, 'does not come from'],
    ['a repository', { ...good, resolved: 'git+ssh://git@github.com/a/one.git#abc' }, 'does not come from'],
    ['another version', { ...good, version: '1.2.4' }, 'another version'],
  ])('fails with %s', (_what, one, expected) => {
    const found = checkLockfile(locked({ 'node_modules/one': one }), manifest);
    expect(toMessages(found)).toEqual([expect.stringContaining(expected)]);
  });

  it('is checked in every folder, and must not have a shrinkwrap beside it', () => {
    const files = ['package-lock.json', 'a/npm-shrinkwrap.json'];
    expect(checkShrinkwrap(files)).toMatchObject([{ where: 'a/npm-shrinkwrap.json' }]);
    const found = checkLockfile(locked({ 'node_modules/one': { version: '1.2.3' } }), manifest, 'a/b');
    expect(found).toMatchObject([{ where: 'a/b/node_modules/one' }]);
  });

  it.each(['^1.2.3', '~1.2.3', '*', 'latest', '1.x', 'github:a/one'])('fails with the version range %s', (range) => {
    const found = checkLockfile(locked({ 'node_modules/one': good }), { devDependencies: { one: range } });
    expect(found).toHaveLength(1);
  });
});

describe('a license', () => {
  it.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['', false],
    ['MIT OR GPL-3.0-only', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only) AND ISC', true],
    ['GPL-3.0-only OR MIT AND GPL-2.0-only', false],
    ['(MIT', false],
    ['MIT MIT', false],
    ['SEE LICENSE IN LICENSE', false],
  ])('%s is allowed: %s', (expression, expected) => {
    expect(isAllowed(expression, ['MIT', 'ISC'])).toBe(expected);
  });

  const odd = { 'node_modules/odd': { ...good, license: 'MPL-2.0', dev: true } };
  const accepted = { package: 'odd', license: 'MPL-2.0', reason: 'A tool.', isForProduction: false };

  it('that is not allowed is found, unless the package and license are accepted, in development or production', () => {
    expect(checkLicenses(locked(odd), ['MIT'], [])).toHaveLength(1);
    expect(checkLicenses(locked(odd), ['MIT'], [accepted])).toEqual([]);
    expect(checkLicenses(locked(odd), ['MIT'], [{ ...accepted, license: 'GPL-3.0-only' }])).toHaveLength(2);
    const deployed = { 'node_modules/odd': { ...good, license: 'MPL-2.0' } };
    expect(toMessages(checkLicenses(locked(deployed), ['MIT'], [accepted]))).toEqual([
      'has the license MPL-2.0, in deployed code',
      'is accepted but no longer used; remove the exception',
    ]);
  });
});

describe('a license in the lockfile', () => {
  const lockfile = locked({ 'node_modules/one': good });

  it.each([
    [{ license: 'MIT' }, 0],
    [{ license: { type: 'MIT' } }, 0],
    [undefined, 0],
    [{ license: 'GPL-3.0-only' }, 1],
    [{}, 1],
  ])('is compared with the installed package %j: %i findings', (manifest, expected) => {
    expect(checkInstalledLicenses(lockfile, () => manifest)).toHaveLength(expected);
  });

  it('of a tool with its own lockfile counts as a development license', () => {
    const tools = withTools(locked({}), [locked({ 'node_modules/odd': { ...good, license: 'MPL-2.0' } })]);
    expect(toMessages(checkLicenses(tools, ['MIT'], []))).toEqual(['has the license MPL-2.0, in development']);
  });
});

describe('an action', () => {
  const commit = 'a'.repeat(40);
  it.each([
    [`actions/checkout@${commit} # v4.2.2`, 0],
    [`owner/repository/path@${commit} # v1`, 0],
    ['./.github/actions/own', 0],
    [`actions/checkout@${commit}`, 1],
    ['actions/checkout@v4', 1],
    ['actions/checkout@main # v4.2.2', 1],
    [`actions/checkout@${commit.slice(1)} # v4.2.2`, 1],
    ['docker://alpine:3', 1],
  ])('%s gives %i findings', (used, expected) => {
    expect(checkActions('ci.yml', `    steps:\n      - uses: ${used}\n`)).toHaveLength(expected);
    expect(checkActions('ci.yml', `      - name: x\n        uses: ${used}\n`)).toHaveLength(expected);
  });

  it.each([
    ['in a flow mapping', '- { name: x, uses: actions/checkout@v4 }', 1],
    ['with a complex key', '- ? uses\n  : actions/checkout@v4', 1],
    ['in several lines', '- uses: >-\n    actions/checkout@v4', 1],
    ['by an alias', '- env: { A: &action actions/checkout@v4 }\n- uses: *action', 1],
    ['in text that is not a step', '- run: |\n    uses: actions/checkout@v4', 0],
    ['in invalid YAML', '- "', 1],
  ])('%s: %i findings', (_how, steps, expected) => {
    expect(checkActions('ci.yml', steps)).toHaveLength(expected);
  });

  it('must run in an image that is pinned or accepted', () => {
    const workflow = 'jobs:\n  a:\n    container: node:20\n    services: { b: { image: postgres } }\n';
    expect(toMessages(checkActions('ci.yml', workflow))).toEqual([
      expect.stringContaining('node:20'),
      expect.stringContaining('postgres'),
    ]);
    const accepted = [{ image: 'node:20', reason: 'A test.' }];
    expect(checkActions('ci.yml', workflow, accepted)).toHaveLength(1);
    expect(checkActions('ci.yml', `container: node@sha256:${'a'.repeat(64)}`)).toEqual([]);
  });
});

describe('the workflows', () => {
  it.each(['preview', 'deploy'])('use the Pulumi CLI of the SDK version: %s', async (workflow) => {
    const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    const text = await readFile(`.github/workflows/${workflow}.yml`, 'utf8');
    const versions = [...text.matchAll(/^ +pulumi-version: (.+)$/gm)].map(([, version]) => version);
    expect(versions).toEqual(text.match(/uses: pulumi\/actions@/g)?.map(() => devDependencies['@pulumi/pulumi']));
  });
});

describe('a secret', () => {
  // Put together here, so that the check doesn't find them in this file.
  const secrets = {
    'a private key': `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${'MIIE'.repeat(20)}`,
    'an AWS access key': `key = AKIA${'ABCDEFGHIJKLMNOP'}`,
    'an AWS secret key': `aws_secret_access_key=${'abcDEF1234'.repeat(4)}`,
    'a GitHub token': `ghp_${'a1B2'.repeat(9)}`,
    'an npm token': `//registry.npmjs.org/:_authToken=npm_${'a1B2'.repeat(9)}`,
    'a signed token': `eyJ${'hbGciOiJSUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3'}.${'a'.repeat(40)}`,
    'a password in a URL': `postgres://admin:${'hunter22'}@database.clinic.internal/x`,
  };

  it.each([
    ['a private key', `{"private_key": "-----BEGIN ${'PRIVATE'} KEY-----\\n${'MIIE'.repeat(20)}"}`],
    ['an AWS secret key', `{"SecretAccessKey": "${'abcDEF123/'.repeat(4)}"}`],
    ['a password in a URL', `postgres://admin:${'hun$ter22'}@database.clinic.internal/x`],
    ['a password in a URL', `postgres://admin:${'hunter22'}@example-clinic.internal/x`],
    ['a password in a URL', `postgres://admin:${'hunter22'}@db.example.clinic.internal/x`],
    ['a password in a URL', `postgres://admin:${'hunter22'}@localhost.clinic.internal/x`],
  ])('is found in other forms too: %s', (kind, text) => {
    expect(toMessages(findSecrets('a.ts', text, []))).toEqual([expect.stringContaining(kind)]);
  });

  it.each([
    ['.env', 1],
    ['config/.env.production', 1],
    ['keys/id_ed25519', 1],
    ['certificate.PFX', 1],
    ['.env.example', 0],
    ['config/environment.ts', 0],
    ['keys/id_ed25519.pub', 0],
  ])('can be in a file named %s: %i findings', (file, expected) => {
    expect(findSecretStores([file])).toHaveLength(expected);
  });

  it.each(Object.entries(secrets))('is reported with its line but without its value: %s', (kind, text) => {
    const [found, ...others] = findSecrets('a.ts', `first line\n${text}\n`, []);
    expect([found?.where, others]).toEqual(['a.ts:2', []]);
    expect(found?.what).toContain(kind);
    expect(text).not.toContain(found?.what);
    expect(findSecrets('a.ts', text, [{ file: 'a.ts', kind, reason: 'A test.' }])).toEqual([]);
    expect(findSecrets('b.ts', text, [{ file: 'a.ts', kind, reason: 'A test.' }])).toHaveLength(1);
  });

  it.each([
    'postgres://postgres@127.0.0.1:5432/postgres',
    'postgres://user:password@localhost/x',
    'https://user:secret@host.example/',
    'https://user:secret@www.example.com/',
    'postgres://$' + '{user}:$' + '{password}@$' + '{host}/x',
    'AKIAIOSFODNN7EXAMPLE',
    '-----BEGIN PUBLIC KEY-----',
    'sha512-LpHY2yPcgnyrBSNMwRZ5tBQdNxcKpB7EPgZtOLv6FH',
  ])('is not found in %s', (text) => {
    expect(findSecrets('a.ts', text, [])).toEqual([]);
  });
});

describe('an advisory', () => {
  const report = (severity: string) =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        one: {
          via: [{ name: 'one', title: 'Bad', url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc', severity }],
        },
        two: { via: ['one'] },
      },
    });
  const accepted = { id: 'GHSA-aaaa-bbbb-cccc', reason: 'Not reached.', until: '2026-12-31' };

  it('fails from moderate severity on, and is reported once', () => {
    expect(checkAdvisories([report('low')], [], '2026-12-01')).toEqual([]);
    for (const severity of ['moderate', 'high', 'critical']) {
      expect(checkAdvisories([report(severity)], [], '2026-12-01')).toHaveLength(1);
    }
  });

  it('passes while it is accepted, up to the last day', () => {
    expect(checkAdvisories([report('high')], [accepted], '2026-12-31')).toEqual([]);
    expect(toMessages(checkAdvisories([report('high')], [accepted], '2027-01-01') ?? [])).toEqual([
      'GHSA-aaaa-bbbb-cccc (high): Bad; its acceptance ended on 2026-12-31',
    ]);
  });

  it.each(['never', '9999-12-31', '2027-06-15'])('cannot be accepted until %s', (until) => {
    const [found, ...others] = checkAdvisories([report('high')], [{ ...accepted, until }], '2026-12-01') ?? [];
    expect([found?.what, others]).toEqual([expect.stringContaining('the latest possible day is 2027-05-30'), []]);
  });

  it('that no longer applies must be removed from the exceptions', () => {
    const none = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    expect(checkAdvisories([none], [], '2026-12-01')).toEqual([]);
    expect(checkAdvisories([none], [accepted], '2026-12-01')).toHaveLength(1);
  });

  it.each(['', 'Bad gateway', '{}', '{"message": "405 Method Not Allowed", "statusCode": 405}'])(
    'counts as unknown if npm audit printed %j',
    (printed) => {
      expect(checkAdvisories([report('low'), printed], [], '2026-12-01')).toBeUndefined();
    },
  );
});
