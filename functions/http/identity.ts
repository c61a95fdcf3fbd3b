import type { DatabaseCaller } from '../../db/client/transaction.js';
import { type Role, roles } from './permissions.js';
import { Problem } from './problem.js';

export interface Caller {
  /** The account's `sub`, or the ARN of an IAM principal. */
  readonly subject: string;
  /** Null for an account without a group, which has no permissions. */
  readonly role: Role | null;
}

/** The claims of a Cognito access token. API Gateway passes every claim as a string. */
export type Claims = Readonly<Record<string, unknown>>;

/** Verifies an access token where API Gateway hasn't. Rejects if the token is invalid. */
export type VerifyToken = (token: string) => Promise<Claims>;

/** What API Gateway's HTTP API reports about the caller, in `requestContext` of payload format 2.0. */
export interface RequestContext {
  readonly requestId?: string;
  readonly authorizer?: {
    readonly jwt?: { readonly claims?: Claims };
    readonly iam?: { readonly userArn?: string };
  };
}

/** From most to least privileged: an account in several groups acts with the first. */
const precedence: readonly Role[] = roles;

/** API Gateway flattens a list claim to text such as `[admin medic]`; tokens that we verify have a list. */
function parseGroups(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((group) => typeof group === 'string');
  if (typeof claim === 'string') return claim.replace(/^\[|\]$/g, '').split(/[\s,]+/);
  return [];
}

/** Returns the caller that an access token identifies, or undefined if the claims aren't from an access token. */
export function toCaller(claims: Claims): Caller | undefined {
  const { sub, token_use: tokenUse } = claims;
  if (typeof sub !== 'string' || sub === '' || tokenUse !== 'access') return undefined;
  const groups = parseGroups(claims['cognito:groups']);
  // `service` is not a group: only IAM grants it.
  const role = precedence.find((candidate) => candidate !== 'service' && groups.includes(candidate));
  return { subject: sub, role: role ?? null };
}

export const toDatabaseCaller = ({
  var: { caller, requestId },
}: {
  readonly var: { readonly caller?: Caller; readonly requestId: string };
}): DatabaseCaller => ({ role: caller?.role ?? null, subject: caller?.subject ?? null, requestId });

/** Creates a request context for calling another operation in the same process as the same caller. */
export function toRequestContext({ subject, role }: Caller & { role: Role }): RequestContext {
  if (role === 'service') return { authorizer: { iam: { userArn: subject } } };
  return { authorizer: { jwt: { claims: { sub: subject, token_use: 'access', 'cognito:groups': [role] } } } };
}

const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Identifies the caller by what API Gateway's authorizer verified, or else by the token, if this function can verify
 * one.
 * @throws Problem `unauthenticated`
 */
export async function identify(
  requestContext: RequestContext | undefined,
  authorization: string | undefined,
  verifyToken: VerifyToken | undefined,
): Promise<Caller> {
  const { jwt, iam } = requestContext?.authorizer ?? {};
  if (typeof iam?.userArn === 'string' && iam.userArn !== '') return { subject: iam.userArn, role: 'service' };
  let claims = jwt?.claims;
  const token = authorization?.match(bearer)?.[1];
  if (claims === undefined && token !== undefined && verifyToken !== undefined) {
    claims = await verifyToken(token).catch((cause) => {
      throw new Problem('unauthenticated', {
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
        cause,
      });
    });
  }
  const caller = claims ? toCaller(claims) : undefined;
  if (caller === undefined) throw new Problem('unauthenticated');
  return caller;
}
