import { PolicyPack, type PolicyResource, type StackValidationPolicy, UnknownValueError } from '@pulumi/policy';
import { type PlannedResource, unknownMark } from '../preview/planned-resource.js';
import { judge } from './judge.js';
import { policies } from './policies.js';
import type { Policy } from './policy.js';

/** Copies a value, and replaces what isn't known yet, which throws when it is read. */
function readKnown(read: () => unknown): unknown {
  try {
    const value = read();
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Array.from(value.keys(), (index) => readKnown(() => value[index]));
    return Object.fromEntries(
      Object.keys(value).map((key) => [key, readKnown(() => (value as Record<string, unknown>)[key])]),
    );
  } catch (error) {
    if (error instanceof UnknownValueError) return unknownMark;
    throw error;
  }
}

const toPlannedResource = (resource: PolicyResource): PlannedResource => ({
  urn: resource.urn,
  type: resource.type,
  name: resource.name,
  parent: resource.parent?.urn,
  dependencies: resource.dependencies.map(({ urn }) => urn),
  inputs: readKnown(() => resource.props) as Record<string, unknown>,
  // The engine passes values without their secret marks; `npm run plan` checks those.
  secretInputs: ['secretString', 'secretBinary'],
  isCustom: true,
  isProtected: resource.opts.protect,
  isRetainedOnDelete: false,
  ignoredChanges: resource.opts.ignoreChanges,
});

const parseStackName = (resources: readonly PlannedResource[]): string => resources[0]?.urn.split(':')[2] ?? '';

/** Converts a policy for Pulumi, with its exceptions. */
const toStackValidation = (policy: Policy): StackValidationPolicy => ({
  name: policy.id,
  description: `${policy.description} ${[...policy.safeguards.map((section) => `45 CFR ${section}`), ...policy.publicRules].join(', ')}`,
  enforcementLevel: policy.severity === 'error' ? 'mandatory' : 'advisory',
  validateStack: ({ resources: policyResources }, report) => {
    const resources = policyResources.map(toPlannedResource);
    const today = new Date().toISOString().slice(0, 10);
    for (const { accepted, resource, detail, mend, urn } of judge({
      stack: parseStackName(resources),
      resources,
      today,
      policies: [policy],
    })) {
      if (accepted === undefined) report(`${resource} ${detail}. ${mend}`, urn);
    }
  },
});

new PolicyPack('healthcare-backend', { policies: policies.map(toStackValidation) });
