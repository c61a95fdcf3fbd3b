import type { DatabaseCaller } from '../../db/client/transaction.js';
import { type Role, roles } from './permissions.js';
import { Problem } from './problem.js';

/** Who calls. */
export interface Caller {
  /** The account's `sub`, or the ARN of an IAM principal. */
  readonly subject: string;
  /** Null: an account that is in no group and so may do nothing. */
  readonly role: Role | null;
}

/** Claims of a Cognito access token, as far as they are used. API Gateway hands every claim on as a string. */
export type Claims = Readonly<Record<string, unknown>>;

/** Verifies an access token where no API Gateway has done it; rejects when it is not valid. */
export type VerifyToken = (token: string) => Promise<Claims>;

/** What API Gateway's HTTP API says of the caller, in `requestContext` of payload format 2.0. */
export interface RequestContext {
  readonly requestId?: string;
  readonly authorizer?: {
    readonly jwt?: { readonly claims?: Claims };
    readonly iam?: { readonly userArn?: string };
  };
}

/** From the most to the least that it may do: an account in several groups acts in the first. */
const precedence: readonly Role[] = roles;

/** API Gateway flattens a list claim to the text `[admin medic]`; a token that we verified has the list. */
function parseGroups(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((group) => typeof group === 'string');
  if (typeof claim === 'string') return claim.replace(/^\[|\]$/g, '').split(/[\s,]+/);
  return [];
}

/** The caller behind the claims of an access token; undefined where they are not an access token's. */
export function toCaller(claims: Claims): Caller | undefined {
  const { sub, token_use: tokenUse } = claims;
  if (typeof sub !== 'string' || sub === '' || tokenUse !== 'access') return undefined;
  const groups = parseGroups(claims['cognito:groups']);
  // `service` is no group: only IAM makes a principal one.
  const role = precedence.find((candidate) => candidate !== 'service' && groups.includes(candidate));
  return { subject: sub, role: role ?? null };
}

/** On whose behalf the request's transactions run. */
export const toDatabaseCaller = ({
  var: { caller, requestId },
}: {
  readonly var: { readonly caller?: Caller; readonly requestId: string };
}): DatabaseCaller => ({ role: caller?.role ?? null, subject: caller?.subject ?? null, requestId });

/** The context in which a caller calls another operation in the same process; `identify` finds the same caller in it. */
export function toRequestContext({ subject, role }: Caller & { role: Role }): RequestContext {
  if (role === 'service') return { authorizer: { iam: { userArn: subject } } };
  return { authorizer: { jwt: { claims: { sub: subject, token_use: 'access', 'cognito:groups': [role] } } } };
}

const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Finds out who calls: from what API Gateway's authorizer verified, else from the token itself where this function was
 * given the means to verify it.
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
