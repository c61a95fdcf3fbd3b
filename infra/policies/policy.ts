import { type PlannedResource, unknownMark } from '../preview/planned-resource.js';
import { toArray } from '../preview/policy-statements.js';

/** Errors stop a plan; warnings don't. */
export type Severity = 'error' | 'warning';

export interface Violation {
  readonly resource: PlannedResource;
  /** The rest of a sentence that starts with the resource's name: "has deletionProtection false; it must be true". */
  readonly detail: string;
}

/** A requirement on the resources of a stack. */
export interface Policy {
  readonly id: string;
  readonly severity: Severity;
  /** The required state, as a sentence. */
  readonly description: string;
  /** Sections of 45 CFR Part 164 that it helps to meet, such as `164.312(b)`. */
  readonly safeguards: readonly string[];
  /** Equivalent rules in public catalogs: AWS Config, cdk-nag, checkov, Prowler. */
  readonly publicRules: readonly string[];
  readonly fix: string;
  /** `today` (YYYY-MM-DD) decides what AWS still supports. */
  readonly check: (resources: readonly PlannedResource[], today: string) => Iterable<Violation>;
}

/** A policy as its rules file states it: severity `error`, no safeguards and no public rules by default. */
export type PolicyDefinition = Omit<Policy, keyof typeof policyDefaults> & Partial<typeof policyDefaults>;

export const policyDefaults: Pick<Policy, 'severity' | 'safeguards' | 'publicRules'> = {
  severity: 'error',
  safeguards: [],
  publicRules: [],
};

/** Returns what is wrong with a resource, or undefined. */
export type ResourceCheck = (
  resource: PlannedResource,
  resources: readonly PlannedResource[],
  today: string,
) => string | undefined;

export const filterByType = (resources: readonly PlannedResource[], ...types: readonly string[]): PlannedResource[] =>
  resources.filter(({ type }) => types.includes(type));

export const checkEach =
  (types: string | readonly string[], check: ResourceCheck): Policy['check'] =>
  (resources, today) =>
    filterByType(resources, ...[types].flat()).flatMap((resource) => {
      const detail = check(resource, resources, today);
      return detail === undefined ? [] : [{ resource, detail }];
    });

/** Returns the first fault that several checks find. */
export const checkAll =
  (...checks: readonly ResourceCheck[]): ResourceCheck =>
  (resource, resources, today) => {
    for (const check of checks) {
      const detail = check(resource, resources, today);
      if (detail !== undefined) return detail;
    }
    return undefined;
  };

/** Finds the resources of a type that configure another resource: a bucket's policy, a cluster's instances. */
export const findParts = (whole: PlannedResource, type: string, resources: readonly PlannedResource[]) =>
  filterByType(resources, type).filter(({ dependencies }) => dependencies.includes(whole.urn));

/** Finds the resources of a type that depend on a VPC, or on the awsx component that creates the VPC. */
export const findVpcParts = (vpc: PlannedResource, type: string, resources: readonly PlannedResource[]) =>
  filterByType(resources, type).filter(({ dependencies }) =>
    [vpc.urn, vpc.parent].some((urn) => urn !== undefined && dependencies.includes(urn)),
  );

/** Requires a part that matches; `detail` says what is wrong without it. */
export const mustHavePart =
  (type: string, matches: (part: PlannedResource) => boolean, detail: string): ResourceCheck =>
  (resource, resources) =>
    findParts(resource, type, resources).some(matches) ? undefined : detail;

/**
 * Reads a nested input, such as `imageScanningConfiguration.scanOnPush`. An empty string is undefined, because providers
 * return empty strings for inputs that are not set.
 */
export function readInput({ inputs }: PlannedResource, path: string): unknown {
  const found = path.split('.').reduce<unknown>((value, key) => {
    if (value === unknownMark) return value;
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, inputs);
  return found === null || found === '' ? undefined : found;
}

/** Reads a list; a list that isn't known yet has `unknownMark` as its only item. */
export const readInputList = <Item = unknown>(resource: PlannedResource, path: string): readonly Item[] =>
  toArray(readInput(resource, path) as Item | readonly Item[] | undefined);

/** Reads a number; NaN where the input is missing or not a number. */
export const readInputNumber = (resource: PlannedResource, path: string): number =>
  Number(readInput(resource, path) ?? Number.NaN);

const formatValue = (value: unknown): string => (value === undefined ? 'unset' : JSON.stringify(value));

function describeFault(resource: PlannedResource, path: string, requirement: string): string {
  const found = readInput(resource, path);
  const actual = found === undefined ? `has no ${path}` : `has ${path} ${formatValue(found)}`;
  return `${actual}; it must be ${requirement}`;
}

export function mustBe(path: string, ...allowed: readonly unknown[]): ResourceCheck {
  return (resource) => {
    const found = readInput(resource, path);
    if (found === unknownMark || allowed.includes(found)) return undefined;
    return describeFault(resource, path, allowed.map(formatValue).join(' or '));
  };
}

export const mustBeAtLeast =
  (path: string, minimum: number): ResourceCheck =>
  (resource) =>
    readInputNumber(resource, path) >= minimum ? undefined : describeFault(resource, path, `at least ${minimum}`);

export const mustBePositive =
  (path: string): ResourceCheck =>
  (resource) =>
    readInputNumber(resource, path) > 0 ? undefined : describeFault(resource, path, 'more than 0');

export const mustHave =
  (path: string): ResourceCheck =>
  (resource) =>
    readInput(resource, path) === undefined ? `has no ${path}` : undefined;

/** AWS managed keys: everyone in the account who can use the service can use its key. */
const awsManagedKey = /\balias\/aws\//;

/** A customer managed key has a key policy of the stack, which says who can use it. */
export const isCustomerKey = (key: unknown): boolean =>
  typeof key === 'string' && key !== '' && !awsManagedKey.test(key);

export const mustHaveCustomerKey =
  (path: string): ResourceCheck =>
  (resource) =>
    isCustomerKey(readInput(resource, path)) ? undefined : describeFault(resource, path, 'a customer managed key');
