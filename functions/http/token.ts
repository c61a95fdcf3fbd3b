import { JwtVerifier } from 'aws-jwt-verify';
import type { Claims, VerifyToken } from './identity.js';

/** The issuer of the access tokens. Cognito's is `https://cognito-idp.REGION.amazonaws.com/POOL_ID`. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** App clients whose tokens are accepted. */
  readonly clientIds: readonly string[];
  /** The key set, if it is available locally and need not be fetched. */
  readonly jwks?: { keys: (JsonWebKey & { kid: string; alg: string; use: string })[] };
}

interface JsonWebKey {
  readonly kty: string;
  readonly [member: string]: unknown;
}

/**
 * Creates a verifier that checks what API Gateway's JWT authorizer checks: signature, issuer, expiry and, because
 * Cognito's access tokens have no audience, the app client. Rejects id tokens.
 */
export function createTokenVerifier({ issuer, jwksUri, clientIds, jwks }: TokenIssuer): VerifyToken {
  const verifier = JwtVerifier.create({
    issuer,
    jwksUri,
    audience: null,
    customJwtCheck: ({ payload }) => {
      if (typeof payload.exp !== 'number') throw new Error('The token has no expiry.');
      if (payload.token_use !== 'access') throw new Error('The token is not an access token.');
      if (!clientIds.includes(String(payload.client_id))) throw new Error('The token was issued for another client.');
    },
  });
  if (jwks !== undefined) verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0]);
  return async (token) => (await verifier.verify(token)) as Claims;
}
