import type { DatabaseEnvironment } from '../config/environment.js';

/** An IAM token is valid for 15 minutes (RDS user guide, "IAM database authentication"); ours is renewed well before. */
const tokenLifetimeMilliseconds = 10 * 60 * 1000;

/** A secret is read again after this time, so that a rotated password reaches an environment that lives on. */
const secretLifetimeMilliseconds = 5 * 60 * 1000;

export interface Credentials {
  /** Asked at each new connection. */
  password(): Promise<string>;
  /** What was given last was refused; the next connection needs a fresh one. */
  forget(): void;
}

function cached(lifetimeMilliseconds: number, fetchPassword: () => Promise<string>): Credentials {
  let current: { value: Promise<string>; expiresAt: number } | undefined;
  return {
    password() {
      if (current === undefined || Date.now() >= current.expiresAt) {
        const value = fetchPassword();
        current = { value, expiresAt: Date.now() + lifetimeMilliseconds };
        value.catch(() => {
          current = undefined;
        });
      }
      return current.value;
    },
    forget() {
      current = undefined;
    },
  };
}

/** Reads one secret. The client is loaded only where a secret is used: it costs a cold start about 50 ms. */
export async function readSecret(arn: string, region: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const answer = await new SecretsManagerClient({ region }).send(new GetSecretValueCommand({ SecretId: arn }));
  if (answer.SecretString === undefined) throw new Error(`The secret ${arn} holds no string.`);
  return answer.SecretString;
}

/** The `password` field of a secret in RDS's own JSON form. */
export function passwordOf(secret: string, arn: string): string {
  const { password } = JSON.parse(secret) as { password?: unknown };
  if (typeof password !== 'string' || password === '') throw new Error(`The secret ${arn} has no field "password".`);
  return password;
}

/** How the functions sign in: with a secret's password where one is named, with an IAM token otherwise. */
export function credentialsFor(environment: DatabaseEnvironment): Credentials {
  const { DATABASE_SECRET_ARN: secretArn, AWS_REGION: region } = environment;
  if (secretArn !== undefined) {
    return cached(secretLifetimeMilliseconds, async () => passwordOf(await readSecret(secretArn, region), secretArn));
  }
  return cached(tokenLifetimeMilliseconds, async () => {
    const { Signer } = await import('@aws-sdk/rds-signer');
    const { DATABASE_HOST: hostname = '', DATABASE_PORT: port, DATABASE_USER: username } = environment;
    return new Signer({ hostname, port, username, region }).getAuthToken();
  });
}
