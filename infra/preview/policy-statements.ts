import { type PlannedResource, unknownMark } from './planned-resource.js';

/** A statement of a policy document (IAM user guide, "JSON policy elements reference"). */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A statement and the resource with the policy: a role policy, key, bucket policy or endpoint. */
export interface AttachedStatement {
  readonly holder: PlannedResource;
  readonly statement: PolicyStatement;
}

/** Policy documents write a list of one item as the item. */
export const toArray = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Item];

/** A policy document. ECR lifecycle policies are also called `policy`, and have no statements. */
interface PolicyDocument {
  readonly Statement?: PolicyStatement | readonly PolicyStatement[];
}

function readPolicies({ inputs }: PlannedResource): string[] {
  const inline = toArray(inputs.inlinePolicies as object | readonly object[] | undefined);
  const found = [inputs.policy, inputs.assumeRolePolicy, ...inline.map((policy) => Reflect.get(policy, 'policy'))];
  return found.filter((text) => typeof text === 'string' && text !== '');
}

function parsePolicyDocument(text: string): PolicyDocument | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

/** Tells whether a policy of the resource contains values that are not known yet. */
export const isPolicyUnknown = (resource: PlannedResource): boolean => readPolicies(resource).includes(unknownMark);

/** Tells whether a policy of the resource is secret or not JSON, so that it cannot be reviewed. */
export const isPolicyUnreadable = (resource: PlannedResource): boolean =>
  readPolicies(resource).some((text) => text !== unknownMark && parsePolicyDocument(text) === undefined);

export function listStatements(resources: readonly PlannedResource[]): AttachedStatement[] {
  return resources.flatMap((holder) =>
    readPolicies(holder).flatMap((text) =>
      toArray(parsePolicyDocument(text)?.Statement).map((statement) => ({ holder, statement })),
    ),
  );
}

export const readStatements = (resources: readonly PlannedResource[]): readonly PolicyStatement[] =>
  listStatements(resources).map(({ statement }) => statement);

/** Tells whether a statement allows an action to everyone; a statement without a principal does. */
export const isPublicStatement = ({ Effect, Principal }: PolicyStatement): boolean =>
  Effect === 'Allow' && JSON.stringify(Principal ?? '*').includes('"*"');

/** Tells whether a statement denies an action to everyone without TLS, under no other condition. */
export function deniesWithoutTls({ Effect, Principal, Action, Condition }: PolicyStatement, action: string): boolean {
  const isEveryPrincipal = JSON.stringify(Principal) === '"*"' || JSON.stringify(Principal) === '{"AWS":"*"}';
  const conditions = Object.values(Condition ?? {}).flatMap((operator) => Object.keys(operator));
  const isWithoutTls = conditions.length === 1 && String(Condition?.Bool?.['aws:SecureTransport']) === 'false';
  return Effect === 'Deny' && isEveryPrincipal && toArray(Action).includes(action) && isWithoutTls;
}
