import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkActions } from './actions.js';
import { checkAdvisories } from './advisories.js';
import { checkLicences, isAllowed } from './licences.js';
import { checkLockfile, type LockedPackage } from './lockfile.js';
import { findSecrets } from './secrets.js';

const locked = (packages: Record<string, LockedPackage>) => ({ lockfileVersion: 3, packages: { '': {}, ...packages } });
const good = { version: '1.2.3', integrity: 'sha512-abc', license: 'MIT' };
const whats = (findings: readonly { what: string }[]) => findings.map(({ what }) => what);

describe('the lockfile', () => {
  const manifest = { dependencies: { one: '1.2.3' } };

  it('passes with one version of each, from the registry, with its hash', () => {
    expect(checkLockfile(locked({ 'node_modules/one': good }), manifest)).toEqual([]);
    const resolved = 'https://registry.npmjs.org/one/-/one-1.2.3.tgz';
    expect(checkLockfile(locked({ 'node_modules/one': { ...good, resolved } }), manifest)).toEqual([]);
  });

  it.each<[string, LockedPackage, string]>([
    ['no hash', { version: '1.2.3' }, 'SHA-512'],
    ['a weak hash', { ...good, integrity: 'sha1-abc' }, 'SHA-512'],
    ['another registry', { ...good, resolved: 'https://evil.example/one.tgz' }, 'does not come from'],
    ['a repository', { ...good, resolved: 'git+ssh://git@github.com/a/one.git#abc' }, 'does not come from'],
    ['another version', { ...good, version: '1.2.4' }, 'another version'],
  ])('does not pass with %s', (_what, one, expected) => {
    const found = checkLockfile(locked({ 'node_modules/one': one }), manifest);
    expect(whats(found)).toEqual([expect.stringContaining(expected)]);
  });

  it.each(['^1.2.3', '~1.2.3', '*', 'latest', '1.x', 'github:a/one'])('does not pass with the range %s', (range) => {
    const found = checkLockfile(locked({ 'node_modules/one': good }), { devDependencies: { one: range } });
    expect(found).toHaveLength(1);
  });
});

describe('a licence', () => {
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
  const accepted = { package: 'odd', licence: 'MPL-2.0', reason: 'A tool.', isForProduction: false };

  it('that is not allowed is found, unless it is accepted by name, licence and place', () => {
    expect(checkLicences(locked(odd), ['MIT'], [])).toHaveLength(1);
    expect(checkLicences(locked(odd), ['MIT'], [accepted])).toEqual([]);
    expect(checkLicences(locked(odd), ['MIT'], [{ ...accepted, licence: 'GPL-3.0-only' }])).toHaveLength(2);
    const deployed = { 'node_modules/odd': { ...good, license: 'MPL-2.0' } };
    expect(whats(checkLicences(locked(deployed), ['MIT'], [accepted]))).toEqual([
      'has the licence MPL-2.0, in what is deployed',
      'is accepted for nothing; remove the exception',
    ]);
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
});

describe('Pulumi in the workflows', () => {
  it.each(['preview', 'deploy'])('is the CLI of the SDK’s version: %s', async (workflow) => {
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

  it.each(Object.entries(secrets))('is found: %s, by its line and without its value', (kind, text) => {
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
    'postgres://$' + '{user}:$' + '{password}@$' + '{host}/x',
    'AKIAIOSFODNN7EXAMPLE',
    '-----BEGIN PUBLIC KEY-----',
    'sha512-LpHY2yPcgnyrBSNMwRZ5tBQdNxcKpB7EPgZtOLv6FH',
  ])('is not seen in %s', (text) => {
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

  it('stops a change from moderate on, once however many packages it comes by', () => {
    expect(checkAdvisories(report('low'), [], '2026-12-01')).toEqual([]);
    for (const severity of ['moderate', 'high', 'critical']) {
      expect(checkAdvisories(report(severity), [], '2026-12-01')).toHaveLength(1);
    }
  });

  it('that is accepted is let pass to the day, and not after it', () => {
    expect(checkAdvisories(report('high'), [accepted], '2026-12-31')).toEqual([]);
    expect(whats(checkAdvisories(report('high'), [accepted], '2027-01-01') ?? [])).toEqual([
      'GHSA-aaaa-bbbb-cccc (high): Bad; it was accepted until 2026-12-31',
    ]);
  });

  it('that is accepted and gone is found, so that the list stays short', () => {
    const none = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    expect(checkAdvisories(none, [], '2026-12-01')).toEqual([]);
    expect(checkAdvisories(none, [accepted], '2026-12-01')).toHaveLength(1);
  });

  it.each(['', 'Bad gateway', '{}', '{"message": "405 Method Not Allowed", "statusCode": 405}'])(
    'is not said to be absent where npm audit printed %j',
    (printed) => {
      expect(checkAdvisories(printed, [], '2026-12-01')).toBeUndefined();
    },
  );
});
