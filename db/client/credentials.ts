import type { DatabaseEnvironment } from '../../config/environment.js';
import { withTimeLimit } from './deadline.js';

/** Less than the 15 minutes for which an IAM token is valid (RDS user guide, "IAM database authentication"). */
const tokenLifetimeMilliseconds = 10 * 60 * 1000;

/** Short, so that an execution environment picks up a rotated password. */
const secretLifetimeMilliseconds = 5 * 60 * 1000;

/** Limit for getting a secret or token. Less than the time to begin a transaction, to leave time for a retry. */
const fetchMilliseconds = 2_000;

/** Limit for one secret, including the retries of the AWS client. */
const secretMilliseconds = 10_000;

type SignIn = { readonly user: string; readonly password: string };

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
      current = { value, expiresAt: Date.now() + lifetimeMilliseconds };
      value.catch(() => {
        if (current?.value === value) current = undefined;
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

/** Creates the credentials of a function: those in its secret, or an IAM token. The secret's user takes precedence. */
export function createCredentials(environment: DatabaseEnvironment, read = readSecret): Credentials {
  const { DATABASE_SECRET_ARN: secretArn, DATABASE_USER: user, AWS_REGION: region } = environment;
  if (secretArn !== undefined) {
    return cacheSignIn(secretLifetimeMilliseconds, async () => {
      const secret = await read(secretArn, region);
      const { username } = parseSecretFields(secret, secretArn);
      const isNamed = typeof username === 'string' && username !== '';
      return { user: isNamed ? username : user, password: parsePassword(secret, secretArn) };
    });
  }
  return cacheSignIn(tokenLifetimeMilliseconds, async () => {
    const { Signer } = await import('@aws-sdk/rds-signer');
    const { DATABASE_HOST: hostname = '', DATABASE_PORT: port } = environment;
    return { user, password: await new Signer({ hostname, port, username: user, region }).getAuthToken() };
  });
}
