import type { DatabaseEnvironment } from '../../config/environment.js';

/** An IAM token is valid for 15 minutes (RDS user guide, "IAM database authentication"); ours is renewed well before. */
const tokenLifetimeMilliseconds = 10 * 60 * 1000;

/** A secret is read again after this time, so that a rotated password reaches an environment that lives on. */
const secretLifetimeMilliseconds = 5 * 60 * 1000;

/** Longest that AWS may take to give either, in milliseconds: less than a connection has to begin, so that another try fits. */
const fetchMilliseconds = 2_000;

/** Longest that one secret may take, repetitions by AWS's client included. */
const secretMilliseconds = 10_000;

/** Who signs in, and with what. */
interface SignIn {
  readonly user: string;
  readonly password: string;
}

export interface Credentials {
  /** Asked at each new connection. */
  password(): Promise<string>;
  /** The user that the password belongs to. */
  user(): Promise<string>;
  /** What was given last was refused; the next connection needs a fresh one. */
  forget(): void;
}

/** @throws Error when it takes longer: a socket that is half-open never answers */
async function withFetchTimeout<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`AWS did not answer within ${fetchMilliseconds} ms.`)),
      fetchMilliseconds,
    );
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

function cacheSignIn(lifetimeMilliseconds: number, fetchSignIn: () => Promise<SignIn>): Credentials {
  let current: { value: Promise<SignIn>; expiresAt: number } | undefined;
  const signIn = () => {
    if (current === undefined || Date.now() >= current.expiresAt) {
      const fetched = { value: withFetchTimeout(fetchSignIn()), expiresAt: Date.now() + lifetimeMilliseconds };
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

/** Reads one secret. The client is loaded only where a secret is used: it costs a cold start about 50 ms. */
export async function readSecret(arn: string, region: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const command = new GetSecretValueCommand({ SecretId: arn });
  const abortSignal = AbortSignal.timeout(secretMilliseconds);
  const answer = await new SecretsManagerClient({ region }).send(command, { abortSignal });
  if (answer.SecretString === undefined) throw new Error(`The secret ${arn} holds no string.`);
  return answer.SecretString;
}

/** A secret in RDS's own JSON form. Its text never gets into a message. */
function parseSecretFields(secret: string, arn: string): Readonly<Record<string, unknown>> {
  try {
    const fields: unknown = JSON.parse(secret);
    if (typeof fields === 'object' && fields !== null) return fields as Record<string, unknown>;
  } catch {}
  throw new Error(`The secret ${arn} is no JSON object.`);
}

/** The `password` field of a secret in RDS's own JSON form. */
export function parsePassword(secret: string, arn: string): string {
  const { password } = parseSecretFields(secret, arn);
  if (typeof password !== 'string' || password === '') throw new Error(`The secret ${arn} has no field "password".`);
  return password;
}

/** The `username` field of a secret in RDS's own JSON form, where it has one. */
function parseUsername(secret: string, arn: string): string | undefined {
  const { username } = parseSecretFields(secret, arn);
  return typeof username === 'string' && username !== '' ? username : undefined;
}

/**
 * How functions sign in: where a secret is named, with its password and as its user, the environment's where it names
 * none; otherwise with an IAM token of the environment's user.
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
