import type { DatabaseEnvironment } from '../../config/environment.js';
import { withTimeLimit } from './deadline.js';

/** An IAM token is valid for 15 minutes (RDS user guide, "IAM database authentication"). */
const tokenLifetimeMilliseconds = 10 * 60 * 1000;

/** Secrets are cached for this long, so that an execution environment picks up a rotated password. */
const secretLifetimeMilliseconds = 5 * 60 * 1000;

/** Limit for getting a secret or token. Less than the time to begin a transaction, to leave time for a retry. */
const fetchMilliseconds = 2_000;

/** Limit for one secret, including the retries of the AWS client. */
const secretMilliseconds = 10_000;

interface SignIn {
  readonly user: string;
  readonly password: string;
}

export interface Credentials {
  password(): Promise<string>;
  user(): Promise<string>;
  /** Discards the cached credentials, because the database rejected them. */
  forget(): void;
}

function cacheSignIn(lifetimeMilliseconds: number, fetchSignIn: () => Promise<SignIn>): Credentials {
  let current: { value: Promise<SignIn>; expiresAt: number } | undefined;
  const signIn = () => {
    if (current === undefined || Date.now() >= current.expiresAt) {
      const createError = () => new Error(`AWS did not answer within ${fetchMilliseconds} ms.`);
      const value = withTimeLimit(fetchMilliseconds, fetchSignIn(), createError);
      const fetched = { value, expiresAt: Date.now() + lifetimeMilliseconds };
      current = fetched;
      fetched.value.catch(() => {
        if (current === fetched) current = undefined;
      });
    }
    return current.value;
  };
  return {
    password: async () => (await signIn()).password,
    user: async () => (await signIn()).user,
    forget() {
      current = undefined;
    },
  };
}

/** Reads a secret. Loads the AWS client only now, because it adds about 50 ms to a cold start. */
export async function readSecret(arn: string, region: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const command = new GetSecretValueCommand({ SecretId: arn });
  const abortSignal = AbortSignal.timeout(secretMilliseconds);
  const answer = await new SecretsManagerClient({ region }).send(command, { abortSignal });
  if (answer.SecretString === undefined) throw new Error(`The secret ${arn} has no string value.`);
  return answer.SecretString;
}

/** Parses a secret in RDS's JSON format. Messages must not contain its text. */
function parseSecretFields(secret: string, arn: string): Readonly<Record<string, unknown>> {
  try {
    const fields: unknown = JSON.parse(secret);
    if (typeof fields === 'object' && fields !== null) return fields as Record<string, unknown>;
  } catch {}
  throw new Error(`The secret ${arn} is not a JSON object.`);
}

/** Returns the `password` field of a secret in RDS's JSON format. */
export function parsePassword(secret: string, arn: string): string {
  const { password } = parseSecretFields(secret, arn);
  if (typeof password !== 'string' || password === '') throw new Error(`The secret ${arn} has no field "password".`);
  return password;
}

function parseUsername(secret: string, arn: string): string | undefined {
  const { username } = parseSecretFields(secret, arn);
  return typeof username === 'string' && username !== '' ? username : undefined;
}

/**
 * Creates the credentials of a function: the user and password of its secret, or an IAM token. The environment's user
 * applies unless the secret has one.
 */
export function createCredentials(environment: DatabaseEnvironment, read = readSecret): Credentials {
  const { DATABASE_SECRET_ARN: secretArn, DATABASE_USER: user, AWS_REGION: region } = environment;
  if (secretArn !== undefined) {
    return cacheSignIn(secretLifetimeMilliseconds, async () => {
      const secret = await read(secretArn, region);
      return { user: parseUsername(secret, secretArn) ?? user, password: parsePassword(secret, secretArn) };
    });
  }
  return cacheSignIn(tokenLifetimeMilliseconds, async () => {
    const { Signer } = await import('@aws-sdk/rds-signer');
    const { DATABASE_HOST: hostname = '', DATABASE_PORT: port } = environment;
    return { user, password: await new Signer({ hostname, port, username: user, region }).getAuthToken() };
  });
}
