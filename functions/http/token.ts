import { JwtVerifier } from 'aws-jwt-verify';
import type { Claims, VerifyToken } from './identity.js';

/** Where tokens come from. Cognito's issuer is `https://cognito-idp.REGION.amazonaws.com/POOL_ID`. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** App clients whose tokens count. */
  readonly clientIds: readonly string[];
  /** The key set, where it is at hand and need not be fetched. */
  readonly jwks?: { keys: (JsonWebKey & { kid: string; alg: string; use: string })[] };
}

interface JsonWebKey {
  readonly kty: string;
  readonly [member: string]: unknown;
}

/**
 * Verifies access tokens as API Gateway's JWT authorizer does: signature, issuer, expiry, and (Cognito's access tokens
 * have no audience) the app client. An id token is refused.
 */
export function createTokenVerifier({ issuer, jwksUri, clientIds, jwks }: TokenIssuer): VerifyToken {
  const verifier = JwtVerifier.create({
    issuer,
    jwksUri,
    audience: null,
    customJwtCheck: ({ payload }) => {
      if (typeof payload.exp !== 'number') throw new Error('The token does not expire.');
      if (payload.token_use !== 'access') throw new Error('The token is not an access token.');
      if (!clientIds.includes(String(payload.client_id))) throw new Error('The token is for another client.');
    },
  });
  if (jwks !== undefined) verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0]);
  return async (token) => (await verifier.verify(token)) as Claims;
}
