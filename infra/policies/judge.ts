import type { PlannedResource } from '../preview/planned-resource.js';
import { exceptions as accepted, type Exception, forGood } from './exceptions.js';
import { policies } from './policies.js';
import { inputOf, type Policy, type Severity } from './policy.js';

/** A rule that a resource doesn't keep. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly resource: string;
  readonly urn: string;
  /** Continues the resource's name. */
  readonly detail: string;
  readonly promise: string;
  readonly mend: string;
  readonly safeguards: readonly string[];
  readonly publicRules: readonly string[];
  /** Why it is accepted, and until which day where it isn't for good; undefined where it isn't accepted. */
  readonly accepted?: { readonly reason: string; readonly until?: string };
}

export interface Judgement {
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  /** Exceptions and support end; YYYY-MM-DD. */
  readonly today: string;
  readonly policies?: readonly Policy[];
  readonly exceptions?: readonly Exception[];
}

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

/** The exceptions that are about a finding, those that have ended among them. */
export const exceptionsFor = (
  rule: string,
  resource: PlannedResource,
  { stack, exceptions = accepted }: Pick<Judgement, 'stack' | 'exceptions'>,
): readonly Exception[] =>
  exceptions.filter(
    (exception) =>
      exception.rule === rule &&
      (exception.stacks === undefined || exception.stacks.includes(stack)) &&
      matches(exception.resources, resource.name) &&
      Object.entries(exception.inputs ?? {}).every(([path, value]) => matches(value, String(inputOf(resource, path)))),
  );

/** Why a finding is accepted, or since when it is no more. */
function acceptanceOf(rule: string, resource: PlannedResource, judgement: Judgement) {
  const found = exceptionsFor(rule, resource, judgement);
  const holding = found.find(({ until }) => until === forGood || judgement.today < until);
  if (holding === undefined) return { endedOn: found[0]?.until };
  const { reason, until } = holding;
  return { accepted: { reason, ...(until !== forGood && { until }) } };
}

/** Holds a stack's resources against every rule; errors come first. */
export function judge(judgement: Judgement): Finding[] {
  const found = (judgement.policies ?? policies).flatMap(({ check, ...policy }) =>
    [...check(judgement.resources, judgement.today)].map(({ resource, detail }): Finding => {
      const { accepted: acceptance, endedOn } = acceptanceOf(policy.id, resource, judgement);
      return {
        rule: policy.id,
        severity: policy.severity,
        resource: resource.name,
        urn: resource.urn,
        detail: endedOn === undefined ? detail : `${detail}, and the exception for it ended on ${endedOn}`,
        promise: policy.promise,
        mend: policy.mend,
        safeguards: policy.safeguards,
        publicRules: policy.publicRules,
        ...(acceptance && { accepted: acceptance }),
      };
    }),
  );
  const rank = ({ accepted: isAccepted, severity }: Finding) => (isAccepted ? 2 : severity === 'error' ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

/** Findings that stop a plan. */
export const isStopping = ({ severity, accepted: isAccepted }: Finding): boolean =>
  severity === 'error' && isAccepted === undefined;

/** Why a finding is accepted and until when, in words. */
export const acceptanceText = ({ reason, until }: NonNullable<Finding['accepted']>): string =>
  `${reason} ${until === undefined ? 'For good.' : `Until ${until}.`}`;
