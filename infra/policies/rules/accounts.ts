import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { type PolicyStatement, toArray } from '../../preview/policy-statements.js';

const arnAccountPattern = /\barn:[^:"\s]*:[^:"\s]*:[^:"\s]*:(\d{12}):/g;

function findMostFrequentAccount(resources: readonly PlannedResource[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { inputs } of resources) {
    for (const [, account = ''] of JSON.stringify(inputs).matchAll(arnAccountPattern))
      counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0];
}

/** Rules ask for each resource, and the answer takes a look through all of them. */
const ownAccounts = new WeakMap<readonly PlannedResource[], string | undefined>();

/** The account that a stack is for. A plan doesn't say it, but nearly all ARNs in it are of that account. */
function findOwnAccount(resources: readonly PlannedResource[]): string | undefined {
  if (!ownAccounts.has(resources)) ownAccounts.set(resources, findMostFrequentAccount(resources));
  return ownAccounts.get(resources);
}

/** The account of an ARN, or of a principal that is an account's number; empty where the ARN names none. */
export const parseAccountId = (principal: string): string | undefined =>
  /^\d{12}$/.test(principal) ? principal : /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(principal)?.[1];

/** Whether an account is not the stack's own; before anything of the stack exists, nobody can say. */
export function isForeignAccount(account: string | undefined, resources: readonly PlannedResource[]): boolean {
  const own = findOwnAccount(resources);
  return own !== undefined && account !== own;
}

/** Whom a statement allows something who is neither a service nor of the account of the stack. */
export function findForeignPrincipal(
  { Effect, Principal }: PolicyStatement,
  resources: readonly PlannedResource[],
): string | undefined {
  if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal === null) return undefined;
  const { Service: _services, AWS: named, ...others } = Principal as Record<string, string | readonly string[]>;
  // Who signed in elsewhere, and owners of objects by a number that nobody can tell.
  const [stranger] = Object.values(others).flatMap(toArray);
  if (stranger !== undefined || named === undefined) return stranger;
  return toArray(named).find(
    (principal) => principal !== unknownMark && isForeignAccount(parseAccountId(principal), resources),
  );
}
