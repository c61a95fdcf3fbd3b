import { type PlannedResource, unknownMark } from '../preview/planned-resource.js';
import { isPublicStatement, type PolicyStatement, toArray } from '../preview/policy-statements.js';

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

/** Policies ask once per resource, and each search reads all resources. */
const stackAccounts = new WeakMap<readonly PlannedResource[], string | undefined>();

/** Returns the stack's account. A plan doesn't state it, but nearly all of its ARNs contain it. */
function findStackAccount(resources: readonly PlannedResource[]): string | undefined {
  if (!stackAccounts.has(resources)) stackAccounts.set(resources, findMostFrequentAccount(resources));
  return stackAccounts.get(resources);
}

/** Returns the account of an ARN or of an account-number principal; an empty string for an ARN without an account. */
export const parseAccountId = (principal: string): string | undefined =>
  /^\d{12}$/.test(principal) ? principal : /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(principal)?.[1];

/** Before the stack is created no ARN is known, so no account counts as foreign. */
export function isForeignAccount(account: string | undefined, resources: readonly PlannedResource[]): boolean {
  const own = findStackAccount(resources);
  return own !== undefined && account !== own;
}

/** Returns an allowed principal that is neither an AWS service nor in the stack's account. */
export function findForeignPrincipal(
  { Effect, Principal }: PolicyStatement,
  resources: readonly PlannedResource[],
): string | undefined {
  if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal === null) return undefined;
  const { Service: _services, AWS: named, ...others } = Principal as Record<string, string | readonly string[]>;
  // Federated users, and canonical user ids, which don't show their account.
  const [external] = Object.values(others).flatMap(toArray);
  if (external !== undefined || named === undefined) return external;
  return toArray(named).find(
    (principal) => principal !== unknownMark && isForeignAccount(parseAccountId(principal), resources),
  );
}

/** Describes the first statement that allows an action to everyone or to another account. */
export function findOutsideGrant(
  statements: readonly PolicyStatement[],
  resources: readonly PlannedResource[],
): string | undefined {
  const listActions = ({ Action }: PolicyStatement) => toArray(Action).join(', ');
  const open = statements.find(isPublicStatement);
  if (open !== undefined) return `allows ${listActions(open)} to everyone`;
  for (const statement of statements) {
    const principal = findForeignPrincipal(statement, resources);
    if (principal !== undefined) return `allows ${listActions(statement)} to ${principal}, outside of the account`;
  }
  return undefined;
}
