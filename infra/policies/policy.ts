import { type PlannedResource, unknownMark } from '../preview/planned-resource.js';
import { toArray } from '../preview/policy-statements.js';

/** Errors stop a plan; warnings are told. */
export type Severity = 'error' | 'warning';

/** A resource that doesn't keep a rule, and in what. */
export interface Violation {
  readonly resource: PlannedResource;
  /** Continues "the resource …". */
  readonly detail: string;
}

/** A rule over the resources of a stack. */
export interface Policy {
  readonly id: string;
  readonly severity: Severity;
  /** What holds where the rule is kept. */
  readonly promise: string;
  /** Sections of 45 CFR Part 164 that it serves, such as `164.312(b)`. */
  readonly safeguards: readonly string[];
  /** The same rule in public catalogues: AWS Config, cdk-nag, checkov, Prowler. */
  readonly publicRules: readonly string[];
  /** What to do. */
  readonly fix: string;
  /** `today` is YYYY-MM-DD: support of what we use comes to an end. */
  readonly check: (resources: readonly PlannedResource[], today: string) => Iterable<Violation>;
}

/** What is wrong with a resource; undefined where nothing is. */
export type ResourceCheck = (resource: PlannedResource, resources: readonly PlannedResource[]) => string | undefined;

export const filterByType = (resources: readonly PlannedResource[], ...types: readonly string[]): PlannedResource[] =>
  resources.filter(({ type }) => types.includes(type));

/** Judges every resource of some types by itself. */
export const checkEach =
  (types: string | readonly string[], judge: ResourceCheck): Policy['check'] =>
  (resources) =>
    filterByType(resources, ...[types].flat()).flatMap((resource) => {
      const detail = judge(resource, resources);
      return detail === undefined ? [] : [{ resource, detail }];
    });

/** Resources of a type that are about another one: a bucket's policy, an instance's cluster. */
export const findParts = (whole: PlannedResource, type: string, resources: readonly PlannedResource[]) =>
  filterByType(resources, type).filter(({ dependencies }) => dependencies.includes(whole.urn));

/** Resources of a type that are about a VPC; one that awsx makes is known by its component. */
export const findVpcParts = (vpc: PlannedResource, type: string, resources: readonly PlannedResource[]) =>
  filterByType(resources, type).filter(({ dependencies }) =>
    [vpc.urn, vpc.parent].some((urn) => urn !== undefined && dependencies.includes(urn)),
  );

/**
 * A value deep in a resource's inputs, such as `imageScanningConfiguration.scanOnPush`. What is empty is unset: providers
 * answer with empty texts for what nobody gave.
 */
export function readInput({ inputs }: PlannedResource, path: string): unknown {
  const found = path.split('.').reduce<unknown>((value, key) => {
    if (value === unknownMark) return value;
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, inputs);
  return found === null || found === '' ? undefined : found;
}

/** An input that is a list; a list that isn't known yet is one unknown. */
export const readInputList = <Item = unknown>(resource: PlannedResource, path: string): readonly Item[] =>
  toArray(readInput(resource, path) as Item | readonly Item[] | undefined);

/** The value of an input as a number; not a number where it is none. */
export const readInputNumber = (resource: PlannedResource, path: string): number =>
  Number(readInput(resource, path) ?? Number.NaN);

const formatValue = (value: unknown): string => (value === undefined ? 'unset' : JSON.stringify(value));

/** Says that an input has another value than it must. */
export function mustBe(path: string, ...allowed: readonly unknown[]): ResourceCheck {
  return (resource) => {
    const found = readInput(resource, path);
    if (found === unknownMark || allowed.includes(found)) return undefined;
    return `has ${path} ${formatValue(found)}, not ${allowed.map(formatValue).join(' or ')}`;
  };
}

/** Says that an input is missing. */
export const mustHave =
  (path: string): ResourceCheck =>
  (resource) =>
    readInput(resource, path) === undefined ? `has no ${path}` : undefined;

/** Keys that AWS makes for a service: everybody in the account who may use the service may use them. */
const awsKey = /\balias\/aws\//;

/** Whether a key is one of our own, whose policy says who may use it. */
export const isOwnKey = (key: unknown): boolean => typeof key === 'string' && key !== '' && !awsKey.test(key);

/** Says that something is not encrypted under a key of our own. */
export const mustHaveOwnKey =
  (path: string): ResourceCheck =>
  (resource) =>
    isOwnKey(readInput(resource, path))
      ? undefined
      : `is not under a key of our own: its ${path} is ${formatValue(readInput(resource, path))}`;

/** The first of several faults. */
export const checkAll =
  (...judges: readonly ResourceCheck[]): ResourceCheck =>
  (resource, resources) => {
    for (const judge of judges) {
      const detail = judge(resource, resources);
      if (detail !== undefined) return detail;
    }
    return undefined;
  };
