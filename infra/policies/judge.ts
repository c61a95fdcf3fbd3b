import type { PlannedResource } from '../preview/planned-resource.js';
import { exceptions as accepted, noExpiry, type PolicyException } from './exceptions.js';
import { policies } from './policies.js';
import { type Policy, readInput, type Severity } from './policy.js';

/** A rule that a resource doesn't keep. */
export interface PolicyFinding {
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

export interface JudgeOptions {
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  /** Exceptions and support end; YYYY-MM-DD. */
  readonly today: string;
  readonly policies?: readonly Policy[];
  readonly exceptions?: readonly PolicyException[];
}

const matchesPattern = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

/** The exceptions that are about a finding, those that have ended among them. */
export const findExceptions = (
  rule: string,
  resource: PlannedResource,
  { stack, exceptions = accepted }: Pick<JudgeOptions, 'stack' | 'exceptions'>,
): readonly PolicyException[] =>
  exceptions.filter(
    (exception) =>
      exception.rule === rule &&
      (exception.stacks === undefined || exception.stacks.includes(stack)) &&
      matchesPattern(exception.resources, resource.name) &&
      Object.entries(exception.inputs ?? {}).every(([path, value]) =>
        matchesPattern(value, String(readInput(resource, path))),
      ),
  );

/** Why a finding is accepted, or since when it is no more. */
function findAcceptance(rule: string, resource: PlannedResource, options: JudgeOptions) {
  const found = findExceptions(rule, resource, options);
  const current = found.find(({ until }) => until === noExpiry || options.today < until);
  if (current === undefined) return { endedOn: found[0]?.until };
  const { reason, until } = current;
  return { accepted: { reason, ...(until !== noExpiry && { until }) } };
}

/** Holds a stack's resources against every rule; errors come first. */
export function judge(options: JudgeOptions): PolicyFinding[] {
  const found = (options.policies ?? policies).flatMap(({ check, ...policy }) =>
    [...check(options.resources, options.today)].map(({ resource, detail }): PolicyFinding => {
      const { accepted: acceptance, endedOn } = findAcceptance(policy.id, resource, options);
      return {
        rule: policy.id,
        severity: policy.severity,
        resource: resource.name,
        urn: resource.urn,
        detail: endedOn === undefined ? detail : `${detail}, and the exception for it ended on ${endedOn}`,
        promise: policy.promise,
        mend: policy.fix,
        safeguards: policy.safeguards,
        publicRules: policy.publicRules,
        ...(acceptance && { accepted: acceptance }),
      };
    }),
  );
  const rank = ({ accepted: isAccepted, severity }: PolicyFinding) => (isAccepted ? 2 : severity === 'error' ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

/** Findings that stop a plan. */
export const isBlocking = ({ severity, accepted: isAccepted }: PolicyFinding): boolean =>
  severity === 'error' && isAccepted === undefined;

/** Why a finding is accepted and until when, in words. */
export const acceptanceText = ({ reason, until }: NonNullable<PolicyFinding['accepted']>): string =>
  `${reason} ${until === undefined ? 'For good.' : `Until ${until}.`}`;
