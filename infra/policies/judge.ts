import type { PlannedResource } from '../preview/planned-resource.js';
import { exceptions as accepted, noExpiry, type PolicyException } from './exceptions.js';
import { policies } from './policies.js';
import { type Policy, readInput, type Severity } from './policy.js';

/** A resource that breaks a policy, as `npm run plan -- --json` prints it. */
export interface PolicyFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly resource: string;
  readonly urn: string;
  /** The rest of a sentence that starts with the resource's name. */
  readonly detail: string;
  readonly promise: string;
  readonly mend: string;
  readonly safeguards: readonly string[];
  readonly publicRules: readonly string[];
  /** The reason for accepting the finding; `until` is missing if the exception doesn't expire. */
  readonly accepted?: { readonly reason: string; readonly until?: string };
}

export interface JudgeOptions {
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  /** YYYY-MM-DD; exceptions expire, and so does AWS's support for versions. */
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

/** Returns the exceptions that match a finding, including expired ones. */
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

function findAcceptance(rule: string, resource: PlannedResource, options: JudgeOptions) {
  const found = findExceptions(rule, resource, options);
  const current = found.find(({ until }) => until === noExpiry || options.today < until);
  if (current === undefined) return { expiredOn: found[0]?.until };
  const { reason, until } = current;
  return { accepted: { reason, ...(until !== noExpiry && { until }) } };
}

/** Checks a stack's resources against all policies. Errors come first, then warnings, then accepted findings. */
export function judge(options: JudgeOptions): PolicyFinding[] {
  const found = (options.policies ?? policies).flatMap(({ check, ...policy }) =>
    [...check(options.resources, options.today)].map(({ resource, detail }): PolicyFinding => {
      const { accepted: acceptance, expiredOn } = findAcceptance(policy.id, resource, options);
      return {
        rule: policy.id,
        severity: policy.severity,
        resource: resource.name,
        urn: resource.urn,
        detail: expiredOn === undefined ? detail : `${detail} (its exception expired on ${expiredOn})`,
        promise: policy.description,
        mend: policy.fix,
        safeguards: policy.safeguards,
        publicRules: policy.publicRules,
        ...(acceptance && { accepted: acceptance }),
      };
    }),
  );
  const rank = ({ accepted: acceptance, severity }: PolicyFinding) => (acceptance ? 2 : severity === 'error' ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

export const isBlocking = ({ severity, accepted: acceptance }: PolicyFinding): boolean =>
  severity === 'error' && acceptance === undefined;

export const acceptanceText = ({ reason, until }: NonNullable<PolicyFinding['accepted']>): string =>
  `${reason} ${until === undefined ? 'No expiry.' : `Expires on ${until}.`}`;
