import type { PlannedResource } from './planned-resource.js';

/** A statement of a policy document (IAM user guide, "JSON policy elements reference"). */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A statement, and the resource that has the policy: a role's policy, a key, a bucket's policy, an endpoint. */
export interface HeldStatement {
  readonly holder: PlannedResource;
  readonly statement: Statement;
}

/** Members of a document may be one thing or a list of them. */
export const list = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Item];

const policyInputs = ['policy', 'assumeRolePolicy'];

function documentOf(text: unknown): { readonly Statement?: Statement | readonly Statement[] } {
  // Lifecycle policies of a registry are JSON under the same name, without statements.
  return typeof text === 'string' ? JSON.parse(text) : {};
}

/** Every statement that a plan makes. */
export function statementsOf(resources: readonly PlannedResource[]): HeldStatement[] {
  return resources.flatMap((holder) =>
    policyInputs.flatMap((input) =>
      list(documentOf(holder.inputs[input]).Statement).map((statement) => ({ holder, statement })),
    ),
  );
}
