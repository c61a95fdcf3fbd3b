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

/** A statement, and the resource that has the policy: a role's policy, a key, a bucket's policy, an endpoint. */
export interface AttachedStatement {
  readonly holder: PlannedResource;
  readonly statement: PolicyStatement;
}

/** Members of a document may be one thing or a list of them. */
export const toArray = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Item];

/** A policy document; lifecycle policies of a registry are JSON under the same name, without statements. */
interface PolicyDocument {
  readonly Statement?: PolicyStatement | readonly PolicyStatement[];
}

/** The texts of a resource's policies. */
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

/** Whether a policy of the resource is still to be made of what AWS gives: nobody can say what it allows. */
export const isPolicyUnknown = (resource: PlannedResource): boolean => readPolicies(resource).includes(unknownMark);

/** Whether a policy of the resource is kept secret, or is no policy: nobody can look through it, now or later. */
export const isPolicyUnreadable = (resource: PlannedResource): boolean =>
  readPolicies(resource).some((text) => text !== unknownMark && parsePolicyDocument(text) === undefined);

/** Every statement of a plan that can be read. */
export function listStatements(resources: readonly PlannedResource[]): AttachedStatement[] {
  return resources.flatMap((holder) =>
    readPolicies(holder).flatMap((text) =>
      toArray(parsePolicyDocument(text)?.Statement).map((statement) => ({ holder, statement })),
    ),
  );
}

/** Whether a statement gives something to everybody; one that names nobody does so too. */
export const isPublicStatement = ({ Effect, Principal }: PolicyStatement): boolean =>
  Effect === 'Allow' && JSON.stringify(Principal ?? '*').includes('"*"');

/** Whether a statement keeps everybody from some actions who doesn't come over TLS, whatever else holds. */
export function deniesWithoutTls({ Effect, Principal, Action, Condition }: PolicyStatement, action: string): boolean {
  const isEveryPrincipal = JSON.stringify(Principal) === '"*"' || JSON.stringify(Principal) === '{"AWS":"*"}';
  const conditions = Object.values(Condition ?? {}).flatMap((operator) => Object.keys(operator));
  const isWithoutTls = conditions.length === 1 && String(Condition?.Bool?.['aws:SecureTransport']) === 'false';
  return Effect === 'Deny' && isEveryPrincipal && toArray(Action).includes(action) && isWithoutTls;
}
