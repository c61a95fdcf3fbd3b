import { afterEach, describe, expect, it, vi } from 'vitest';
import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import { createCredentials, parsePassword } from './credentials.js';

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1';

const environmentWith = (variables: Record<string, string>) =>
  parseEnvironment(InitializationEnvironment, {
    DATABASE_HOST: 'cluster.example',
    DATABASE_USER: 'someone',
    AWS_REGION: 'eu-west-1',
    ...variables,
  });

const withSecret = environmentWith({ DATABASE_SECRET_ARN: arn });

/** Returns credentials that read these secrets in turn. */
function credentialsOver(...secrets: string[]) {
  const read = vi.fn(async (_arn: string, _region: string) => secrets.shift() ?? 'nothing left');
  return { credentials: createCredentials(withSecret, read), read };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('signing in with an RDS-managed secret', () => {
  it('reads the user and the password with one call', async () => {
    const { credentials, read } = credentialsOver('{"username":"administrator","password":"first"}');
    expect([await credentials.user(), await credentials.password()]).toEqual(['administrator', 'first']);
    expect(read.mock.calls).toEqual([[arn, 'eu-west-1']]);
  });

  it("uses the environment's user if the secret has none", async () => {
    const { credentials } = credentialsOver('{"password":"first"}');
    expect(await credentials.user()).toBe('someone');
  });

  it('reads a rotated password after five minutes, or immediately after a rejection', async () => {
    vi.useFakeTimers();
    const { credentials } = credentialsOver('{"password":"first"}', '{"password":"second"}', '{"password":"third"}');
    expect(await credentials.password()).toBe('first');
    vi.advanceTimersByTime(5 * 60_000 - 1);
    expect(await credentials.password()).toBe('first');
    vi.advanceTimersByTime(1);
    expect(await credentials.password()).toBe('second');
    credentials.forget();
    expect(await credentials.password()).toBe('third');
  });

  it('retries after an invalid secret', async () => {
    const { credentials } = credentialsOver('{"username":"administrator"}', '{"password":"second"}');
    await expect(credentials.password()).rejects.toThrow(`The secret ${arn} has no field "password".`);
    expect(await credentials.password()).toBe('second');
  });

  it('times out if AWS does not answer, and retries', async () => {
    vi.useFakeTimers();
    const read = vi.fn(async () => '{"password":"second"}').mockReturnValueOnce(new Promise<string>(() => {}));
    const credentials = createCredentials(withSecret, read);
    const first = expect(credentials.password()).rejects.toThrow('AWS did not answer within 2000 ms.');
    await vi.advanceTimersByTimeAsync(2_000);
    await first;
    expect(await credentials.password()).toBe('second');
  });

  it.each(['hunter2', '"hunter2"', '{"passwort":"hunter2"}', '{"password":["hunter2"]}'])(
    'rejects %s without revealing its content',
    (secret) => {
      expect(() => parsePassword(secret, arn)).toThrow(arn);
      expect(() => parsePassword(secret, arn)).not.toThrow('hunter2');
    },
  );
});

describe('signing in without a secret', () => {
  it("uses a token that is signed for the environment's user", async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    const credentials = createCredentials(environmentWith({}));
    expect(await credentials.user()).toBe('someone');
    const token = new URL(`https://${await credentials.password()}`);
    expect(token.host).toBe('cluster.example:5432');
    expect(token.searchParams.get('DBUser')).toBe('someone');
    expect(token.searchParams.get('X-Amz-Credential')).toContain('/eu-west-1/rds-db/');
  });
});
