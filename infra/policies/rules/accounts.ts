import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { list, type Statement } from '../../preview/policy-statements.js';

const accountOfArn = /\barn:[^:"\s]*:[^:"\s]*:[^:"\s]*:(\d{12}):/g;

/**
 * The account that a stack is for. A plan doesn't say it, but nearly all ARNs in it are of that account: roles, keys and
 * topics can be no other's.
 */
export function ownAccountOf(resources: readonly PlannedResource[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { inputs } of resources) {
    for (const [, account = ''] of JSON.stringify(inputs).matchAll(accountOfArn))
      counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0];
}

/** The account of an ARN, or of a principal that is an account's number; empty where the ARN names none. */
export const accountOf = (principal: string): string | undefined =>
  /^\d{12}$/.test(principal) ? principal : /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(principal)?.[1];

/** Whom a statement allows something who is neither a service nor of the account of the stack. */
export function strangerIn(
  { Effect, Principal }: Statement,
  resources: readonly PlannedResource[],
): string | undefined {
  if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal === null) return undefined;
  const { Service: _services, AWS: named, ...others } = Principal as Record<string, string | readonly string[]>;
  // Who signed in elsewhere, and owners of objects by a number that nobody can tell.
  const [stranger] = Object.values(others).flatMap(list);
  if (stranger !== undefined || named === undefined) return stranger;
  const own = ownAccountOf(resources);
  return list(named).find((principal) => principal !== unknownMark && accountOf(principal) !== own);
}
