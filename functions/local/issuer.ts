import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { VerifyToken } from '../http/identity.js';
import type { Role } from '../http/permissions.js';
import { createTokenVerifier, type TokenIssuer } from '../http/token.js';

/** A working day. Cognito's tokens expire much sooner. */
const tokenLifetimeSeconds = 12 * 60 * 60;

/** Marks a token that replaces an IAM signature, because IAM doesn't exist locally. */
const iamClaim = 'local:iam';

const clientId = 'local';

/** A local identity provider with Cognito's claims. It issues any token without a password. */
export interface LocalIssuer {
  readonly keySet: NonNullable<TokenIssuer['jwks']>;
  readonly verifyToken: VerifyToken;
  /** Returns an access token; `subject` identifies the account. */
  issue(role: Role, subject: string): string;
  /** Returns the ARN of a token's IAM principal; undefined for a person's token. */
  findPrincipal(token: string): Promise<string | undefined>;
}

/** Reuses the key of earlier starts, so that tokens remain valid. */
async function readKey(path: string): Promise<KeyObject> {
  try {
    return createPrivateKey(await readFile(path, 'utf8'));
  } catch {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    return privateKey;
  }
}

export async function createLocalIssuer(keyPath: string, origin: string): Promise<LocalIssuer> {
  const privateKey = await readKey(keyPath);
  const kid = 'local';
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' }) as { kty: string };
  const keySet = { keys: [{ ...publicKey, kid, alg: 'RS256', use: 'sig' }] };
  const issuer = `${origin}/local`;
  const verifyToken = createTokenVerifier({
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    clientIds: [clientId],
    jwks: keySet,
  });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    keySet,
    verifyToken,
    issue(role, subject) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        sub: subject,
        iss: issuer,
        client_id: clientId,
        username: subject,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        auth_time: now,
        iat: now,
        exp: now + tokenLifetimeSeconds,
        jti: randomUUID(),
        ...(role === 'service' ? { [iamClaim]: true } : { 'cognito:groups': [role] }),
      };
      const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    async findPrincipal(token) {
      const claims = await verifyToken(token).catch(() => undefined);
      return claims?.[iamClaim] === true ? `arn:aws:iam::000000000000:role/${String(claims.sub)}` : undefined;
    },
  };
}
