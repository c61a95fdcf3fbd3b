import type { PlannedResource } from '../preview/planned-resource.js';

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
  readonly mend: string;
  readonly check: (resources: readonly PlannedResource[]) => Iterable<Violation>;
}

/** What is wrong with a resource; undefined where nothing is. */
export type Judge = (resource: PlannedResource, resources: readonly PlannedResource[]) => string | undefined;

export const ofType = (resources: readonly PlannedResource[], ...types: readonly string[]): PlannedResource[] =>
  resources.filter(({ type }) => types.includes(type));

/** Judges every resource of some types by itself. */
export const each =
  (types: string | readonly string[], judge: Judge): Policy['check'] =>
  (resources) =>
    ofType(resources, ...[types].flat()).flatMap((resource) => {
      const detail = judge(resource, resources);
      return detail === undefined ? [] : [{ resource, detail }];
    });

/** Resources of a type that are about another one: a bucket's policy, an instance's cluster. */
export const partsOf = (whole: PlannedResource, type: string, resources: readonly PlannedResource[]) =>
  ofType(resources, type).filter(({ dependencies }) => dependencies.includes(whole.urn));

/** A value deep in a resource's inputs, such as `imageScanningConfiguration.scanOnPush`. */
export function inputOf({ inputs }: PlannedResource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      inputs,
    );
}

/** The value of an input as a number; not a number where it is none. */
export const numberOf = (resource: PlannedResource, path: string): number =>
  Number(inputOf(resource, path) ?? Number.NaN);

/** Says that an input has another value than it must. */
export function mustBe(path: string, ...allowed: readonly unknown[]): Judge {
  return (resource) => {
    const found = inputOf(resource, path);
    if (allowed.includes(found)) return undefined;
    const shown = (value: unknown) => (value === undefined ? 'unset' : JSON.stringify(value));
    return `has ${path} ${shown(found)}, not ${allowed.map(shown).join(' or ')}`;
  };
}

/** Says that an input is missing. */
export const mustHave =
  (path: string): Judge =>
  (resource) => {
    const found = inputOf(resource, path);
    return found === undefined || found === null || found === '' ? `has no ${path}` : undefined;
  };

/** The first of several faults. */
export const anyOf =
  (...judges: readonly Judge[]): Judge =>
  (resource, resources) => {
    for (const judge of judges) {
      const detail = judge(resource, resources);
      if (detail !== undefined) return detail;
    }
    return undefined;
  };
